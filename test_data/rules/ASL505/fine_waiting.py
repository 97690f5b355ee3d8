"""Ways to wait for a cancelled task that keep one's own cancellation, and a lookalike."""

import asyncio
import contextlib
import logging

logger = logging.getLogger(__name__)


async def wait_until_done(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])


async def gather_outcomes(tasks: "list[asyncio.Task[None]]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def told_apart(task: asyncio.Task[None]) -> None:
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        current = asyncio.current_task()
        if current is not None and current.cancelling():
            raise


async def child_raised_again(task: asyncio.Task[None]) -> None:
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        logger.info("cancelled")
        raise


async def while_being_cancelled(task: asyncio.Task[None]) -> None:
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass
        raise


async def errors_of_the_child(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(Exception):
        await task


async def timer(loop: asyncio.AbstractEventLoop, job) -> None:
    handle = loop.call_later(5, job.give_up)
    handle.cancel()
    await job.run()


async def not_waited_for(task: asyncio.Task[None]) -> None:
    task.cancel()
    logger.info("cancel requested")


async def in_a_group(jobs) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(job()) for job in jobs]
        await asyncio.sleep(1)
        for task in tasks:
            task.cancel()
