# https://github.com/langflow-ai/langflow/pull/4231
# loop already running: `key in cache` must be plain, so its method ran the asynchronous answer with asyncio.run.

import asyncio
from typing import Any


class AsyncCache:
    def __init__(self) -> None:
        self.cache: dict[str, Any] = {}
        self.lock = asyncio.Lock()

    def __contains__(self, key: str) -> bool:
        return asyncio.run(self.contains(key))

    async def contains(self, key: str) -> bool:
        async with self.lock:
            return key in self.cache


async def build(cache: AsyncCache, flow_id: str) -> bool:
    return flow_id in cache  # expect: ASL401


async def build_mended(cache: AsyncCache, flow_id: str) -> bool:
    return await cache.contains(flow_id)
