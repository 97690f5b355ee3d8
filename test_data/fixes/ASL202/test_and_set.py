# unsafe
# left: ASL202:18, ASL202:25, ASL202:33, ASL202:43, ASL202:49, ASL202:58, ASL202:66
"""With an `await` between a test and what is stored because of it, two tasks may find the same thing missing."""

import asyncio
import socket

KNOWN: dict[str, str] = {}


class Names:
    def __init__(self) -> None:
        self.first: str | None = None
        self.state = "new"

    async def once(self) -> str:
        if self.first is None:
            self.first = socket.gethostbyname("example.org")
        return self.first

    async def start(self) -> None:
        if self.state == "running":
            print("running already")
            return
        print(socket.gethostbyname("example.org"))
        self.state = "running"

    async def by_walrus(self) -> str:
        if (first := self.first) is not None:
            return first
        # whatever stands between
        print("looking")
        found = socket.gethostbyname("example.org")
        if found:
            self.first = found
        return found


async def look_up(name: str) -> str:
    try:
        return KNOWN[name]
    except KeyError:
        found = socket.gethostbyname(name)
    KNOWN[name] = found
    return found


async def look_up_again(name: str) -> str:
    return KNOWN.get(name) or KNOWN.setdefault(name, socket.gethostbyname(name))


async def look_up_all(names: list[str]) -> None:
    for name in names:
        known = KNOWN.get(name)
        if known:
            print(known)
            continue
        KNOWN[name] = socket.gethostbyname(name)


async def set_first() -> None:
    global FIRST
    if FIRST:
        await asyncio.sleep(0)
    else:
        FIRST = socket.gethostbyname("example.org")


FIRST = ""
