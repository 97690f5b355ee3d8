"""Clients of Redis keep a pool of connections, and may be used in any thread."""

from asyncio import Lock

import redis

client = redis.Redis()
lock = Lock()


async def visits(name: str) -> int:
    async with lock:
        client.set(name, 1, ex=60)
        value = client.get(name)
    return int(client.incr(name)) if value else 0
