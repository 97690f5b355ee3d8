"""A module that takes its time when it is imported, in a running loop for once."""

import asyncio
import pathlib
import sys
import tempfile


async def main() -> None:
    await asyncio.sleep(0.05)
    import takes_its_time  # expect: exempt

    assert takes_its_time
    await asyncio.sleep(0.05)


with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, "takes_its_time.py").write_text("import time\ntime.sleep(0.3)\n")
    sys.path.insert(0, folder)
    asyncio.run(main())
