"""Coroutines that are gathered in a container, and taken out of it as if they were results."""

import asyncio


async def load(number: int) -> dict[str, int]:
    await asyncio.sleep(0)
    return {"number": number}


async def by_index() -> int:
    rows = [load(1), load(2)]  # expect: ASL104, ASL104
    return rows[0]["number"]


async def by_comprehension(numbers: list[int]) -> int:
    rows = [load(number) for number in numbers]  # expect: ASL104
    return rows[0]["number"]


async def in_a_loop(numbers: list[int]) -> int:
    total = 0
    rows = [load(number) for number in numbers]  # expect: ASL104
    print(len(rows))
    for row in rows:
        total += row["number"]
    return total


async def in_another_comprehension(numbers: list[int]) -> list[int]:
    rows = [load(number) for number in numbers]  # expect: ASL104
    return [row["number"] for row in rows]


async def as_arguments(numbers: list[int]) -> None:
    rows = [load(number) for number in numbers]  # expect: ASL104
    for row in rows:
        print(row)


async def by_key() -> int:
    answer = {"first": load(1), "count": 3}  # expect: ASL104
    return answer["first"]["number"]


async def by_any_key(numbers: list[int]) -> int:
    answers = {number: load(number) for number in numbers}  # expect: ASL104
    return answers[1]["number"]


async def a_property() -> str:
    return f"{Account().balance:.2f} {Account().balance + 1}"  # expect: ASL104, ASL104


class Account:
    @property
    async def balance(self) -> float:
        await asyncio.sleep(0)
        return 1.0
