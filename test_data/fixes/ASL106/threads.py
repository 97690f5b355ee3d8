# unsafe
"""A thread gets a loop of its own to run the coroutine."""

import threading
from threading import Thread as Worker


async def refresh(name: str = "all", *, force: bool = False) -> None:
    print(name, force)


class Service:
    def __init__(self, options: dict[str, object]) -> None:
        self.thread = threading.Thread(target=self.run, daemon=True)
        thread = threading.Thread(
            name="refresher",
            target=refresh,  # in the background
            args=("users",),
        )
        thread.start()
        Worker(target=refresh, args=("a",), kwargs={"force": True}).start(); Worker(target=lambda: refresh("b")).start()
        Worker(target=(refresh), **options).start()
        helper = Service({})
        Worker(None, target=helper.run).start()

    async def run(self) -> None:
        await refresh()
