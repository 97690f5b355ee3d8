"""Where `isinstance` says that it is the other class, or says nothing any more."""

import asyncio


class Local:
    def send(self, text: str) -> None:
        print(text)


class Remote:
    def __init__(self) -> None:
        self.near = Local()

    async def send(self, text: str) -> None:
        await asyncio.sleep(1)
        print(text)


async def publish(bus: Local | Remote) -> None:
    if isinstance(bus, Local):
        bus.send("a")
    else:
        await bus.send("a")


async def publish_late(bus: Local | Remote) -> None:
    if isinstance(bus, Remote):
        await bus.send("a")
        return
    bus.send("b")


async def publish_after_all(bus: Local | Remote) -> None:
    if isinstance(bus, Remote):
        await bus.send("a")
    bus.send("b")  # of either class: that says nothing for certain


async def publish_nearby(bus: Local | Remote) -> None:
    if isinstance(bus, Remote):
        bus = bus.near
        bus.send("a")


async def publish_in_turns(bus: Local | Remote, near: Local) -> None:
    if isinstance(bus, Remote):
        for text in "abc":
            bus.send(text) if isinstance(bus, Local) else await bus.send(text)
            bus = near


async def publish_to_kin(bus: Remote | Local) -> None:
    if isinstance(bus, UNKNOWN):  # noqa: F821
        bus.send("a")


async def publish_to_all(buses: list[Local | Remote]) -> list[None]:
    return [bus.send("a") for bus in buses if isinstance(bus, Local)]


async def publish_later(bus: Local | Remote, near: Local) -> None:
    if isinstance(bus, Remote):

        def publish() -> None:
            bus.send("a")  # called when `bus` has another value

        bus = near
        publish()


async def publish_to_namesake(bus: Remote, buses: list[Local]) -> None:
    if isinstance(bus, Remote):
        print([bus.send("a") for bus in buses], list(map(lambda bus: bus.send("a"), buses)))
        await bus.send("a")
