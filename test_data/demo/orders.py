"""What the shop does: quotes, orders, credit notes."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

import clients
import storage

logger = logging.getLogger(__name__)


@dataclass
class Order:
    invoice: int
    customer: str
    amount: float
    confirmed: bool = False
    packed: bool = False


class OrderService:
    def __init__(self, mail: clients.MailGateway, to_pack: asyncio.Queue[Order | None]) -> None:
        self.mail = mail
        self.to_pack = to_pack
        self.orders: dict[int, Order] = {}

    async def quote(self, amount: float, currency: str) -> float:
        return round(amount * clients.rate(currency), 2)

    async def place(self, customer: str, amount: float) -> Order:
        order = Order(storage.next_invoice_number(), customer, amount)
        self.orders[order.invoice] = order
        await self.to_pack.put(order)
        asyncio.create_task(self._confirm(order))
        return order

    async def credit(self, invoice: int) -> Order:
        original = self.orders[invoice]
        note = Order(storage.next_invoice_number(), original.customer, -original.amount)
        self.orders[note.invoice] = note
        return note

    async def _confirm(self, order: Order) -> None:
        await self.mail.send(order.customer, f"Thank you! Your invoice is number {order.invoice}.")
        order.confirmed = True
        logger.info("confirmed %s", order.invoice)
