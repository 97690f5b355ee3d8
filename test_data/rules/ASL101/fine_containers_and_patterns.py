"""The other element, the other pattern, a container that holds something else, an object made with something else."""

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
    bus: Local
    spare: Remote


async def first(pair: tuple[Local, Remote], index: int) -> None:
    pair[0].send("a")
    pair[index].send("a")
    pair[-2].send("a")
    for bus in pair[:1]:
        bus.send("a")


async def field_by_index(route: Route) -> None:
    route[0].send("a")
    await route[1].send("a")


async def by_key(buses: dict[int, Local]) -> None:
    buses[1].send("a")


async def matched(bus: object) -> None:
    match bus:
        case Remote():
            await bus.send("a")
        case Local() | int():
            bus.send("a")
        case [Remote(), *rest, last]:
            last.send("a")
            rest[0].send("a")
        case {"bus": value}:
            value.send("a")
        case Remote(name=name):
            name.send("a")


async def bound_anew(bus: object) -> None:
    match bus:
        case Remote():
            bus = Local()
            bus.send("a")


class Hub:
    bus: Local | Remote

    def __init__(self, bus) -> None:
        self.bus = bus
        self.known = {}
        self.waiting = []

    async def publish(self) -> None:
        if isinstance(self.bus, Local):
            self.bus.send("a")
        elif isinstance(self.bus, Remote):
            self.bus = Local()
            self.bus.send("b")

    def add(self, name: str) -> None:
        self.known[name] = Local()
        self.waiting.append(Local())

    def add_others(self, others: list[object]) -> None:
        self.waiting.extend(others)

    async def publish_known(self, name: str) -> None:
        self.known[name].send("a")
        self.waiting[0].send("a")


async def collected(names: list[str], more: dict[str, object]) -> None:
    buses = {}
    found = []
    for name in names:
        buses[name] = Local()
        found[0:1] = [Remote()]
        found.append(Local())
    buses.update(more)
    buses[names[0]].send("a")
    found[0].send("a")


class Publisher:
    """Made with the one here, and with the other there."""

    def __init__(self, bus, spare=None):
        self.bus = bus
        self.spare = spare

    async def publish(self, text: str) -> None:
        self.bus.send(text)
        self.spare.send(text)


class Relay:
    """Nobody in sight makes one."""

    def __init__(self, bus):
        self.bus = bus

    async def publish(self, text: str) -> None:
        self.bus.send(text)


async def main(given: object) -> None:
    await Publisher(Local()).publish("a")
    await Publisher(given, spare=given).publish("b")
    await Hub(Remote()).publish()
