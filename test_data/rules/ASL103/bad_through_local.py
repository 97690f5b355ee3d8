"""Kept in a local first, tested afterwards: the call that made the coroutine is where the `await` is missing."""

import asyncio


async def is_open(host: str) -> bool:
    await asyncio.sleep(0)
    return True


async def wait_open(host: str) -> str:
    up = is_open(host)  # expect: ASL103
    if up:
        return "open"
    return "closed"


async def count_open(hosts: list[str]) -> int:
    count = 0
    for host in hosts:
        state = is_open(host)  # expect: ASL103
        if not state:
            continue
        count += 1
    return count


async def walrus(hosts: list[str]) -> None:
    while up := is_open(hosts[0]):  # expect: ASL103
        print(hosts.pop())
