# https://github.com/empicano/aiomqtt/issues/174
# loop already running: a callback that is called from a thread at first is later called on the loop, and waits for that loop.

import asyncio
import socket


class Client:
    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()

    async def publish(self, sock: socket.socket, payload: bytes) -> None:
        self._on_socket_register_write(sock)  # expect: ASL403[likely]
        await self._loop.sock_sendall(sock, payload)

    def _on_socket_register_write(self, sock: socket.socket) -> None:
        async def on_loop() -> None:
            self._loop.add_writer(sock, print)

        asyncio.run_coroutine_threadsafe(on_loop(), self._loop).result()

    async def publish_mended(self, sock: socket.socket, payload: bytes) -> None:
        self._register_mended(sock)
        await self._loop.sock_sendall(sock, payload)

    def _register_mended(self, sock: socket.socket) -> None:
        self._loop.call_soon_threadsafe(self._loop.add_writer, sock, print)
