"""A file that imported `run` for nothing else."""
from __future__ import annotations

import sys


async def fetch(url: str) -> str:
    return url + sys.platform


async def handler(url: str) -> str:
    return await fetch(url)
