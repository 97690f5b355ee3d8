# https://github.com/Yale-Libs/yalexs-ble/pull/118
# cancellation: an update that was cancelled did not raise; here, the loop around it takes that for one more failure.

import asyncio


class PushLock:
    async def _update(self) -> None: ...

    async def _keep_connected(self) -> None:
        while True:
            try:
                await self._update()
            except (asyncio.CancelledError, TimeoutError):  # expect: ASL503
                print("failed")
            await asyncio.sleep(1)

    async def _keep_connected_mended(self) -> None:
        while True:
            try:
                await self._update()
            except TimeoutError:
                print("failed")
            await asyncio.sleep(1)
