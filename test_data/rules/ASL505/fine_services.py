"""Services that stop their tasks without losing a cancellation of their own."""

import asyncio
import contextlib
import logging

logger = logging.getLogger(__name__)


class Service:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._reader: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        results = await asyncio.gather(*self._tasks, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                logger.error("a task failed", exc_info=result)
        self._tasks.clear()

    async def close_reader(self) -> None:
        reader, self._reader = self._reader, None
        if reader is None:
            return
        reader.cancel()
        done, pending = await asyncio.wait([reader], timeout=5)
        if pending:
            logger.warning("the reader does not stop")
        for task in done:
            if not task.cancelled() and task.exception() is not None:
                logger.error("the reader failed")

    async def close_timer(self, connection) -> None:
        if self._timer is not None:
            self._timer.cancel()
        try:
            await connection.close()
        except ConnectionError:
            logger.info("was closed already")

    async def close_later(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.sleep(0)
        self._tasks = {task for task in self._tasks if not task.done()}

    async def close_in_a_scope(self) -> None:
        async with contextlib.AsyncExitStack() as stack:
            for task in self._tasks:
                stack.callback(task.cancel)

    async def close_raising(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            try:
                await self._reader
            except asyncio.CancelledError:
                self._reader = None
                if (task := asyncio.current_task()) is not None and task.cancelling():
                    raise
            except ConnectionError:
                logger.info("the reader had failed before")

    def close_soon(self) -> None:
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                task.cancel()


async def first_of(left: asyncio.Task[str], right: asyncio.Task[str]) -> str:
    done, pending = await asyncio.wait({left, right}, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    if pending:
        await asyncio.wait(pending)
    return done.pop().result()


async def limited(job: asyncio.Task[str], seconds: float) -> str | None:
    try:
        return await asyncio.wait_for(job, seconds)
    except TimeoutError:
        job.cancel()
        return None
