# A file that knows the loop from elsewhere: asyncio is imported for the sake of the set.
import asyncio

from uvicorn_like import server

background_tasks: set[asyncio.Task] = set()


class Plugin:
    async def run(self) -> None:
        await server.step()

    def start(self) -> None:
        import asyncio as aio

        task = aio.get_running_loop().create_task(self.run())
        background_tasks.add(task)
        task.add_done_callback(background_tasks.discard)
