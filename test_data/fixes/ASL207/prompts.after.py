"""Whoever answers a prompt does so in a thread."""

import asyncio
import getpass
import sys


async def login() -> tuple[str, str]:
    name = (await asyncio.to_thread(input, "Name: ")).strip()
    password = await asyncio.to_thread(getpass.getpass, prompt="Password: ")
    if (answer := await asyncio.to_thread(input)) not in ("y", "n"):
        print(f"{answer!r}? {await asyncio.to_thread(input, 'Really? ')}")
    return name, password


async def lines() -> list[str]:
    first = await asyncio.to_thread(sys.stdin.readline)
    return [first, *await asyncio.to_thread(sys.stdin.readlines)]
