# unsafe
"""What is tested is not what is stored, is claimed before the call, is the function's own, is locked, or decides nothing."""

import asyncio
import socket

KNOWN: dict[str, str] = {}


class Names:
    def __init__(self) -> None:
        self.verbose = False
        self.first = ""
        self.state = "new"
        self.lock = asyncio.Lock()

    async def once(self) -> str:
        async with self.lock:
            if not self.first:
                self.first = socket.gethostbyname("example.org")
        return self.first

    async def load(self) -> None:
        if self.verbose:
            print("loading")
        self.first = socket.gethostbyname("example.org")

    async def start(self) -> None:
        if self.state == "running":
            return
        self.state = "running"
        print(socket.gethostbyname("example.org"))
        self.state = "ready"

    async def tell(self) -> None:
        if self.state == "new":
            print("not started")
        self.first = socket.gethostbyname("example.org")
        self.state = "told"

    async def either(self) -> None:
        if self.first:
            print(socket.gethostbyname(self.first))
        else:
            self.first = "localhost"


async def look_up(names: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        if name not in found:
            found[name] = socket.gethostbyname(name)
    if KNOWN:
        print(len(KNOWN))
    return found
