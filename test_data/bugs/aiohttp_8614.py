# https://github.com/aio-libs/aiohttp/issues/8614
# task not kept: the heartbeat, a callback of a timer, sends its ping in a task of its own.

import asyncio


class WebSocketWriter:
    async def ping(self) -> None: ...


class WebSocketResponse:
    def __init__(self, loop: asyncio.AbstractEventLoop | None, writer: WebSocketWriter) -> None:
        self._loop = loop
        self._writer = writer
        self._ping_task: asyncio.Task[None] | None = None

    def _reset_heartbeat(self) -> None:
        loop = self._loop
        assert loop is not None
        loop.call_at(loop.time() + 10, self._send_heartbeat)

    def _send_heartbeat(self) -> None:
        assert self._loop is not None
        self._loop.create_task(self._writer.ping())  # expect: ASL301[likely]

    def _send_heartbeat_mended(self) -> None:
        assert self._loop is not None
        self._ping_task = self._loop.create_task(self._writer.ping())
