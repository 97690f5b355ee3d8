# -*- coding: latin-1 -*-
"""Grüße: columns are counted in characters, whatever the encoding."""

import asyncio

background_tasks: set[asyncio.Task] = set()


async def grüßen(name: str) -> None:
    await asyncio.sleep(1)


async def main() -> None:
    print("ä", "ö"); task = asyncio.create_task(grüßen("Jörg")); background_tasks.add(task); task.add_done_callback(background_tasks.discard)
    task = asyncio.create_task(grüßen("Änne"))  # früh
    background_tasks.add(task)
    task.add_done_callback(background_tasks.discard)
