import asyncio
import subprocess


async def sh(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    output, _ = await process.communicate()
    return output.decode()


def sh_sync(*command: str) -> str:
    return subprocess.check_output(command, text=True)
