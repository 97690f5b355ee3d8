"""Sockets are made non-blocking here, but a name is resolved and a connection made before that."""

import asyncio
import socket


async def open_proxy(host: str, port: int) -> socket.socket:
    remote = socket.create_connection((host, port))  # expect: ASL202
    remote.setblocking(False)
    return remote


async def open_address(host: str, port: int) -> socket.socket:
    family, kind, proto, _, address = socket.getaddrinfo(host, port)[0]  # expect: ASL202
    remote = socket.socket(family, kind, proto)
    remote.setblocking(False)
    await asyncio.get_running_loop().sock_connect(remote, address)
    return remote
