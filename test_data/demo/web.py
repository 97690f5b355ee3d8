"""A small JSON interface over HTTP, just enough of it for the shop's own front end."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from orders import OrderService

logger = logging.getLogger(__name__)
Query = dict[str, Any]


class Web:
    def __init__(self, orders: OrderService) -> None:
        self.orders = orders
        self.access_log: asyncio.Queue[str] = asyncio.Queue()
        self.routes: dict[str, Callable[[Query], Awaitable[Any]]] = {
            "/quote": self.quote,
            "/orders": self.place,
            "/credits": self.credit,
            "/status": self.status,
        }

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, path, _ = (await reader.readline()).decode().split(" ", 2)
        headers = {}
        while line := (await reader.readline()).decode().strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        status, answer = await self.answer(path, json.loads(body or b"{}"))
        writer.write(f"HTTP/1.1 {status}\r\nConnection: close\r\n\r\n{json.dumps(answer)}".encode())
        await writer.drain()
        writer.close()
        self.log_access(path, status)

    async def answer(self, path: str, query: Query) -> tuple[int, Any]:
        route = self.routes.get(path)
        if route is None:
            return 404, {"error": f"there is no {path}"}
        try:
            return 200, await route(query)
        except Exception as error:
            logger.error("%s failed: %s", path, error)
            return 500, {"error": "please try again later"}

    async def log_access(self, path: str, status: int) -> None:
        await self.access_log.put(f"{path} {status}")

    async def quote(self, query: Query) -> Any:
        return {"price": await self.orders.quote(query["amount"], query["currency"])}

    async def place(self, query: Query) -> Any:
        order = await self.orders.place(query["customer"], query["amount"])
        return {"invoice": order.invoice}

    async def credit(self, query: Query) -> Any:
        note = await self.orders.credit(query["invoice"])
        return {"invoice": note.invoice}

    async def status(self, query: Query) -> Any:
        return {"orders": len(self.orders.orders), "collected": gc.collect()}
