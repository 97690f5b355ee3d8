# unsafe
# left: ASL506:14, ASL506:22
"""Where the awaited task was cancelled itself, or clean-up follows, the classes stay."""

import asyncio
from contextlib import suppress


class Client:
    reports: asyncio.Task[None]

    async def wait(self) -> None:
        # a moment only
        with suppress(asyncio.CancelledError, TimeoutError):
            await asyncio.wait_for(asyncio.shield(self.reports), 0.1)
        print("waited")

    async def leave(self) -> None:
        try:
            print("leaving")
        finally:
            with suppress(asyncio.CancelledError, TimeoutError):
                await asyncio.wait_for(self.say("bye"), 0.1)
            print("left")

    async def greet(self) -> None:
        with suppress(asyncio.CancelledError, TimeoutError):
            await asyncio.wait_for(self.say("hello"), 0.1)
        print("greeted")

    async def say(self, word: str) -> None:
        await asyncio.sleep(1)
