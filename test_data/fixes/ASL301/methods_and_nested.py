"""Methods, functions in functions and decorated ones."""

from __future__ import annotations

import asyncio
import functools


def logged(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)

    return wrapper


class Server:
    """Serves."""

    async def flush(self) -> None:
        await asyncio.sleep(1)

    @logged
    def on_change(self, *paths: str) -> None:
        """Called by the loop."""
        asyncio.get_running_loop().create_task(self.flush())

    async def serve(self) -> None:
        def on_signal() -> None:
            asyncio.ensure_future(self.flush())

        asyncio.get_running_loop().call_later(5, on_signal)

    @staticmethod
    async def stop(server: Server) -> None:
        try:
            await server.flush()
        finally:
            asyncio.create_task(server.flush())
