# https://github.com/vllm-project/vllm/pull/4567
# task not kept: the task of a server's endless loop that logs its figures was thrown away.

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Engine:
    async def do_log_stats(self) -> None: ...


engine = Engine()
_running: set["asyncio.Task[None]"] = set()


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    async def _force_log() -> None:
        while True:
            await asyncio.sleep(10)
            await engine.do_log_stats()

    asyncio.create_task(_force_log())  # expect: ASL301
    yield


@asynccontextmanager
async def lifespan_mended(app: object) -> AsyncIterator[None]:
    async def _force_log() -> None:
        while True:
            await asyncio.sleep(10)
            await engine.do_log_stats()

    task = asyncio.create_task(_force_log())
    _running.add(task)
    task.add_done_callback(_running.discard)
    yield
