"""A coroutine has no order: comparing it so raises, whatever is done with it before or afterwards."""

import asyncio


async def count(shelf: str) -> int:
    await asyncio.sleep(0)
    return len(shelf)


async def fullest(shelf: str) -> int:
    if (n := count(shelf)) > 3:  # expect: ASL103
        return n
    while (n := count(shelf)) <= 1:  # expect: ASL103
        shelf += "+"
    return await n if 0 < (n := count(shelf)) < 9 else 0  # expect: ASL103


async def handed_on_all_the_same(shelf: str) -> int:
    n = count(shelf)  # expect: ASL103
    if n >= 3:
        return n
    return 0
