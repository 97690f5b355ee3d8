"""Clients of Redis keep a pool of connections, and may be used in any thread."""

from asyncio import Lock, to_thread

import redis

client = redis.Redis()
lock = Lock()


async def visits(name: str) -> int:
    async with lock:
        await to_thread(client.set, name, 1, ex=60)
        value = await to_thread(client.get, name)
    return int(await to_thread(client.incr, name)) if value else 0
