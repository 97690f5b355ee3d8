"""Declared not to block, offloaded, or only called the same."""

import asyncio
from pathlib import Path

import legacy_sdk
from legacy_sdk import connect
from offloading import run
from supervisor import spawn


def read_flag(path: Path) -> str:
    # on a memory disk, as the settings say
    return path.read_text()


class Register:
    def read(self) -> bytes:
        return Path("/mnt/ram/register").read_bytes()


def crunch(numbers: list[int]) -> int:
    # the settings mean `bad_declared.crunch`
    return sum(numbers)


class Ledger:
    def post(self, amount: int) -> None:
        print(amount)


async def work(n: int) -> int:
    await asyncio.sleep(0)
    return n


async def use(path: Path, register: Register, ledger: Ledger) -> str:
    crunch([1, 2])
    ledger.post(3)
    register.read()
    await asyncio.to_thread(legacy_sdk.connect, "till")
    await run(connect, "till")
    await run(lambda: legacy_sdk.connect("till"))
    # keeps the task, as the settings say
    spawn(work(3))
    return read_flag(path)


async def shadowed(legacy_sdk, connect) -> None:
    legacy_sdk.connect("x")
    connect("x")


def script() -> None:
    legacy_sdk.connect("till")
