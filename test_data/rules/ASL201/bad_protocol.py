"""The methods of an asyncio protocol are called by the loop."""

import asyncio
import time


def throttle(data: bytes) -> None:
    if len(data) > 1000:
        time.sleep(0.5)


class Echo(asyncio.Protocol):
    def __init__(self) -> None:
        self.transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        time.sleep(0.1)  # expect: ASL201

    def data_received(self, data: bytes) -> None:
        throttle(data)  # expect: ASL201[likely]
        self.reply(data)  # expect: ASL201

    def connection_lost(self, exc: Exception | None) -> None:
        throttle(b"")  # expect: ASL201[likely]

    def reply(self, data: bytes) -> None:
        # a helper of ours: nothing calls it but the methods above
        time.sleep(0.2)


class Datagrams(asyncio.DatagramProtocol):
    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        throttle(data)  # expect: ASL201[likely]


class Child(asyncio.SubprocessProtocol):
    def process_exited(self) -> None:
        time.sleep(1)  # expect: ASL201
