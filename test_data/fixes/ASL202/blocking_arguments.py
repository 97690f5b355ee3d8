"""An argument that blocks itself is mended first, or else nothing is."""

import socket

import requests


async def fetch(host: str) -> str:
    return requests.get("https://" + socket.gethostbyname(host)).text
