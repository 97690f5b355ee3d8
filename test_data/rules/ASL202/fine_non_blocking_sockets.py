"""What a non-blocking socket does at once is nobody's wait."""

import asyncio
import socket


class Reader:
    def __init__(self, host: str, port: int) -> None:
        self.sock = socket.socket()
        self.sock.setblocking(False)
        self.address = host, port

    async def connect(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.sock_connect(self.sock, self.address)
        loop.add_reader(self.sock, self.ready)

    def ready(self) -> bytes:
        return self.sock.recv(4096)

    async def greet(self) -> None:
        self.sock.sendall(b"hello")


async def drain(sock: socket.socket) -> bytes:
    return sock.recv_into(bytearray(10)).to_bytes(2)


async def accept(listener: socket.socket) -> socket.socket:
    return listener.accept()[0]
