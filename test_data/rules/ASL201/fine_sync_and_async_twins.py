"""One client, two faces: the plain one may sleep, the async one overrides whatever does."""

import asyncio
import time
from abc import ABC, abstractmethod


class Retry(ABC):
    """What both faces share does not sleep."""

    attempts = 3

    def delay(self, attempt: int) -> float:
        return 2.0**attempt

    @abstractmethod
    def pause(self, seconds: float): ...


class SyncRetry(Retry):
    def pause(self, seconds: float) -> None:
        time.sleep(seconds)

    def run(self, function):
        for attempt in range(self.attempts):
            try:
                return function()
            except OSError:
                self.pause(self.delay(attempt))
        raise OSError("gave up")


class AsyncRetry(Retry):
    async def pause(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def run(self, function):
        for attempt in range(self.attempts):
            try:
                return await function()
            except OSError:
                await self.pause(self.delay(attempt))
        raise OSError("gave up")


class AsyncFromSync(SyncRetry):
    """Inherits from the plain face and replaces its every step."""

    async def pause(self, seconds: float) -> None:  # type: ignore[override]
        await asyncio.sleep(seconds)

    async def run(self, function):  # type: ignore[override]
        await self.pause(self.delay(1))
        return await function()


async def use(retry: AsyncRetry, other: AsyncFromSync) -> float:
    async def call() -> float:
        await asyncio.sleep(0)
        return 1.0

    return await retry.run(call) + await other.run(call) + retry.delay(3)


async def in_a_thread(retry: SyncRetry) -> float:
    return await asyncio.to_thread(retry.run, lambda: 1.0)


def plain(retry: SyncRetry) -> float:
    return retry.run(lambda: 2.0)


class Door:
    """`open` is plain; what sleeps is another method, called from a plain program only."""

    def open(self) -> None:
        self.state = "open"

    def open_slowly(self) -> None:
        time.sleep(1)
        self.open()

    async def aopen(self) -> None:
        await asyncio.sleep(1)
        self.open()


class Gate(Door):
    def open(self) -> None:
        super().open()
        print("gate open")


async def enter(door: Door, gate: Gate) -> None:
    door.open()
    gate.open()
    await gate.aopen()
