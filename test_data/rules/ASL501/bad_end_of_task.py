"""Nothing follows: the task ends anyway, but counts as finished, not as cancelled."""

import asyncio
import logging
from asyncio import CancelledError

logger = logging.getLogger(__name__)


async def heartbeat(send) -> None:
    try:
        while True:
            await send("ping")
            await asyncio.sleep(5)
    except asyncio.CancelledError:  # expect: ASL501[likely]
        logger.debug("heartbeat stopped")


async def consume(queue: asyncio.Queue[str]) -> None:
    while True:
        try:
            logger.info(await queue.get())
        except CancelledError:  # expect: ASL501[likely]
            break


async def main(server: asyncio.Server) -> None:
    try:
        await server.serve_forever()
    except (KeyboardInterrupt, asyncio.CancelledError):  # expect: ASL501[likely]
        pass
    finally:
        server.close()


class Service:
    def __init__(self) -> None:
        self.running = True
        self.worker: asyncio.Task[None] | None = None

    async def run(self) -> None:
        while self.running:
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:  # expect: ASL501[likely]
                self.running = False

    async def wait(self) -> None:
        if self.worker is None:
            return
        try:
            await self.worker
        except asyncio.CancelledError:  # expect: ASL501[likely]
            logger.info("worker was cancelled")
        self.worker = None
