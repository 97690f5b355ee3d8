#!/usr/bin/env python3
"""asyncio under another name; a script that starts its tasks at module level."""
import asyncio as aio


async def serve() -> None:
    await aio.sleep(1)


loop = aio.new_event_loop()
loop.create_task(serve())
loop.run_forever()
