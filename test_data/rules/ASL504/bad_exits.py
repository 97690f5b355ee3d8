"""Leaving a finally block early throws away what was raised."""

import asyncio
import logging

logger = logging.getLogger(__name__)


async def read_all(stream) -> list[bytes]:
    chunks = []
    try:
        async for chunk in stream:
            chunks.append(chunk)
    finally:
        stream.close()
        return chunks  # expect: ASL504


async def next_job(queue: asyncio.Queue[str]) -> None:
    while True:
        try:
            job = await queue.get()
            logger.info(job)
        finally:
            queue.task_done()
            continue  # expect: ASL504


async def until_closed(connection) -> None:
    while True:
        try:
            await connection.receive()
        except ConnectionError:
            logger.info("lost")
        finally:
            if connection.closed:
                break  # expect: ASL504[likely]


async def close(transport, lock) -> None:
    try:
        async with lock:
            transport.write_eof()
    finally:
        if transport is None:
            return  # expect: ASL504[likely]
        transport.abort()


async def handler_awaits(parse, report) -> str:
    try:
        return parse()
    except ValueError as error:
        await report(error)
        raise
    finally:
        return "done"  # expect: ASL504


async def nested_clean_up(job, files) -> bool:
    try:
        await job()
    finally:
        try:
            files.flush()
        finally:
            files.close()
            return True  # expect: ASL504
