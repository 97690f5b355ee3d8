"""`subprocess.run` stays itself, in a thread."""

import asyncio
import os
import subprocess
from subprocess import PIPE, check_output


async def revision(folder: str) -> str:
    await asyncio.to_thread(os.system, "git fetch")
    await asyncio.to_thread(subprocess.run, ["git", "gc"], cwd=folder, check=True, stdout=PIPE)
    if not await asyncio.to_thread(subprocess.call, "git diff --quiet", shell=True):
        return (await asyncio.to_thread(check_output, ["git", "rev-parse", "HEAD"], text=True)).strip()
    return (await asyncio.to_thread(
        subprocess.run,
        ["git", "describe"],
        capture_output=True, text=True,
        # of this folder
        cwd=folder)).stdout
