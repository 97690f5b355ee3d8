# unsafe
# left: ASL501:21, ASL501:30, ASL501:38, ASL501:47, ASL501:56, ASL501:67, ASL501:76, ASL501:93, ASL501:112
# settings: ignore = ["ASL505", "ASL101"]
"""What speaks for it that the handler is meant: a task is awaited, something comes behind it, somebody waits, a comment."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


class Session:
    done: asyncio.Future[None]

    async def finish(self) -> None:
        try:
            await work("more")
            await asyncio.wait_for(self.done, 5)
        except asyncio.CancelledError:
            print("the future was cancelled")


async def all_of(tasks: list[asyncio.Task[str]]) -> None:
    first, second = tasks
    try:
        await work("more")
        await asyncio.gather(work("x"), first, second)
    except asyncio.CancelledError:
        print("one was cancelled")


async def shielded(task: asyncio.Task[str]) -> None:
    try:
        await work("more")
        await asyncio.shield(task)
    except asyncio.CancelledError:
        print("cancelled")


async def explained() -> None:
    try:
        await work("it")
    # This is how `stop` ends us: there is nothing to
    # be done.
    except asyncio.CancelledError:
        # The owner has gone, and wants us to go quietly.
        pass


async def explained_behind(items: list[str]) -> None:
    for item in items:
        try:
            await work(item)
        except asyncio.CancelledError:
            return  # as agreed with `stop`


class Connection:
    def close(self) -> None: ...

    async def serve(self) -> None:
        try:
            while True:
                await work("it")
        except asyncio.CancelledError:
            print("closing")
        self.close()

    async def serve_and_say(self) -> None:
        try:
            try:
                while True:
                    await work("it")
            except asyncio.CancelledError:
                print("closing")
            if self.is_open:
                self.close()
        finally:
            print("closed")

    is_open = True


class Keyboard:
    def start(self) -> None:
        self.monitor = asyncio.create_task(self.listen())

    async def listen(self) -> None:
        try:
            await work("keys")
        except asyncio.CancelledError:
            print("stopped")

    async def stop(self) -> None:
        self.monitor.cancel()
        await self.monitor


class Gathered:
    def start(self) -> None:
        self.tasks = asyncio.create_task(self.listen())

    async def stop(self) -> None:
        self.tasks.cancel()
        await asyncio.gather(self.tasks)

    async def listen(self) -> None:
        try:
            await work("keys")
        except asyncio.CancelledError:
            print("stopped")
