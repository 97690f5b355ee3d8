"""A cancellation passes: it is no Exception, or comes out of the handler again."""

import asyncio
import contextlib
import logging

logger = logging.getLogger(__name__)


async def only_errors(job) -> None:
    try:
        await job()
    except Exception:
        logger.exception("failed")
    logger.info("done")


async def cancel_handled_before(job) -> None:
    try:
        await job()
    except asyncio.CancelledError:
        raise
    except BaseException:
        logger.exception("failed")
    logger.info("done")


async def cancel_in_a_tuple_before(job) -> None:
    try:
        await job()
    except (KeyboardInterrupt, asyncio.CancelledError):
        logger.info("stopped")
        raise
    except:  # noqa: E722
        logger.exception("failed")
    logger.info("done")


async def rolled_back(session) -> None:
    try:
        await session.flush()
    except BaseException:
        await session.rollback()
        raise
    await session.commit()


async def raised_unless_an_error(job) -> str:
    try:
        return await job()
    except BaseException as error:
        if not isinstance(error, Exception):
            raise
        return f"failed: {error}"


async def raised_if_cancelled(job, wanted: bool) -> str:
    try:
        return await job()
    except BaseException as error:
        if isinstance(error, (asyncio.CancelledError, KeyboardInterrupt)) or wanted:
            raise
        return "failed"


async def collected(jobs) -> None:
    errors: list[BaseException] = []
    for job in jobs:
        try:
            await job()
        except BaseException as error:
            errors.append(error)
    if errors:
        raise BaseExceptionGroup("some jobs failed", errors)


async def nothing_awaited(parse, text):
    try:
        return parse(text)
    except BaseException:
        return None


async def awaited_in_a_lambda(schedule, job) -> None:
    try:
        schedule(lambda: job())
    except BaseException:
        logger.exception("not scheduled")
    await asyncio.sleep(0)


async def errors_suppressed(job) -> None:
    with contextlib.suppress(Exception):
        await job()
    logger.info("done")


async def matched(job) -> str:
    try:
        return await job()
    except BaseException as error:
        match error:
            case ValueError():
                raise KeyError from error
            case _:
                raise


def outside_async(job) -> None:
    try:
        job()
    except BaseException:
        logger.exception("failed")


class Transaction:
    def __init__(self, connection) -> None:
        self.connection = connection

    async def run(self, work):
        await self.connection.begin()
        try:
            result = await work(self.connection)
        except:
            await self.connection.rollback()
            raise
        else:
            await self.connection.commit()
            return result
