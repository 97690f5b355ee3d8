# settings: blocking = ["json.loads"]; extend-safe-fixes = ["ASL210"]
"""The settings may say that it is safe here."""

import asyncio as aio
import json


async def parse(text: str) -> object:
    await aio.sleep(0)
    return json.loads(text)
