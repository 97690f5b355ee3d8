"""A loop that gets no processor: others calculate on the only one it may use, and come first."""
# with: asyncio only, Linux
# expect: starved

import asyncio
import os
import subprocess
import sys

BUSY = "import time; end = time.monotonic() + 1.5\nwhile time.monotonic() < end: pass"


async def main() -> None:
    processor = {min(os.sched_getaffinity(0))}
    os.sched_setaffinity(0, processor)
    burners = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(2)]
    os.nice(19)
    end = asyncio.get_running_loop().time() + 1.2
    while asyncio.get_running_loop().time() < end:
        sum(range(1000))
        await asyncio.sleep(0)
    for burner in burners:
        burner.kill()
        burner.wait()


asyncio.run(main())
