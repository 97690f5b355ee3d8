# -*- coding: latin-1 -*-
"""Latin-1, and a form feed before the function."""
import asyncio

async def grüße(näme):
    await asyncio.sleep(0)

async def handle():
    "äö"; await grüße("ß")  # grüße
