# unsafe
# left: ASL501:18, ASL501:26, ASL501:35, ASL501:46
"""Who names CancelledError beside other classes means it."""

import asyncio
import asyncio as aio
from asyncio import CancelledError


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str) -> str:
    try:
        return await work(item)
    except (asyncio.CancelledError, ConnectionError):  # both
        print("gone")
    return ""


async def load_or_tell(item: str) -> str:
    try:
        return await work(item)
    except (OSError, CancelledError, EOFError,) as error:
        print(error)
        return ""


async def load_or_say_no(item: str) -> str:
    try:
        return await work(item)
    except (
        ValueError,  # wrong
        TypeError,
        aio.CancelledError,
    ):
        print("no")
    return ""


async def load_in_any_case(item: str) -> str:
    try:
        return await work(item)
    except ((asyncio.CancelledError, OSError), EOFError):
        print("gone")
    return ""
