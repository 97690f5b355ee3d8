# unsafe
# left: ASL501:13
"""What the handler binds for the code behind it is an answer; what only it uses is none."""

import asyncio


async def check(name: str) -> tuple[str, str]:
    problem = ""
    try:
        await asyncio.sleep(1)
        status = "healthy"
    except asyncio.CancelledError:
        problem = f"{name} was cancelled"
        status = "unknown"
    return status, problem


async def check_and_tell(name: str) -> str:
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        line = f"{name} was cancelled"
        print(line)
        raise
    return "checked"
