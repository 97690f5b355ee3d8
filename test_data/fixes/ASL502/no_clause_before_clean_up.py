# left: ASL502:18, ASL502:25
"""The handler cleans up: a cancelled task would leave that out."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


class Pool:
    broken = False

    async def load(self, item: str) -> str:
        try:
            return await work(item)
        except BaseException:
            self.broken = True
            return ""

    async def load_again(self, item: str) -> str:
        try:
            return await work(item)
        except:
            self.close()
            await work("close")
        return ""

    def close(self) -> None:
        self.broken = True
