# left: ASL301:14
"""The module has something of its own under the name `asyncio`, so the class of tasks cannot be named."""

asyncio = "asyncio"  # the name of the backend


async def poll() -> None:
    print(asyncio)


async def main() -> None:
    import asyncio as aio

    aio.create_task(poll())
