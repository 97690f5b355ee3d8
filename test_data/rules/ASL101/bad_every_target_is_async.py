"""Several definitions, one answer: whichever runs, the coroutine is lost."""

import asyncio
import sys
from abc import ABC, abstractmethod

if sys.platform == "win32":

    async def beep() -> None:
        await asyncio.sleep(0)

else:

    async def beep() -> None:
        await asyncio.sleep(0.1)


class Transport(ABC):
    @abstractmethod
    async def send(self, data: bytes) -> None: ...


class Tcp(Transport):
    async def send(self, data: bytes) -> None:
        await asyncio.sleep(0)


class Udp(Transport):
    async def send(self, data: bytes) -> None:
        await asyncio.sleep(0.2)


async def alarm(transport: Transport, local: bool) -> None:
    beep()  # expect: ASL101
    transport.send(b"alarm")  # expect: ASL101[likely]
    link = Tcp() if local else Udp()
    link.send(b"alarm")  # expect: ASL101
