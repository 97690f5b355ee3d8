"""Meant for errors, but a cancellation arrives there too."""

import asyncio
import builtins
import logging

logger = logging.getLogger(__name__)


async def deliver(send, message) -> bool:
    try:
        await send(message)
    except BaseException:  # expect: ASL502
        logger.exception("not delivered")
        return False
    return True


async def refresh(cache, client) -> None:
    try:
        cache.value = await client.load()
    except:  # noqa: E722  # expect: ASL502
        cache.value = None
    cache.touch()


async def call(handler, request):
    try:
        return await handler(request)
    except (builtins.BaseException, ValueError) as error:  # expect: ASL502
        return {"error": str(error)}


async def probe(executor, fallback) -> str | None:
    kind = None
    try:
        kind = await executor.run()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # expect: ASL502
        logger.exception("probe failed")
        try:
            kind = await fallback.run()
        except BaseException:  # expect: ASL502
            logger.exception("fallback failed")
    return kind


async def background(job) -> None:
    try:
        await job()
    except BaseException:  # expect: ASL502[likely]
        logger.exception("job failed")


async def close_all(connections, listener) -> None:
    try:
        listener.close()
    finally:
        for connection in connections:
            connection.abort()
        try:
            await listener.wait_closed()
        except BaseException as error:  # expect: ASL502[likely]
            logger.debug("while closing: %r", error)


async def clean_up_after_a_result(session, operation, client):
    try:
        return await operation(session)
    finally:
        try:
            await client.close()
        except BaseException as error:  # expect: ASL502[likely]
            logger.debug("while closing: %r", error)


async def stopped_inside_already(job) -> None:
    try:
        try:
            await job()
        except asyncio.CancelledError:  # expect: ASL501
            logger.info("cancelled")
    except BaseException:
        logger.exception("failed")
    logger.info("done")
