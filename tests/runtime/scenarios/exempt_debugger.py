"""Somebody looks at the program with a debugger."""

import asyncio
import os
import pdb
import sys
import threading
import time

there, here = os.pipe()


def think() -> None:
    time.sleep(0.3)
    os.write(here, b"continue\n")


async def main() -> None:
    await asyncio.sleep(0.05)
    threading.Thread(target=think).start()
    debugger = pdb.Pdb(stdin=os.fdopen(there), stdout=sys.stdout, nosigint=True, readrc=False)
    debugger.set_trace()  # expect-near: exempt
    await asyncio.sleep(0.05)


asyncio.run(main())
