"""The task groups of anyio and the nurseries of trio keep their tasks."""

import anyio
import trio


async def poll() -> None:
    await anyio.sleep(1)


async def with_anyio() -> None:
    async with anyio.create_task_group() as group:
        group.start_soon(poll)


async def with_trio() -> None:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(poll)
