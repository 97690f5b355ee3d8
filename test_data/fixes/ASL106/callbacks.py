# unsafe
# left: ASL106:13, ASL106:14, ASL106:15, ASL106:16, ASL106:17, ASL106:18
"""What the loop, `sorted` and `atexit` call: who would keep the task, or wait for it, is for the programmer to say."""
import asyncio
import atexit


async def refresh(*names: object) -> None:
    print(names)

async def main(names: list[str]) -> list[str]:
    loop = asyncio.get_running_loop()
    loop.call_soon(refresh)
    loop.call_later(5, refresh, "users")
    asyncio.current_task().add_done_callback(refresh)
    loop.add_signal_handler(15, lambda: refresh("term"))
    atexit.register(refresh)
    return sorted(names, key=refresh)
