# https://github.com/Azure/azure-sdk-for-python/pull/11591
# blocking: a policy shared the thread lock of its plain twin and awaited a token while it held the lock: deadlock.

import asyncio
import threading


class _BearerTokenCredentialPolicyBase:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._token: str | None = None

    def _need_new_token(self) -> bool:
        return self._token is None


class AsyncBearerTokenCredentialPolicy(_BearerTokenCredentialPolicyBase):
    async def on_request(self) -> None:
        with self._lock:  # expect: ASL206[likely]
            if self._need_new_token():
                self._token = await self._fetch()

    async def _fetch(self) -> str:
        await asyncio.sleep(1)
        return "token"


class AsyncBearerTokenCredentialPolicyMended(_BearerTokenCredentialPolicyBase):
    def __init__(self) -> None:
        super().__init__()
        self._async_lock = asyncio.Lock()

    async def on_request(self) -> None:
        async with self._async_lock:
            if self._need_new_token():
                self._token = await self._fetch()

    async def _fetch(self) -> str:
        await asyncio.sleep(1)
        return "token"
