# https://github.com/Yale-Libs/yalexs-ble/pull/132
# cancellation: a cancellation was told as another error without task.uncancel(), so the task counts as being cancelled still.

import asyncio


class DisconnectedError(Exception): ...


class Session:
    def __init__(self) -> None:
        self.disconnected = asyncio.Event()

    async def _write(self, command: bytes) -> bytes:
        await asyncio.sleep(1)
        return command

    async def execute(self, command: bytes) -> bytes:
        try:
            return await self._write(command)
        except asyncio.CancelledError as err:  # missed: ASL501
            if self.disconnected.is_set():
                raise DisconnectedError("disconnected") from err
            raise

    async def execute_mended(self, command: bytes) -> bytes:
        try:
            return await self._write(command)
        except asyncio.CancelledError as err:
            if self.disconnected.is_set():
                if task := asyncio.current_task():
                    task.uncancel()
                raise DisconnectedError("disconnected") from err
            raise
