"""What a lambda makes it returns: it is for the caller to keep it."""

import asyncio


async def poll() -> None:
    await asyncio.sleep(1)


async def main(button) -> None:
    button.on_click(lambda event: asyncio.create_task(poll()))
    asyncio.get_running_loop().call_later(1, lambda: asyncio.ensure_future(poll()))
    start = lambda: [asyncio.create_task(poll()) for _ in range(3)]
    button.on_hover(start)
