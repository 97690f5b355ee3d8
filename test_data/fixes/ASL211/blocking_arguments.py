# left: ASL204:17
"""What is evaluated for the thread still is, on the loop: that has a fix of its own, where it is safe."""

import asyncio
import subprocess
import time


def work(text: str) -> str:
    time.sleep(1)
    return text


async def main() -> None:
    first = await asyncio.to_thread(work(subprocess.check_output("date", text=True)))
    # the helper's fix would be unsafe
    await asyncio.to_thread(work(date() + first))


def date() -> str:
    return subprocess.check_output("date", text=True)
