# https://github.com/ikalchev/HAP-python/pull/460
# task not kept: tasks were started and not held until they finished; here, by a protocol.

import asyncio


class HAPServerProtocol(asyncio.Protocol):
    def __init__(self) -> None:
        self.transport: asyncio.BaseTransport | None = None

    async def _handle_response_ready(self, data: bytes) -> None:
        await asyncio.sleep(0)

    def data_received(self, data: bytes) -> None:
        asyncio.create_task(self._handle_response_ready(data))  # expect: ASL301


class HAPServerProtocolMended(HAPServerProtocol):
    def __init__(self) -> None:
        super().__init__()
        self.response_task: asyncio.Task[None] | None = None

    def data_received(self, data: bytes) -> None:
        self.response_task = asyncio.create_task(self._handle_response_ready(data))
