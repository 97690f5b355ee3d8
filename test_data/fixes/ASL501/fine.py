# unsafe
"""Raised on every path, converted, counted with `uncancel`, asked with `cancelling`, or nothing awaited."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str, strict: bool) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError:
        if strict:
            raise
        raise RuntimeError("cancelled") from None


async def load_for(item: str) -> str:
    task = asyncio.current_task()
    assert task is not None
    try:
        return await work(item)
    except asyncio.CancelledError:
        if task.cancelling():
            raise
        return ""


async def load_once(item: str) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError:
        asyncio.current_task().uncancel()
        return ""


def load_now(item: str) -> str:
    try:
        return item
    except asyncio.CancelledError:
        return ""


async def load_and_keep(item: str, answer: asyncio.Future[str]) -> None:
    try:
        answer.set_result(await work(item))
    except asyncio.CancelledError as error:
        answer.set_exception(error)
