"""Another program is waited for."""

import asyncio
import subprocess


async def main() -> None:
    await asyncio.sleep(0.05)
    subprocess.run(["sleep", "0.3"], check=True)  # expect: blocked
    await asyncio.sleep(0.05)


asyncio.run(main())
