"""trio has a `to_thread` of its own."""

import socket

import trio


async def lookup(host: str) -> str:
    await trio.sleep(0)
    return socket.gethostbyname(host)
