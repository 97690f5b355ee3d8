# unsafe
"""Behind the handler something is done that a cancelled task would leave out."""

import asyncio
import logging

logger = logging.getLogger(__name__)


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


class Pool:
    def close(self) -> None: ...

    async def drain(self) -> None:
        try:
            await work("rest")
        except asyncio.CancelledError:
            raise
        except BaseException:
            logger.exception("not drained")
        self.close()
