"""Types that are read off tuples, patterns, attributes, containers filled later, and constructions."""

import asyncio
from typing import NamedTuple


class Local:
    def send(self, text: str) -> None:
        print(text)


class Remote:
    async def send(self, text: str) -> None:
        await asyncio.sleep(1)
        print(text)


class Route(NamedTuple):
    name: str
    bus: Remote


async def second(pair: tuple[Local, Remote]) -> None:
    pair[0].send("a")
    pair[1].send("a")  # expect: ASL101[likely]


async def field_by_index(route: Route) -> None:
    route[1].send(route[0])  # expect: ASL101[likely]


async def all_of(*buses: Remote) -> None:
    buses[0].send("a")  # expect: ASL101[likely]
    for bus in buses:
        bus.send("b")  # expect: ASL101[likely]


async def matched(bus: object, pair: object) -> None:
    match bus:
        case Local():
            bus.send("a")
        case Remote():
            bus.send("a")  # expect: ASL101[likely]
    match pair:
        case Remote() as remote if remote is not bus:
            remote.send("b")  # expect: ASL101[likely]


async def unpacked(pair: tuple[Remote, Local]) -> None:
    match pair:
        case first, other:
            first.send("a")  # expect: ASL101[likely]
            other.send("a")


class Hub:
    bus: Local | Remote

    def __init__(self) -> None:
        self.bus = Remote()
        self.known = {}
        self.waiting = []

    async def publish(self) -> None:
        if isinstance(self.bus, Remote):
            self.bus.send("a")  # expect: ASL101

    def add(self, name: str) -> None:
        self.known[name] = Remote()
        self.waiting.append(Remote())

    async def publish_known(self, name: str) -> None:
        self.known[name].send("a")  # expect: ASL101[likely]
        for bus in self.waiting:
            bus.send("a")  # expect: ASL101[likely]


async def collected(names: list[str]) -> None:
    buses = {}
    found = []
    for name in names:
        buses[name] = Remote()
        found.append(buses[name])
    buses[names[0]].send("a")  # expect: ASL101[likely]
    found[0].send("a")  # expect: ASL101[likely]


class Publisher:
    def __init__(self, bus, retries=3):
        self.bus = bus
        self.retries = retries

    async def publish(self, text: str) -> None:
        self.bus.send(text)  # expect: ASL101[likely]


async def main() -> None:
    await Publisher(Remote()).publish("a")
    await Publisher(bus=Remote(), retries=1).publish("b")
