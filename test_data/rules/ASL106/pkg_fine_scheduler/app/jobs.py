"""The plain face of the async jobs: same names, one module further out."""

import asyncio

from app import _async


def cleanup() -> None:
    asyncio.run(_async.cleanup())


def rotate(name: str) -> None:
    asyncio.run(_async.rotate(name))
