"""Coroutines that are gathered in a container, and awaited from there, or handed on with it."""

import asyncio
from collections.abc import Coroutine
from functools import cached_property
from typing import Any


async def load(number: int) -> dict[str, int]:
    await asyncio.sleep(0)
    return {"number": number}


async def gathered(numbers: list[int]) -> int:
    rows = [load(number) for number in numbers]
    print(len(rows))
    results = await asyncio.gather(*rows)
    return results[0]["number"]


async def one_by_one(numbers: list[int]) -> int:
    total = 0
    rows = [load(number) for number in numbers]
    for row in rows:
        total += (await row)["number"]
    return total


async def as_completed(numbers: list[int]) -> None:
    rows = [load(number) for number in numbers]
    for row in asyncio.as_completed(rows):
        print((await row)["number"])


async def by_index() -> int:
    rows = [load(1), load(2)]
    first = await rows[0]
    rows[1].close()
    return first["number"]


async def replaced(numbers: list[int]) -> int:
    rows = [load(number) for number in numbers]
    rows = await asyncio.gather(*rows)
    return rows[0]["number"]


async def mixed() -> int:
    pair = [load(1), {"number": 3}]
    await pair[0]
    return pair[1]["number"]


async def another_key() -> int:
    answer = {"first": load(1), "count": {"number": 3}}
    await answer["first"]
    return answer["count"]["number"]


async def updated_in_place(numbers: list[int]) -> int:
    answers = {number: load(number) for number in numbers}
    for number, coroutine in answers.items():
        answers[number] = await coroutine
    return answers[1]["number"]


async def handed_on(numbers: list[int]) -> list[Coroutine[Any, Any, dict[str, int]]]:
    rows = [load(number) for number in numbers]
    for row in rows:
        print(row)
    return rows


async def a_slice(numbers: list[int]) -> None:
    rows = [load(number) for number in numbers]
    await asyncio.gather(*rows[1:])
    rows[0].close()


class Account:
    @property
    async def balance(self) -> float:
        await asyncio.sleep(0)
        return 1.0

    @cached_property
    def name(self) -> str:
        return "account"

    async def size(self) -> int:
        return 1


async def properties(account: Account) -> str:
    balance = await account.balance
    both = await asyncio.gather(account.balance, account.size())
    method = account.size
    print(method)
    return f"{balance} {both} {account.name}"
