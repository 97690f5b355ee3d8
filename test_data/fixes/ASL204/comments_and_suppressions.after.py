"""Comments, suppressions and type comments stay on their lines."""

import asyncio
import subprocess


async def build(target: str) -> int:
    subprocess.run(["make"])  # asynclint: ignore[ASL204] -- a build stops everything anyway
    await asyncio.to_thread(subprocess.run, ["make", target])  # noqa: S603
    code = (  # the last one
        await asyncio.to_thread(subprocess.call, ["make", "install"])  # type: ignore[arg-type]
    )
    return code or await asyncio.to_thread(
        subprocess.call,
        # as root
        ["sudo", "ldconfig"]
    )
