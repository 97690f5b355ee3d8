"""Same name, other thing: shadowed, rebound, or sync in one of the places it may come from."""

import asyncio
from abc import ABC, abstractmethod


async def publish(topic: str) -> None:
    await asyncio.sleep(0)


def flush(publish, topic: str) -> None:
    publish(topic)  # the parameter


def local_name(topic: str) -> None:
    def publish(topic: str) -> None:
        print(topic)

    publish(topic)


def from_a_loop(hooks) -> None:
    for publish in hooks:
        publish("x")


class Broker:
    def publish(self, topic: str) -> None:
        print(topic)

    def relay(self, topic: str) -> None:
        self.publish(topic)
        Broker.publish(self, topic)


class Plugin(ABC):
    @abstractmethod
    async def start(self) -> None: ...

    async def stop(self) -> None:
        await asyncio.sleep(0)


class OldPlugin(Plugin):
    # breaks the contract, but a call on `Plugin` may well land here
    def start(self) -> None:  # type: ignore[override]
        print("started")

    def stop(self) -> None:  # type: ignore[override]
        print("stopped")


class NewPlugin(Plugin):
    async def start(self) -> None:
        await asyncio.sleep(0)


def restart(plugin: Plugin) -> None:
    plugin.stop()
    plugin.start()


try:
    from speedups import compact
except ImportError:

    async def compact(data: bytes) -> bytes:
        return data.strip()


def housekeeping(data: bytes) -> None:
    compact(data)  # nobody knows what `speedups` offers


class Handler:
    publish = print

    def emit(self) -> None:
        self.publish("emitted")


if True:
    refresh = publish
else:
    refresh = print


def rebinding(fast: bool) -> None:
    action = publish
    if fast:
        action = print
    action("x")


def tail_of_a_name(client, worker) -> None:
    client.publish("x")
    worker.queue.publish("x")
    worker.start()
