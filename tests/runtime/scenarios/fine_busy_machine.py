"""Others calculate on the only processor that the loop may use, but the loop comes first."""
# with: asyncio only, Linux

import asyncio
import os
import subprocess
import sys

BUSY = "import os, time; os.nice(19); end = time.monotonic() + 1.5\nwhile time.monotonic() < end: pass"


async def main() -> None:
    burners = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(2)]
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for burner in burners:
        os.sched_setaffinity(burner.pid, os.sched_getaffinity(0))
    end = asyncio.get_running_loop().time() + 1
    while asyncio.get_running_loop().time() < end:
        sum(range(1000))
        await asyncio.sleep(0.001)
    for burner in burners:
        burner.kill()
        await asyncio.to_thread(burner.wait)


asyncio.run(main())
