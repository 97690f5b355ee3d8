# https://github.com/Aureliolo/synthorg/pull/1545
# cancellation: a stop with a deadline waits behind a shield, and suppresses the cancellation of whoever called it.

import asyncio
import contextlib


class Dispatcher:
    def __init__(self, task: "asyncio.Task[None]") -> None:
        self._task = task
        self.running = True

    async def stop(self) -> None:
        self.running = False
        with contextlib.suppress(asyncio.CancelledError):  # expect: ASL506
            await asyncio.wait_for(asyncio.shield(self._task), timeout=5)
        await self.close()

    async def stop_mended(self) -> None:
        self.running = False
        await asyncio.wait([self._task], timeout=5)
        await self.close()

    async def close(self) -> None: ...
