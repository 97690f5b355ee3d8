# unsafe
# left: ASL205:13, ASL205:15, ASL209:19, ASL205:20, ASL209:22, ASL205:23, ASL205:27, ASL209:28
# settings: extend-select = ["ASL209"]
"""A file that is read, looked at and written is nobody else's meanwhile."""

import asyncio
import json
import os
from pathlib import Path


async def renew(path: Path, seconds: int) -> None:
    lease = json.loads(path.read_text())
    lease["seconds"] = seconds
    path.write_text(json.dumps(lease))


async def renew_by_name(name: str, seconds: int) -> None:
    with open(name) as file:
        lease = json.load(file)
    lease["seconds"] = seconds
    with open(name, "w") as file:
        json.dump(lease, file)


async def read_and_forget(path: Path) -> str:
    text = path.read_text()
    path.unlink()
    return text
