"""Inside an f-string with its own quotes (PEP 701), over several lines."""

import asyncio


async def name(key: str) -> str:
    await asyncio.sleep(0)
    return key


async def card(row: dict[str, str]) -> str:
    text = f"{row["title"]} {name(row["id"])}"  # expect: ASL104
    return f"{text}: {
        name(row["owner"])  # expect: ASL104
    }"
