"""Loops which a cancellation ends, or which are not around the handler."""

import asyncio
import logging

logger = logging.getLogger(__name__)


async def errors_do_not_end_it(queue: asyncio.Queue[str]) -> None:
    while True:
        try:
            logger.info(await queue.get())
        except asyncio.CancelledError:
            logger.info("stopped")
            raise
        except BaseException:
            logger.exception("failed")


async def only_errors(job) -> None:
    while True:
        try:
            await job()
        except Exception:
            logger.exception("failed")
        await asyncio.sleep(1)


async def around_the_loop(queue: asyncio.Queue[str]) -> None:
    try:
        while True:
            logger.info(await queue.get())
    except asyncio.CancelledError:
        logger.info("stopped after the loop")
        raise


async def timeouts(reader, limit: float) -> None:
    while True:
        try:
            logger.info(await asyncio.wait_for(reader.readline(), limit))
        except TimeoutError:
            continue


async def raised_behind_break(job) -> None:
    while True:
        try:
            await job()
        except asyncio.CancelledError:
            break
    raise RuntimeError("the job was stopped")


async def told_apart(spawn) -> None:
    while True:
        child = spawn()
        try:
            await child
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling() > 0:
                child.cancel()
                raise
            logger.info("somebody cancelled the child, starting another")


async def loop_in_the_handler(job, listeners) -> None:
    try:
        await job()
    except asyncio.CancelledError:
        for listener in listeners:
            listener.close()
        raise


async def loop_in_a_nested_function(register) -> None:
    def poll() -> None:
        while True:
            try:
                register.poll()
            except BaseException:
                break

    await register(poll)


async def raised_after_the_last_round(listeners) -> None:
    try:
        await asyncio.sleep(3600)
    finally:
        for listener in listeners:
            try:
                await listener.close()
            except asyncio.CancelledError as error:
                raise RuntimeError("stopped while closing") from error


async def by_flag_and_raise(job) -> None:
    cancelled = False
    while not cancelled:
        try:
            await job()
        except asyncio.CancelledError:
            cancelled = True
    raise RuntimeError("stopped")
