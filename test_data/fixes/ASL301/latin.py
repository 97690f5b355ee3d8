# -*- coding: latin-1 -*-
"""Grüße: columns are counted in characters, whatever the encoding."""

import asyncio


async def grüßen(name: str) -> None:
    await asyncio.sleep(1)


async def main() -> None:
    print("ä", "ö"); asyncio.create_task(grüßen("Jörg"))
    asyncio.create_task(grüßen("Änne"))  # früh
