# unsafe
"""A thread gets a loop of its own to run the coroutine."""

import asyncio
import threading
from threading import Thread as Worker


async def refresh(name: str = "all", *, force: bool = False) -> None:
    print(name, force)


class Service:
    def __init__(self, options: dict[str, object]) -> None:
        self.thread = threading.Thread(target=lambda: asyncio.run(self.run()), daemon=True)
        thread = threading.Thread(
            name="refresher",
            target=lambda *args: asyncio.run(refresh(*args)),  # in the background
            args=("users",),
        )
        thread.start()
        Worker(target=lambda *args, **kwargs: asyncio.run(refresh(*args, **kwargs)), args=("a",), kwargs={"force": True}).start(); Worker(target=lambda: asyncio.run(refresh("b"))).start()
        Worker(target=(lambda *args, **kwargs: asyncio.run(refresh(*args, **kwargs))), **options).start()
        helper = Service({})
        Worker(None, target=lambda: asyncio.run(helper.run())).start()

    async def run(self) -> None:
        await refresh()
