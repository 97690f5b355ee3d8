"""The settings speak of `legacy_sdk`; it runs in threads, or is a reference, an attribute, a type."""

from __future__ import annotations

import asyncio
import functools
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import legacy_sdk
import legacy_sdk_async
from legacy_sdk import charge

if TYPE_CHECKING:
    from legacy_sdk import Till

pool = ThreadPoolExecutor()


def pay_all(amounts: list[int]) -> None:
    for amount in amounts:
        charge(amount)


async def in_threads(amounts: list[int]) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(charge, 3)
    await asyncio.to_thread(pay_all, amounts)
    await loop.run_in_executor(pool, functools.partial(legacy_sdk.charge, amount=3))
    await loop.run_in_executor(pool, lambda: legacy_sdk.refund(3))


async def another_package(amount: int) -> None:
    # the pattern is `legacy_sdk.*`, with a dot
    legacy_sdk_async.charge(amount)
    await legacy_sdk_async.refund(amount)


async def only_named(till: Till) -> dict[str, object]:
    return {"charge": charge, "version": legacy_sdk.VERSION, "till": till.name}


async def lazily(amounts: list[int]):
    return (charge(amount) for amount in amounts)
