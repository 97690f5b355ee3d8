import asyncio

__all__ = ["post", "fetch"]


async def post(text: str) -> None:
    await asyncio.sleep(0)


async def fetch(what: str) -> str:
    await asyncio.sleep(0)
    return what


async def _private(text: str) -> None:
    await asyncio.sleep(0)
