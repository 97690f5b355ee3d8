"""The packing line: takes one order after the other until it is told to stop."""

from __future__ import annotations

import asyncio
import logging

from orders import Order

logger = logging.getLogger(__name__)


class PackingLine:
    def __init__(self, queue: asyncio.Queue[Order | None]) -> None:
        self._queue = queue
        self._closed = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="packing line")

    async def stop(self) -> None:
        if self._task is None:
            return
        self._task.cancel()
        _, pending = await asyncio.wait({self._task}, timeout=0.5)
        if pending:
            logger.warning("the packing line is still running, closing its queue")
            self._closed = True
            self._queue.put_nowait(None)
            await self._task

    async def _run(self) -> None:
        while not self._closed:
            try:
                order = await self._queue.get()
                if order is not None:
                    await self._pack(order)
            except asyncio.CancelledError:
                logger.info("interrupted")
            except Exception:
                logger.exception("an order could not be packed")

    async def _pack(self, order: Order) -> None:
        await asyncio.sleep(0.01)
        order.packed = True
