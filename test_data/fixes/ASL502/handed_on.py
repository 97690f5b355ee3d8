# settings: min-confidence = "possible"
# left: ASL502:16, ASL502:23
"""The error is handed to whoever waits, as a cancellation too: it would be waiting for ever."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str, answer: asyncio.Future[str]) -> None:
    try:
        answer.set_result(await work(item))
    except BaseException as error:
        answer.set_exception(error)


async def load_both(item: str) -> tuple[str, BaseException | None]:
    try:
        return await work(item), None
    except BaseException as error:
        return "", error
