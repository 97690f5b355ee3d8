"""Cancellations that are taken for what they are: by tasks, timeouts, groups, and with uncancel."""

import asyncio


async def obedient() -> None:
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("cleaning up")
        raise


async def careful() -> None:
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        task = asyncio.current_task()
        assert task is not None
        task.uncancel()


async def main() -> None:
    for function in (obedient, careful):
        task = asyncio.create_task(function())
        await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait([task])
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(10)
    except TimeoutError:
        pass
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.01)
    except TimeoutError:
        pass
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(10))
            await asyncio.sleep(0.01)
            raise ValueError
    except* ValueError:
        pass
    done = asyncio.create_task(asyncio.sleep(0))
    await done
    done.cancel()


asyncio.run(main())
