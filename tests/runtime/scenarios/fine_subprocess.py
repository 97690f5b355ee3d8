"""Another program is waited for, by the loop."""

import asyncio


async def main() -> None:
    process = await asyncio.create_subprocess_exec("sleep", "0.3")
    await process.wait()


asyncio.run(main())
