"""Base classes, super(), overrides, class and static methods, attributes."""

import time
from abc import ABC, abstractmethod


class Device:
    def connect(self) -> None:
        time.sleep(1)

    @staticmethod
    def settle() -> None:
        time.sleep(0.1)

    @classmethod
    def discover(cls) -> "Device":
        cls.settle()
        return cls()


class Lamp(Device):
    async def switch_on(self) -> None:
        self.connect()  # expect: ASL201
        super().connect()  # expect: ASL201
        Lamp.settle()  # expect: ASL201
        Lamp.discover()  # expect: ASL201


class Backend(ABC):
    @abstractmethod
    def flush(self) -> None: ...


class SlowBackend(Backend):
    def flush(self) -> None:
        time.sleep(1)


class SlowerBackend(Backend):
    def flush(self) -> None:
        SlowBackend().flush()


class Room:
    def __init__(self, backend: Backend) -> None:
        self.lamp = Lamp()
        self.backend = backend

    async def enter(self) -> None:
        self.lamp.connect()  # expect: ASL201[likely]
        self.backend.flush()  # expect: ASL201[likely]


async def close(backend: Backend, lamp: Lamp, quick: bool) -> None:
    backend.flush()  # expect: ASL201[likely]
    lamp.connect()  # expect: ASL201
    chosen = SlowBackend() if quick else SlowerBackend()
    chosen.flush()  # expect: ASL201


def make_lamp() -> Lamp:
    return Lamp()


def make_backend():
    return SlowBackend()


async def made() -> None:
    make_lamp().connect()  # expect: ASL201
    make_backend().flush()  # expect: ASL201[likely]
