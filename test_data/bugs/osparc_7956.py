# https://github.com/ITISFoundation/osparc-simcore/pull/7956
# cancellation: the usual way to stop a task loses the cancellation of the one who stops it.

import asyncio


class PeriodicTask:
    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None

    async def stop(self) -> None:
        if self._task is None:
            return
        self._task.cancel()
        try:
            await self._task
        except asyncio.CancelledError:  # expect: ASL505
            pass
        self._task = None

    async def stop_mended(self) -> None:
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.wait([self._task])
        self._task = None
