"""What the programmer has suppressed is not mended either."""

import asyncio


async def save(order: str) -> None:
    await asyncio.sleep(0)


async def handle() -> None:
    save("a")  # asynclint: ignore[ASL101]
    save("b")  # noqa: ASL101
