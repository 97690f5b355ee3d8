"""A WeakSet keeps nothing, and a set of another function is out of sight: neither is used again."""

import asyncio
import weakref

known = weakref.WeakSet()


async def ping(host: str) -> None:
    await asyncio.sleep(1)


def watch(host: str) -> None:
    kept = asyncio.get_running_loop().create_task(ping(host))
    known.add(kept)
    kept.add_done_callback(known.discard)


async def watch_all(hosts: list[str]) -> None:
    mine = set()
    for host in hosts:
        watched = asyncio.create_task(ping(host))
        mine.add(watched)
        watched.add_done_callback(mine.discard)
    await asyncio.wait(mine)


async def main() -> None:
    asyncio.create_task(ping("two"))
