# unsafe
# left: ASL501:17, ASL501:28, ASL501:40
"""In another handler a bare `raise` raises another exception; or it is caught again, or suppressed."""

import asyncio
import contextlib


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError:
        try:
            print(item.encode())
        except UnicodeError:
            return ""
        return item


async def load_again(item: str) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError:
        try:
            print(item.encode())
            return ""
        except BaseException:
            print("no")
        return item


async def load_finally(item: str) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError:
        with contextlib.suppress(BaseException):
            print(item.encode())
            return ""
        return item
