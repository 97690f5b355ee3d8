"""Clients that try again and again, until they are cancelled."""

import asyncio
import itertools
import logging
from contextlib import suppress

logger = logging.getLogger(__name__)


async def connect_with_backoff(connect):
    for delay in itertools.count(1):
        try:
            return await connect()
        except OSError:
            await asyncio.sleep(delay)


async def refresh(cache, client) -> None:
    while True:
        with suppress(ConnectionError, TimeoutError):
            cache.update(await client.load())
        await asyncio.sleep(60)


async def restart_children(spawn) -> None:
    while True:
        child = spawn()
        done, _ = await asyncio.wait({child})
        for task in done:
            if task.cancelled():
                logger.info("a child was cancelled, starting another")
            elif task.exception() is not None:
                logger.error("a child failed", exc_info=task.exception())


async def retry_errors_only(job, limit: int):
    for attempt in range(limit):
        try:
            return await job()
        except BaseException as error:
            if not isinstance(error, Exception) or attempt == limit - 1:
                raise
            logger.info("attempt %s: %s", attempt, error)


async def poll_results(tasks: "list[asyncio.Task[str]]") -> list[str]:
    results = []
    for task in tasks:
        try:
            results.append(task.result())
        except (asyncio.CancelledError, asyncio.InvalidStateError):
            continue
    await asyncio.sleep(0)
    return results


async def keep_alive(connection) -> None:
    while not connection.closed:
        try:
            await connection.ping()
        except asyncio.CancelledError as error:
            raise ConnectionAbortedError("cancelled while pinging") from error
        except ConnectionError:
            break


async def subscribe(channel, handle) -> None:
    while True:
        try:
            async for message in channel:
                handle(message)
        except asyncio.CancelledError:
            await channel.unsubscribe()
            raise
        except Exception:
            logger.exception("lost the channel")
