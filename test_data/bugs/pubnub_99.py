# https://github.com/pubnub/python/pull/99
# never awaited: since aiohttp 3 the session's close is a coroutine; the plain stop() threw it away and left the connector open.

import asyncio

import aiohttp


class PubNubCore:
    def stop(self) -> None:
        raise NotImplementedError


class PubNubAsyncio(PubNubCore):
    def __init__(self) -> None:
        self._connector = aiohttp.TCPConnector(limit=100)
        self._session: aiohttp.ClientSession | None = None

    async def create_session(self) -> None:
        self._session = aiohttp.ClientSession(connector=self._connector)

    def stop(self) -> None:
        if self._session is not None:
            self._session.close()  # expect: ASL101[likely]


class PubNubAsyncioMended(PubNubAsyncio):
    async def stop(self) -> None:  # type: ignore[override]
        if self._session is not None:
            await self._session.close()
            await asyncio.sleep(0)
