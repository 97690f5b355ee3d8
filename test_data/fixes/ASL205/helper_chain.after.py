# unsafe
"""Helpers that read, called from a class body's coroutine, a closure and a chain in parentheses."""

import asyncio as aio
from pathlib import Path


class Config:
    def __init__(self, path: Path) -> None:
        self.path = path

    def section(self, name: str) -> "Config":
        return Config(self.path / name)

    def load(self) -> str:
        return self.path.read_text()

    async def text(self) -> str:
        return await aio.to_thread(
            self
            .section("main")
            # the innermost
            .section("text")
            .load
        )

    async def both(self) -> str:
        await aio.sleep(0)
        return (
            await aio.to_thread(self.section("a")
            .load)
        ).strip() + await aio.to_thread(
            self.load
        )
