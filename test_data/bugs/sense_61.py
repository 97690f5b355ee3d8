# https://github.com/scottbonline/sense/issues/61
# blocking: the constructor makes a TLS context, which reads the system's certificates from disk.

import asyncio
import ssl


class SenseableBase:
    def __init__(self, ssl_verify: bool = True, ssl_cafile: str = "") -> None:
        self.ssl_context = self._create_context(ssl_verify, ssl_cafile)

    def _create_context(self, verify: bool, cafile: str) -> ssl.SSLContext:
        if cafile:
            return ssl.create_default_context(cafile=cafile)
        context = ssl.create_default_context()
        context.check_hostname = verify
        return context


class ASyncSenseable(SenseableBase):
    async def authenticate(self, username: str) -> None: ...


async def async_setup_entry(username: str) -> ASyncSenseable:
    gateway = ASyncSenseable()  # missed: ASL205
    await gateway.authenticate(username)
    return gateway


async def async_setup_entry_mended(username: str) -> ASyncSenseable:
    gateway = await asyncio.to_thread(ASyncSenseable)
    await gateway.authenticate(username)
    return gateway
