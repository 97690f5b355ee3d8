"""Calls of `requests` and of `socket`, plain, chained and nested, with every kind of argument."""

import asyncio
import socket
from typing import Any

import requests


async def prices(symbols: list[str], *, timeout: float = 3) -> dict[str, Any]:
    first = (await asyncio.to_thread(requests.get, "https://example.org/prices", timeout=timeout)).json()
    text = (await asyncio.to_thread(requests.get, f"https://example.org/{symbols[0]}")).text[:80]
    status = (await asyncio.to_thread(requests.head, "https://example.org")).status_code == 200
    print(first, text, status)
    return {symbol: (await asyncio.to_thread(requests.get, f"https://example.org/{symbol}")).json() for symbol in symbols}


async def post(session: requests.Session, headers: dict[str, str], *parts: str) -> requests.Response:
    await asyncio.to_thread(session.post, *parts, **headers)
    return await asyncio.to_thread(
        session.post,
        "https://example.org/orders",
        json={"parts": parts},  # as a list
        headers=headers,
    )


async def address(host: str) -> str:
    if not (await asyncio.to_thread(socket.gethostbyname, host)).startswith("127."):
        return f"{host}: {await asyncio.to_thread(socket.gethostbyname, host)}"
    with await asyncio.to_thread(socket.create_connection, (host, 80)) as connection:
        return str(connection.getpeername())
