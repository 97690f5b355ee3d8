"""In a file that is written for anyio, anyio sleeps."""

import anyio


async def wait_a_moment(seconds: float) -> None:
    with anyio.move_on_after(5):
        await anyio.sleep(seconds)
