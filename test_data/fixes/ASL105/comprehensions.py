"""Comprehensions: the `for` that goes over the asynchronous iterator, and only that."""

from collections.abc import AsyncIterator


async def ticks(count: int) -> AsyncIterator[int]:
    yield count


async def collect(counts: list[int]) -> object:
    flat = [tick for tick in ticks(3) if tick]
    unique = {tick for count in counts for tick in ticks(count)}
    table = {tick: count for tick in ticks(3) for count in counts}
    nested = [[tick for tick in ticks(count)] for count in counts]
    both = [one + other for one in ticks(1) for other in ticks(2)]
    long = [
        tick  # one of them
        # and one more comment
        for tick in ticks(3)  # for
        if tick
    ]
    tight = [(tick)for(tick)in ticks(3)]
    text = f"{[tick for tick in ticks(3)]}"
    return flat, unique, table, nested, both, long, tight, text
