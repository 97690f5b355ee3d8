"""The name is tested further down: the coroutine is awaited where it is bound."""

import asyncio


async def allowed(user: str) -> bool:
    await asyncio.sleep(0)
    return user == "ada"


async def open_door(user: str) -> str:
    is_allowed = await allowed(user)
    if not is_allowed:
        return "closed"
    ok: bool = await allowed(user)
    while ok:
        break
    return "open"
