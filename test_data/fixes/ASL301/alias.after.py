#!/usr/bin/env python3
"""asyncio under another name; a script that starts its tasks at module level."""
import asyncio as aio

background_tasks: set[aio.Task] = set()


async def serve() -> None:
    await aio.sleep(1)


loop = aio.new_event_loop()
task = loop.create_task(serve())
background_tasks.add(task)
task.add_done_callback(background_tasks.discard)
loop.run_forever()
