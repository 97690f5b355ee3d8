# https://github.com/esphome/device-builder/pull/131
# cancellation: background loops were wrapped whole, so that a cancelled task looked like one that came to its end.

import asyncio
from contextlib import suppress


class DeviceStateMonitor:
    async def ping(self) -> None: ...

    async def _ping_loop(self) -> None:
        try:
            while True:
                with suppress(OSError):
                    await self.ping()
                await asyncio.sleep(30)
        except asyncio.CancelledError:  # expect: ASL501[likely]
            pass

    async def _ping_loop_mended(self) -> None:
        while True:
            with suppress(OSError):
                await self.ping()
            await asyncio.sleep(30)
