# unsafe
# settings: task-fix = "await"
"""The user wants tasks that nobody keeps to be awaited; the name of a task is of no use then."""

import asyncio


async def send(address: str, subject: str = "") -> str:
    await asyncio.sleep(1)
    return address


async def sign_up(address: str) -> None:
    await send(address)  # noqa: RUF006
    _ = await send(address, "again")
    if address: await send(address); print("sent")
    await send(
        address,
        subject="welcome",  # not too long
    )
    later = send(address)
    await later
    await asyncio.gather(send("one"), send("two"))
