# unsafe
# settings: task-fix = "await"
"""The user wants tasks that nobody keeps to be awaited; the name of a task is of no use then."""

import asyncio


async def send(address: str, subject: str = "") -> str:
    await asyncio.sleep(1)
    return address


async def sign_up(address: str) -> None:
    asyncio.create_task(send(address))  # noqa: RUF006
    _ = asyncio.create_task(send(address, "again"), name="again")
    if address: asyncio.ensure_future(send(address)); print("sent")
    asyncio.create_task(
        send(
            address,
            subject="welcome",  # not too long
        )
    )
    later = send(address)
    asyncio.create_task(later)
    asyncio.gather(send("one"), send("two"))
