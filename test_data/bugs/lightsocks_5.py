# https://github.com/linw1995/lightsocks-python/issues/5
# blocking: the proxy connected to the wanted host with the helper of the socket module, which resolves and connects at once.

import asyncio
import socket


class LsServer:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    async def handle(self, connection: socket.socket, host: str, port: int) -> None:
        try:
            remote = socket.create_connection((host, port))  # expect: ASL202
            remote.setblocking(False)
        except OSError:
            connection.close()
            return
        await self.loop.sock_sendall(remote, b"")

    async def handle_mended(self, connection: socket.socket, host: str, port: int) -> None:
        try:
            family, kind, proto, _, address = (await self.loop.getaddrinfo(host, port))[0]
            remote = socket.socket(family, kind, proto)
            remote.setblocking(False)
            await self.loop.sock_connect(remote, address)
        except OSError:
            connection.close()
            return
        await self.loop.sock_sendall(remote, b"")
