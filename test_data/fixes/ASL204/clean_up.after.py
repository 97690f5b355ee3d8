# unsafe
# left: ASL204:17, ASL204:23, ASL204:30
"""While a cancellation is handled, one more `await` may be cancelled itself."""

import asyncio
import subprocess
from asyncio import CancelledError


async def serve(command: list[str]) -> None:
    process = subprocess.Popen(command)
    try:
        while process.poll() is None:
            await asyncio.sleep(1)
    except (CancelledError, KeyboardInterrupt):
        if process.poll() is None:
            process.wait()
        raise
    try:
        await asyncio.sleep(0)
    finally:
        for name in ("a", "b"):
            subprocess.run(["rm", "-f", name])
    try:
        await asyncio.sleep(0)
    except:
        # whatever it was

        try:
            subprocess.run(["logger", "failed"])
        except OSError:
            pass
        raise


async def other(command: list[str]) -> None:
    """An ordinary handler is no obstacle, nor is a function within `finally`."""
    try:
        await asyncio.sleep(0)
    except OSError:
        await asyncio.to_thread(subprocess.run, command)
    else:
        await asyncio.to_thread(subprocess.run, command)
    finally:
        async def run_later() -> None:
            await asyncio.to_thread(subprocess.run, command)
        asyncio.get_running_loop().run_later = run_later
