# unsafe
"""Code that knows what it has in hand, or cannot know."""

import asyncio
import inspect


async def allowed(user: str) -> bool:
    return user == "ada"


def allowed_now(user: str) -> bool:
    return user == "ada"


async def open_door(user: str, check=allowed_now) -> bool:
    answer = allowed(user)
    if inspect.isawaitable(answer):
        answer = await answer
    waiting = allowed(user) if user else None
    if waiting is not None:
        return await waiting
    task = asyncio.create_task(allowed(user))
    if task:
        await task
    either = allowed if user else allowed_now
    if either(user):
        return True
    return not check(user)
