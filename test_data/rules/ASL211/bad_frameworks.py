"""The same mistake with the helpers of anyio, starlette and fastapi."""

import anyio.to_thread
from anyio import to_thread
from fastapi.concurrency import run_in_threadpool
from starlette.concurrency import run_in_threadpool as in_pool


def build(rows: list[int]) -> dict[str, int]:
    return dict.fromkeys(map(str, rows), 0)


async def report(rows: list[int]) -> None:
    await anyio.to_thread.run_sync(build(rows))  # expect: ASL211
    await to_thread.run_sync(build(rows))  # expect: ASL211
    await run_in_threadpool(build(rows))  # expect: ASL211
    await in_pool(build(rows))  # expect: ASL211
    await anyio.to_thread.run_sync(build, rows)
