"""Nothing is thrown away: no exit, no await, or an exit that stays inside the block."""

import asyncio
import logging

logger = logging.getLogger(__name__)


async def behind_the_try(stream) -> list[bytes]:
    chunks = []
    try:
        async for chunk in stream:
            chunks.append(chunk)
    finally:
        stream.close()
    return chunks


async def return_in_the_body(lock, store):
    await lock.acquire()
    try:
        return await store.load()
    finally:
        lock.release()


async def own_loop(job, handlers) -> None:
    try:
        await job()
    finally:
        for handler in handlers:
            if handler.closed:
                continue
            if handler.busy:
                break
            handler.close()


async def own_function(job, server) -> None:
    try:
        await job()
    finally:

        def still_open() -> bool:
            return server.sockets is not None

        server.close_if(still_open)
        server.close_if(lambda: True)


async def nothing_awaited(text, parse):
    try:
        value = parse(text)
    finally:
        return text  # another linter's business: no cancellation can be on its way


async def awaits_only_in_the_finally(text, connection):
    try:
        connection.buffer(text)
    finally:
        await connection.flush()
        return connection


async def awaits_in_a_nested_function(register):
    try:

        async def callback() -> None:
            await asyncio.sleep(1)

        register(callback)
    finally:
        return register


async def return_in_a_handler(job):
    try:
        return await job()
    except OSError:
        return None
    finally:
        logger.info("done")


async def loop_around_without_exit(queue: asyncio.Queue[str]) -> None:
    while True:
        job = await queue.get()
        try:
            await asyncio.sleep(len(job))
        except OSError:
            continue
        finally:
            queue.task_done()


def not_async(job):
    try:
        job()
    finally:
        return None
