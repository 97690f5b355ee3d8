"""Where the statement shares its line, what belongs to it stays on that line."""

import asyncio


async def report(event: str) -> None:
    await asyncio.sleep(1)


async def handle(event: str, loud: bool) -> None:
    if loud: asyncio.create_task(report(event))
    print("one"); asyncio.create_task(report("one")); print("two")
    asyncio.create_task(report("three"));
    match event:
        case "start": asyncio.create_task(report("start"))  # at once
        case _: pass
