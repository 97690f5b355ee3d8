"""Whoever answers a prompt does so in a thread."""

import getpass
import sys


async def login() -> tuple[str, str]:
    name = input("Name: ").strip()
    password = getpass.getpass(prompt="Password: ")
    if (answer := input()) not in ("y", "n"):
        print(f"{answer!r}? {input('Really? ')}")
    return name, password


async def lines() -> list[str]:
    first = sys.stdin.readline()
    return [first, *sys.stdin.readlines()]
