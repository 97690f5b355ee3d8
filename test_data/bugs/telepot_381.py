# https://github.com/nickoala/telepot/pull/381
# never awaited: the function that closes a one-time session was handed on in a tuple, and called there as if it were plain.

from collections.abc import Callable
from typing import Any

import aiohttp


def _make_request(url: str) -> tuple[Any, Any]:
    session = aiohttp.ClientSession()
    return session.post(url), session.close


async def request(url: str) -> dict[str, Any]:
    response, cleanup = _make_request(url)
    try:
        async with response as r:
            return await r.json()
    finally:
        cleanup()  # missed: ASL101


async def request_mended(url: str) -> dict[str, Any]:
    response, cleanup = _make_request(url)
    try:
        async with response as r:
            return await r.json()
    finally:
        await cleanup()


def run_plain_cleanup(cleanup: Callable[[], None]) -> None:
    cleanup()
