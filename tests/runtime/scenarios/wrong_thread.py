"""A thread hands the loop something to do without saying so."""

import asyncio
import threading


async def job() -> None:
    await asyncio.sleep(0)


class Mischief(threading.Thread):
    def __init__(self, loop: asyncio.AbstractEventLoop, task: "asyncio.Task[None]") -> None:
        super().__init__()
        self.loop = loop
        self.task = task
        self.made: list[object] = []

    def run(self) -> None:
        self.loop.call_later(0.01, print)  # expect: wrong-thread
        self.loop.call_at(0, print)  # expect: wrong-thread
        self.made.append(self.loop.create_task(job()))  # expect: wrong-thread
        self.task.cancel()  # expect: wrong-thread


async def main() -> None:
    task = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    thread = Mischief(asyncio.get_running_loop(), task)
    thread.start()
    await asyncio.sleep(0.2)
    thread.join()
    await asyncio.wait([task, *thread.made])


asyncio.run(main())
