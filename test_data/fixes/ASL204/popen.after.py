# left: ASL204:10
"""A process that was started is waited for in a thread; that a `with` waits at its end stays as it is."""

import asyncio
import subprocess


async def sort(lines: list[str]) -> str:
    """Sort the lines."""
    with subprocess.Popen(["sort"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        output, _ = await asyncio.to_thread(process.communicate, "\n".join(lines))
    await asyncio.to_thread(process.wait)
    while process.poll() is None:
        await asyncio.to_thread(process.wait, timeout=0.5)
    return output
