"""Comprehensions: the `for` that goes over the asynchronous iterator, and only that."""

from collections.abc import AsyncIterator


async def ticks(count: int) -> AsyncIterator[int]:
    yield count


async def collect(counts: list[int]) -> object:
    flat = [tick async for tick in ticks(3) if tick]
    unique = {tick for count in counts async for tick in ticks(count)}
    table = {tick: count async for tick in ticks(3) for count in counts}
    nested = [[tick async for tick in ticks(count)] for count in counts]
    both = [one + other async for one in ticks(1) async for other in ticks(2)]
    long = [
        tick  # one of them
        # and one more comment
        async for tick in ticks(3)  # for
        if tick
    ]
    tight = [(tick)async for(tick)in ticks(3)]
    text = f"{[tick async for tick in ticks(3)]}"
    return flat, unique, table, nested, both, long, tight, text
