"""PEP 758 (`except` without parentheses) and t-strings must not hide a mistake."""

import asyncio


async def undo(step: str) -> None:
    await asyncio.sleep(0)


async def apply(step: str) -> str:
    try:
        await asyncio.sleep(0)
    except ValueError, KeyError:
        undo(step)  # expect: ASL101
    label = t"step {step}"
    undo(step)  # expect: ASL101
    return "".join(part for part in label.strings)
