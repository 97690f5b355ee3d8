# unsafe
# left: ASL205:12
"""Without a `with`, only the reading is reported, and goes to the thread; not the bare `open`."""

import asyncio


async def read(path: str) -> str:
    await asyncio.sleep(0)
    file = open(path)
    # line by line
    for line in file:
        print(line)
    text = file.read()
    file.close()
    return text
