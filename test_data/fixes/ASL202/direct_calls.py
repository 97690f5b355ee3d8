"""Calls of `requests` and of `socket`, plain, chained and nested, with every kind of argument."""

import socket
from typing import Any

import requests


async def prices(symbols: list[str], *, timeout: float = 3) -> dict[str, Any]:
    first = requests.get("https://example.org/prices", timeout=timeout).json()
    text = requests.get(f"https://example.org/{symbols[0]}").text[:80]
    status = requests.head("https://example.org").status_code == 200
    print(first, text, status)
    return {symbol: requests.get(f"https://example.org/{symbol}").json() for symbol in symbols}


async def post(session: requests.Session, headers: dict[str, str], *parts: str) -> requests.Response:
    session.post(*parts, **headers)
    return session.post(
        "https://example.org/orders",
        json={"parts": parts},  # as a list
        headers=headers,
    )


async def address(host: str) -> str:
    if not socket.gethostbyname(host).startswith("127."):
        return f"{host}: {socket.gethostbyname(host)}"
    with socket.create_connection((host, 80)) as connection:
        return str(connection.getpeername())
