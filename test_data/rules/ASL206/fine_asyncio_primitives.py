"""asyncio's own locks, queues, events and futures have the same method names."""

import asyncio
import concurrent.futures
from asyncio import Lock, Queue

lock = asyncio.Lock()
jobs: Queue[int] = Queue()


async def locks(slots: asyncio.Semaphore, ready: asyncio.Condition, own: Lock) -> None:
    async with lock, slots, own:
        print("held")
    await lock.acquire()
    lock.release()
    async with ready:
        await ready.wait()


async def queues() -> int:
    await jobs.put(1)
    jobs.put_nowait(2)
    await jobs.join()
    return await jobs.get()


async def events(stop: asyncio.Event, barrier: asyncio.Barrier) -> None:
    await asyncio.wait_for(stop.wait(), 3)
    await barrier.wait()
    stop.set()


async def job(n: int) -> int:
    await asyncio.sleep(0)
    return n


async def tasks() -> int:
    task = asyncio.create_task(job(3))
    await asyncio.wait([task])
    total = task.result()
    done, _ = await asyncio.wait([asyncio.ensure_future(job(4))])
    for finished in done:
        total += finished.result()
        print(finished.exception())
    task.add_done_callback(lambda finished: print(finished.result()))
    return total


async def future_of_the_loop(future: "asyncio.Future[int]") -> int:
    if future.done():
        return future.result()
    return await future


async def thread_futures(pool: concurrent.futures.Executor) -> int:
    future = pool.submit(max, 1, 2)
    value = await asyncio.wrap_future(future)
    # it is done by now
    return value + future.result()


async def finished_only(future: "concurrent.futures.Future[int]") -> int | None:
    if future.done():
        return future.result()
    return None


async def with_pool() -> int:
    # every job is awaited before the pool closes, so closing it does not wait
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, max, 1, 2)


async def group() -> int:
    async with asyncio.TaskGroup() as tasks_:
        first = tasks_.create_task(job(1))
        second = tasks_.create_task(job(2))
    return first.result() + second.result()
