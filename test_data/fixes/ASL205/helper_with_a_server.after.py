# unsafe
# left: ASL205:26, ASL205:31
"""What is imported from a library of event loops is not for a thread, whether that library is installed or not."""

import asyncio
from pathlib import Path

from tornado.httpserver import HTTPServer


class Service:
    def listen(self, path: Path) -> None:
        port = int(path.read_text())
        self.server = HTTPServer(self)
        self.server.listen(port)

    def watch(self, path: Path, loop) -> None:
        loop.call_later(int(path.read_text()), print)

    def wake(self, path: Path, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_soon_threadsafe(print, path.read_text())

    async def start(self, path: Path) -> None:
        """The server is of the loop that it is made on."""
        # not in a thread
        self.listen(path)

    async def tick(self, path: Path, loop) -> None:
        """Whatever the loop is."""
        # its methods are known
        self.watch(path, loop)

    async def ring(self, path: Path) -> None:
        await asyncio.to_thread(self.wake, path, asyncio.get_running_loop())
