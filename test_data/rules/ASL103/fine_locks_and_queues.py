"""Plain methods of asyncio objects are often asked for their truth."""

import asyncio
import threading


async def poll(queue: asyncio.Queue[int], lock: asyncio.Lock, event: asyncio.Event) -> int:
    if queue.empty() or queue.full():
        return 0
    if lock.locked():
        return 0
    if not event.is_set():
        await event.wait()
    if await lock.acquire():
        lock.release()
    return await queue.get() or queue.qsize()


def in_a_thread(gate: threading.Lock) -> bool:
    # a thread's lock answers at once
    if gate.acquire(timeout=1):
        gate.release()
        return True
    return not gate.acquire(blocking=False)


async def futures(task: "asyncio.Task[int]", server: asyncio.Server) -> bool:
    if task.cancel():
        return True
    done, pending = await asyncio.wait({task})
    if task in done and not pending:
        return server.is_serving()
    return not task.cancelled()
