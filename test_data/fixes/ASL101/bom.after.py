"""A byte order mark, and letters outside the first plane."""
import asyncio


async def send(text):
    await asyncio.sleep(0)


async def handle():
    "🐍"; await send("🐍"); await send("ä")
