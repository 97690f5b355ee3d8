"""Generators over the network block where they are consumed."""

from collections.abc import Iterator

import requests


def pages(url: str) -> Iterator[dict[str, int]]:
    number = 0
    while True:
        answer = requests.get(url, params={"page": number})
        rows = answer.json()
        if not rows:
            return
        yield from rows
        number += 1


def totals(url: str) -> Iterator[int]:
    return (row["total"] for row in pages(url))


async def total(url: str) -> int:
    return sum(row["total"] for row in pages(url))  # expect: ASL202


async def first(url: str) -> dict[str, int] | None:
    for row in pages(url):  # expect: ASL202
        return row
    return None


async def listed(url: str) -> list[int]:
    print(max(totals(url)))
    return sorted(row["total"] for row in pages(url))  # expect: ASL202


async def unpacked(url: str) -> None:
    print(*pages(url))  # expect: ASL202
    head, *rest = pages(url)  # expect: ASL202
    print(head, rest)
