"""Opens the shop, sends in a few customers, and closes it again: ``python main.py``."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import clients
from clients import MailGateway
from orders import Order, OrderService
from storage import Settings
from web import Web
from worker import PackingLine

RATES = {"EUR": 0.92, "SEK": 10.4}


async def bank(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    currency = (await reader.readline()).decode().strip()
    writer.write(f"{RATES[currency]}\n".encode())
    await writer.drain()
    writer.close()


async def call(host: str, port: int, path: str, **query: Any) -> Any:
    reader, writer = await asyncio.open_connection(host, port)
    body = json.dumps(query).encode()
    writer.write(f"POST {path} HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    await writer.drain()
    answer = (await reader.read()).decode()
    writer.close()
    await writer.wait_closed()
    return json.loads(answer.partition("\r\n\r\n")[2])


async def visit(host: str, port: int, customer: str, amount: float, currency: str) -> None:
    price = await call(host, port, "/quote", amount=amount, currency=currency)
    order = await call(host, port, "/orders", customer=customer, amount=amount)
    print(f"{customer}: {price} {order}")


async def open_shop(settings: Settings) -> None:
    to_pack: asyncio.Queue[Order | None] = asyncio.Queue()
    orders = OrderService(MailGateway(settings.acknowledge_after), to_pack)
    line = PackingLine(to_pack)
    line.start()
    bank_server = await asyncio.start_server(bank, settings.host, 0)
    clients.BANK = bank_server.sockets[0].getsockname()[:2]
    web_server = await asyncio.start_server(Web(orders).handle, settings.host, 0)
    async with bank_server, web_server:
        host, port = web_server.sockets[0].getsockname()[:2]
        customers = zip(("ada", "grace", "barbara", "edith"), (12.0, 7.5, 99.0, 3.2), settings.currencies * 2)
        await asyncio.gather(*(visit(host, port, *customer) for customer in customers))
        await call(host, port, "/credits", invoice=1001)
        print(await call(host, port, "/status"))
        await asyncio.sleep(settings.acknowledge_after * 2)
        await line.stop()
    packed = [order.invoice for order in orders.orders.values() if order.packed]
    confirmed = [order.invoice for order in orders.orders.values() if order.confirmed]
    print(f"packed: {packed}, confirmed: {confirmed}")


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    asyncio.run(open_shop(Settings.load()))


if __name__ == "__main__":
    main()
