"""Code follows, or a caller waits for a result: nobody learns that the task was cancelled."""

import asyncio
import asyncio as aio
import logging
from asyncio import CancelledError
from asyncio import exceptions as async_errors
from contextlib import asynccontextmanager

logger = logging.getLogger(__name__)


async def fetch_chunk(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readexactly(1024)
    except asyncio.CancelledError:  # expect: ASL501
        logger.info("cancelled")
        return b""


async def fetch_or_none(reader: asyncio.StreamReader) -> bytes | None:
    try:
        return await reader.readline()
    except CancelledError:  # expect: ASL501
        return None


async def save(store, record) -> None:
    try:
        await store.insert(record)
    except aio.CancelledError as error:  # expect: ASL501
        logger.warning("insert stopped: %s", error)
    logger.info("saved")
    await store.commit()


async def probe(host: str, results: dict[str, str]) -> None:
    try:
        await asyncio.open_connection(host, 443)
    except (OSError, asyncio.exceptions.CancelledError):  # expect: ASL501
        results[host] = "down"
    else:
        results[host] = "up"
    await report(results)


async def report(results: dict[str, str]) -> None:
    await asyncio.sleep(0)
    logger.info("%s", results)


async def stream(source, sink) -> int:
    count = 0
    try:
        async for item in source:
            sink.append(item)
            count += 1
    except async_errors.CancelledError:  # expect: ASL501
        logger.debug("stream ended")
    return count


async def transfer(session, rows) -> bool:
    try:
        async with session.begin():
            session.add_all(rows)
    except asyncio.CancelledError:  # expect: ASL501
        await session.rollback()
        return False
    return True


@asynccontextmanager
async def lease(pool):
    connection = pool.take()
    try:
        yield connection
    except asyncio.CancelledError:  # expect: ASL501
        logger.info("lease given back early")
    pool.give_back(connection)


class Poller:
    def __init__(self, client) -> None:
        self.client = client
        self.states: list[str] = []

    async def collect(self) -> list[str]:
        try:
            self.states = [state async for state in self.client.states()]
        except (asyncio.CancelledError, ConnectionError) as error:  # expect: ASL501
            if isinstance(error, ConnectionError):
                raise
            logger.info("no states")
        return self.states

    async def collect_groups(self) -> list[str]:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.collect())
        except* asyncio.CancelledError:  # expect: ASL501
            logger.info("no states")
        return self.states
