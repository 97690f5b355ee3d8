"""Tasks that go on after they were cancelled: for a second, until they are cancelled again, until the loop stops."""

import asyncio
import contextlib


async def stubborn(queue: asyncio.Queue[str]) -> None:
    while True:
        try:
            if await queue.get() == "stop":
                raise asyncio.CancelledError
        except asyncio.CancelledError as error:
            if queue.empty():
                raise
            print("not yet", error)


async def listening(queue: asyncio.Queue[str]) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        await queue.get()
    await asyncio.sleep(10)


async def main() -> "list[asyncio.Task[None]]":
    queues = [asyncio.Queue[str]() for _ in range(3)]
    first = asyncio.create_task(stubborn(queues[0]))  # expect: cancel-swallowed
    second = asyncio.create_task(listening(queues[1]))  # expect: cancel-swallowed
    third = asyncio.create_task(listening(queues[2]))  # expect: cancel-swallowed
    await asyncio.sleep(0.01)
    queues[0].put_nowait("go on")
    first.cancel()
    second.cancel()
    await asyncio.sleep(0.01)
    second.cancel()
    await asyncio.wait([first], timeout=1.2)
    third.cancel()
    await asyncio.sleep(0.01)
    queues[0].put_nowait("stop")
    return [first, second, third]


loop = asyncio.new_event_loop()
tasks = loop.run_until_complete(main())
for task in tasks:
    task.cancel()
loop.run_until_complete(asyncio.wait(tasks))
