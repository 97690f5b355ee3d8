# unsafe
# left: ASL501:25, ASL505:42
"""Who cancels the task awaits it with nothing around: it counts on its ending quietly."""

import asyncio
import contextlib


class Monitor:
    async def start(self) -> None:
        self.watching = asyncio.create_task(self.watch())
        self.printing = asyncio.create_task(self.show())

    async def stop(self) -> None:
        self.watching.cancel()
        await self.watching
        self.printing.cancel()
        done, _ = await asyncio.wait([self.printing])
        if not done:
            await self.printing

    async def watch(self) -> None:
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print("no longer watching")

    async def show(self) -> None:
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print("no longer printing")


class Player:
    async def start(self) -> None:
        self.playing = asyncio.create_task(self.play())

    async def stop(self) -> None:
        self.playing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.playing

    async def play(self) -> None:
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print("no longer playing")
