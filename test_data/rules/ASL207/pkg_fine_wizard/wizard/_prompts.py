"""`input` of this package is a coroutine function."""

import asyncio
import builtins


async def input(question: str) -> str:
    return await asyncio.to_thread(builtins.input, question)


async def ask(question: str) -> str:
    return await input(question)


def ask_now(question: str) -> str:
    return builtins.input(question)
