"""What `isinstance` tells of a name decides which method is called."""

import asyncio
from dataclasses import dataclass


class Local:
    def send(self, text: str) -> None:
        print(text)


class Remote:
    async def send(self, text: str) -> None:
        await asyncio.sleep(1)
        print(text)


class Loud(Remote):
    async def shout(self, text: str) -> None:
        await self.send(text.upper())


async def publish(bus: Local | Remote) -> None:
    if isinstance(bus, Remote):
        bus.send("a")  # expect: ASL101
    else:
        bus.send("a")


async def publish_late(bus: Local | Remote) -> None:
    if not isinstance(bus, Remote):
        bus.send("a")
        return
    bus.send("b")  # expect: ASL101


async def publish_otherwise(bus: Local | Remote) -> None:
    if isinstance(bus, Local):
        return
    bus.send("a")  # expect: ASL101


async def publish_to_anything(bus) -> None:
    assert isinstance(bus, Remote)
    bus.send("a")  # expect: ASL101[likely]


async def publish_to_kin(bus: Remote) -> None:
    if isinstance(bus, (Loud,)):
        bus.shout("a")  # expect: ASL101[likely]


async def publish_in_one_line(bus: Local | Remote) -> None:
    isinstance(bus, Remote) and bus.send("a")  # expect: ASL101
    bus.send("a") if isinstance(bus, Remote) else bus.send("b")  # expect: ASL101


async def publish_to_all(buses: list[Local | Remote]) -> None:
    for bus in buses:
        if not isinstance(bus, Remote):
            continue
        bus.send("a")  # expect: ASL101[likely]


async def publish_by_case(bus: Local | Remote | None, text: str | bytes) -> None:
    if isinstance(bus, Local) or bus is None:
        print(text)
    elif isinstance(text, str) and isinstance(bus, Remote):
        bus.send(text)  # expect: ASL101


@dataclass
class Hub:
    bus: Local | Remote

    async def publish(self) -> None:
        bus = self.bus
        if isinstance(bus, Remote):
            bus.send("a")  # expect: ASL101
