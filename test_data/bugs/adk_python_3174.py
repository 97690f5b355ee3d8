# https://github.com/google/adk-python/issues/3174
# task not kept: an async generator starts the compaction of a session as a task and comes to its end.

import asyncio
from collections.abc import AsyncIterator


class Runner:
    def __init__(self, compact: bool) -> None:
        self.compact = compact
        self._background: set[asyncio.Task[None]] = set()

    async def _run_compaction_for_sliding_window(self, session: str) -> None:
        await asyncio.sleep(1)

    async def run_async(self, session: str) -> AsyncIterator[str]:
        yield session
        if self.compact:
            asyncio.create_task(self._run_compaction_for_sliding_window(session))  # expect: ASL301

    async def run_async_mended(self, session: str) -> AsyncIterator[str]:
        yield session
        if self.compact:
            task = asyncio.create_task(self._run_compaction_for_sliding_window(session))
            self._background.add(task)
            task.add_done_callback(self._background.discard)
