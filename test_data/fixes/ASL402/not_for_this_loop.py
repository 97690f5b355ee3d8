# unsafe
# left: ASL402:15, ASL402:16, ASL402:17, ASL402:23, ASL402:29, ASL402:34
"""Tasks of another loop, a loop that is closed afterwards, and a loop that is to run for good."""
import asyncio


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


async def handler(url: str) -> None:
    own = asyncio.new_event_loop()
    asyncio.set_event_loop(own)
    own.run_until_complete(own.create_task(fetch(url)))
    own.run_until_complete(own.run_in_executor(None, print, url))
    own.run_forever()


async def closing(url: str) -> str:
    loop = asyncio.get_event_loop()
    try:
        return loop.run_until_complete(fetch(url))
    finally:
        loop.close()


def on_done(task: object) -> None:
    asyncio.get_event_loop().run_until_complete(fetch("/"))


async def main() -> None:
    asyncio.create_task(fetch("/")).add_done_callback(on_done)
    asyncio.get_running_loop().run_until_complete( # a comment to keep
        fetch("/")
    )
