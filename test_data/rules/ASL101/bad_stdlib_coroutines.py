"""asyncio's own coroutines, on names whose type is in plain sight."""

import asyncio
import asyncio.subprocess


async def produce(queue: asyncio.Queue[int], ready: asyncio.Event) -> None:
    for n in range(3):
        queue.put(n)  # expect: ASL101
    queue.join()  # expect: ASL101
    ready.wait()  # expect: ASL101


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    line = await reader.readline()
    writer.write(line)
    writer.drain()  # expect: ASL101
    writer.close()
    writer.wait_closed()  # expect: ASL101


async def critical() -> None:
    lock = asyncio.Lock()
    lock.acquire()  # expect: ASL101
    lock.release()


async def convert(path: str) -> None:
    proc = await asyncio.create_subprocess_exec("convert", path)
    proc.wait()  # expect: ASL101
    asyncio.wait_for(proc.communicate(), timeout=5)  # expect: ASL101
    asyncio.to_thread(print, path)  # expect: ASL101


async def gate(turnstile: asyncio.Semaphore, seen: asyncio.Condition) -> None:
    turnstile.acquire()  # expect: ASL101
    async with seen:
        seen.wait()  # expect: ASL101
