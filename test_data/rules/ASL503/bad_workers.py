"""The task eats the request and starts its next round."""

import asyncio
import asyncio as aio
import logging
from asyncio.exceptions import CancelledError

logger = logging.getLogger(__name__)


async def worker(queue: asyncio.Queue[str]) -> None:
    while True:
        try:
            logger.info(await queue.get())
        except asyncio.CancelledError:  # expect: ASL503
            logger.info("cancelled")


async def reconnecting(connect) -> None:
    while True:
        try:
            connection = await connect()
            await connection.serve()
        except:  # noqa: E722  # expect: ASL503
            logger.exception("connection lost")
            await asyncio.sleep(1)


async def feed(source, sink) -> None:
    async for item in source:
        try:
            await sink.write(item)
        except BaseException:  # expect: ASL503
            logger.exception("not written")
            continue


async def tick(render) -> None:
    while 1:
        try:
            await aio.sleep(0.1)
        except CancelledError:  # expect: ASL503
            pass
        else:
            render()


async def attempts(job, times: int):
    for attempt in range(times):
        try:
            return await job()
        except (OSError, aio.CancelledError) as error:  # expect: ASL503
            logger.info("attempt %s: %s", attempt, error)
        finally:
            job.reset()
    return None


class Monitor:
    def __init__(self) -> None:
        self.running = True
        self.stopping = False

    async def run(self, check) -> None:
        while self.running:
            try:
                await check()
            except asyncio.CancelledError:  # expect: ASL503[likely]
                logger.info("check cancelled")

    async def flush_periodically(self, flush) -> None:
        while True:
            try:
                await asyncio.sleep(10)
                await flush()
            except asyncio.CancelledError:  # expect: ASL503[possible]
                if self.stopping:
                    return
                logger.warning("cancelled by something else, going on")

    async def guarded(self, check) -> None:
        while True:
            try:
                await check()
            except asyncio.CancelledError:  # expect: ASL503[possible]
                if not self.stopping:
                    raise
