"""Imports behind one another on a line."""
import asyncio
import os; import time
import sys


async def wait() -> None:
    print(os.name, sys.platform)
    await asyncio.sleep(1)
    await asyncio.sleep(1)
