# unsafe
# left: ASL501:15, ASL501:22, ASL501:26, ASL501:38
"""What is awaited, even with a timeout, may have been cancelled itself; a coroutine has no life of its own."""

import asyncio


class Session:
    task: asyncio.Task[None]
    done: asyncio.Future[str]

    async def close(self) -> str:
        try:
            await asyncio.wait_for(self.task, timeout=5)
        except asyncio.CancelledError:
            print("stopped")
        return "closed"

    async def answer(self) -> str:
        try:
            return await self.done
        except asyncio.CancelledError:
            print("no answer")
        try:
            return await asyncio.wait_for(asyncio.shield(self.done), 5)
        except asyncio.CancelledError:
            print("still no answer")
        try:
            return await asyncio.wait_for(self.ask(), 5)
        except asyncio.CancelledError:
            print("nobody to ask")
            raise
        return ""

    async def all(self, futures: list[asyncio.Future[str]]) -> str:
        try:
            await asyncio.gather(self.ask(), *futures)
        except asyncio.CancelledError:
            print("one of them")
        return "all"

    async def ask(self) -> str:
        await asyncio.sleep(1)
        return "yes"
