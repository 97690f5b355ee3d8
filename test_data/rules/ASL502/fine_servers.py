"""Servers that catch everything, and still let a cancellation pass."""

import asyncio
import logging
import sys
from asyncio import CancelledError as Cancelled

logger = logging.getLogger(__name__)


class Server:
    def __init__(self, handler) -> None:
        self.handler = handler
        self.failures = 0

    async def serve(self, connections: asyncio.Queue) -> None:
        while True:
            connection = await connections.get()
            try:
                await self.handler(connection)
            except Cancelled:
                connection.abort()
                raise
            except:
                self.failures += 1
                logger.exception("connection lost")
            finally:
                connections.task_done()

    async def start(self, listener) -> None:
        try:
            await listener.open()
        except BaseException as error:
            logger.critical("cannot start: %r", error)
            sys.exit(1)
        logger.info("listening")

    async def restart(self, listener) -> None:
        try:
            await self.start(listener)
        except BaseException as error:
            self.failures += 1
            if self.failures > 3:
                raise RuntimeError("too many failures") from error
            raise

    async def upgrade(self, connection) -> bool:
        try:
            try:
                await connection.handshake()
            except BaseException:
                await connection.send_alert()
                raise
        except ConnectionError:
            return False
        return True

    async def replay(self, log) -> int:
        count = 0
        try:
            for count, entry in enumerate(log.entries(), start=1):
                entry.apply()
        except BaseException:
            logger.exception("entry %s is damaged", count)
        await log.truncate(count)
        return count

    async def stop(self, listener) -> None:
        try:
            await listener.close()
        except (BaseException,) as error:
            if isinstance(error, (OSError, ValueError)):
                logger.info("was not open")
            else:
                raise
        logger.info("stopped")
