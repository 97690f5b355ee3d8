"""No await inside, another class of the same name, another function's await, or one's own cancellation told apart."""

import asyncio
import concurrent.futures
import logging
from concurrent.futures import CancelledError

logger = logging.getLogger(__name__)


async def result_without_waiting(task: asyncio.Task[str]) -> str:
    try:
        return task.result()
    except asyncio.CancelledError:
        return "cancelled"


async def pool_future(future, poll) -> str:
    try:
        await poll()
        return future.result(timeout=0)
    except (CancelledError, concurrent.futures.CancelledError):
        return "cancelled"


async def told_apart(child: asyncio.Task[str]) -> str:
    try:
        return await child
    except asyncio.CancelledError:
        if (task := asyncio.current_task()) and task.cancelling():
            raise
        return "the child was cancelled"


async def taken_back(job) -> str:
    try:
        return await job()
    except asyncio.CancelledError:
        task = asyncio.current_task()
        assert task is not None
        task.uncancel()
        return "went on, as documented"


async def awaits_elsewhere(register) -> None:
    try:

        async def callback() -> None:
            await asyncio.sleep(1)

        register(callback)
    except asyncio.CancelledError:
        logger.info("never")
    register(None)


async def generator_expression_runs_later(rows, parse):
    try:
        return (await parse(row) for row in rows)
    except asyncio.CancelledError:
        return ()


async def await_in_the_else(job, check) -> None:
    try:
        ready = check()
    except asyncio.CancelledError:
        ready = False
    else:
        await job()
    logger.info("ready: %s", ready)


async def timeouts_wait_for_nothing(reader) -> bytes:
    try:
        async with asyncio.timeout(5):
            return reader.buffered()
    except asyncio.CancelledError:
        return b""


async def numbers(limit: int):
    for number in range(limit):
        try:
            yield number  # in a plain async generator no CancelledError is thrown in here
        except asyncio.CancelledError:
            logger.info("never")
            break


def not_async(task: asyncio.Task[str]) -> str:
    try:
        return task.result()
    except asyncio.CancelledError:
        return ""


def log_outcome(task: asyncio.Task[None]) -> None:
    try:
        task.exception()
    except asyncio.CancelledError:
        return


async def settled(waiters: "list[asyncio.Future[str]]") -> None:
    for waiter in waiters:
        waiter.set_exception(ConnectionError())
        try:
            await waiter
        except (ConnectionError, asyncio.CancelledError):
            logger.info("nobody need retrieve it now")
