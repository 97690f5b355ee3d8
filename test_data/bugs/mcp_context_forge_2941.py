# https://github.com/IBM/mcp-context-forge/pull/2941
# cancellation: listeners and clean-up loops ended themselves with break or pass when they were cancelled.

import asyncio
from collections.abc import AsyncIterator


class PubSub:
    async def listen(self) -> AsyncIterator[str]:
        yield ""

    async def unsubscribe(self) -> None: ...


class SessionPool:
    async def _rpc_listener(self, pubsub: PubSub) -> None:
        try:
            async for message in pubsub.listen():
                await self.forward(message)
        except asyncio.CancelledError:  # expect: ASL501
            pass
        await pubsub.unsubscribe()

    async def _reaper(self) -> None:
        while True:
            try:
                await asyncio.sleep(60)
                await self.forward("reap")
            except asyncio.CancelledError:  # expect: ASL501[likely]
                break
            except Exception as error:
                print(error)

    async def _rpc_listener_mended(self, pubsub: PubSub) -> None:
        try:
            async for message in pubsub.listen():
                await self.forward(message)
        finally:
            await pubsub.unsubscribe()

    async def _reaper_mended(self) -> None:
        while True:
            try:
                await asyncio.sleep(60)
                await self.forward("reap")
            except asyncio.CancelledError:
                raise
            except Exception as error:
                print(error)

    async def forward(self, message: str) -> None: ...
