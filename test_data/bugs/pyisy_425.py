# https://github.com/automicus/PyISY/pull/425
# task not kept: loop.create_task was called without a strong reference to what it gives; here, on a loop that another object carries.

import asyncio


class Connection:
    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()


class ISY:
    def __init__(self) -> None:
        self.conn = Connection()
        self.loop = self.conn.loop

    async def reconnect(self, delay: float) -> None:
        await asyncio.sleep(delay)


class WebSocketClient:
    def __init__(self, isy: ISY) -> None:
        self.isy = isy
        self._task: asyncio.Task[None] | None = None

    def on_lost(self) -> None:
        self.isy.loop.create_task(self.isy.reconnect(5))  # expect: ASL301[likely]

    def on_lost_mended(self) -> None:
        self._task = self.isy.loop.create_task(self.isy.reconnect(5))
