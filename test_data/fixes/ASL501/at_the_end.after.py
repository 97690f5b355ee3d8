# unsafe
"""A handler that only says something, or nothing: `raise` becomes its last line."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError:
        print("cancelled")
        raise
    return ""


async def load_quietly(item: str) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError:
        raise
    return ""


async def load_as_quietly(item: str) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError:
        raise
    return ""


async def load_in_a_line(item: str) -> str:
    try: return await work(item)
    except asyncio.CancelledError: raise
    return ""


async def load_in_two(item: str) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError: print("one"); print("two"); raise  # both
    return ""


async def load_all(items: list[str]) -> list[str]:
    found = []
    try:
        for item in items:
            found.append(await work(item))
    except asyncio.CancelledError as error:
        print(f"cancelled: {error}")
        raise

        # what there is will do
    except OSError:
        print("gone")

    return found
