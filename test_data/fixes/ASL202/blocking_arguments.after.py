"""An argument that blocks itself is mended first, or else nothing is."""

import asyncio
import socket

import requests


async def fetch(host: str) -> str:
    return (await asyncio.to_thread(requests.get, "https://" + await asyncio.to_thread(socket.gethostbyname, host))).text
