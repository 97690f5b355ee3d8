# unsafe
"""Exception is no base of CancelledError; the class goes before; the handler raises; nothing is awaited."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str) -> str:
    try:
        return await work(item)
    except Exception:
        print("no")
    try:
        return await work(item)
    except asyncio.CancelledError:
        raise
    except BaseException:
        print("no")
    try:
        return await work(item)
    except BaseException as error:
        if not isinstance(error, Exception):
            raise
        print("no")
    try:
        return item
    except:
        print("no")
    return ""


def load_now(item: str) -> str:
    try:
        return asyncio.run(work(item))
    except BaseException:
        return ""
