# https://github.com/prkumar/uplink/issues/99
# never awaited: close was registered with atexit, and became a coroutine function with the next release of aiohttp.

import asyncio
import atexit

import aiohttp


class AiohttpClient:
    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
            atexit.register(self._session.close)  # expect: ASL106[likely]
        return self._session


class AiohttpClientMended:
    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
            atexit.register(self._close_at_exit)
        return self._session

    def _close_at_exit(self) -> None:
        if self._session is not None:
            asyncio.run(self._session.close())
