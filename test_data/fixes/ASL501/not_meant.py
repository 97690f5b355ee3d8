# unsafe
# settings: ignore = ["ASL505"]
"""What looks like it and says nothing of the kind: what only tells, leaves, or stands in a `finally` comes behind; others wait."""

import asyncio
import logging

log = logging.getLogger(__name__)


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def wait_for_work(event: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(event.wait(), 5)
        await asyncio.gather(work("a"), work("b"))
    except asyncio.CancelledError:
        log.info("stopped")


class Connection:
    def close(self) -> None: ...

    async def serve(self) -> bool:
        is_done = False
        try:
            try:
                while True:
                    await work("it")
            except asyncio.CancelledError:
                log.info("stopped")  # not the whole truth
            log.info("closing")
            if self.is_open:
                log.debug("still open")
            return is_done
        finally:
            self.close()

    is_open = True


class Listener:
    def start(self) -> None:
        self.monitor = asyncio.create_task(self.listen())
        self.other = asyncio.create_task(self.listen_again())

    async def listen(self) -> None:
        try:
            await work("keys")
        except asyncio.CancelledError:
            pass

    async def stop(self) -> None:
        self.monitor.cancel()
        await asyncio.gather(self.monitor, return_exceptions=True)

        self.other.cancel()
        try:
            await self.other
        except asyncio.CancelledError:
            log.info("it is cancelled")

    async def listen_again(self) -> None:
        try:
            await work("keys")
        except asyncio.CancelledError:
            log.info("stopped")
