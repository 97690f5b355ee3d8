"""``python parsing.py FOLDER``: wall and CPU seconds that ``ast.parse`` alone takes for all files, spread over one process a core.

This is what stage 1 would cost if it had nothing to do but to read: the interpreter's parser, no garbage collector, the trees
thrown away.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import multiprocessing
import os
import sys
import time
import warnings
from pathlib import Path


def parse(path: Path) -> None:
    """Read one file."""
    with contextlib.suppress(SyntaxError, ValueError, RecursionError):  # newer than this Python, perhaps
        ast.parse(path.read_bytes())


def main(folder: str) -> None:
    """Measure and print."""
    gc.disable()
    warnings.simplefilter("ignore")
    files = sorted(Path(folder).rglob("*.py"), key=lambda path: -path.stat().st_size)
    start = time.perf_counter()
    with multiprocessing.get_context("fork").Pool(len(os.sched_getaffinity(0))) as pool:
        for _ in pool.imap_unordered(parse, files, chunksize=max(1, len(files) // 100)):
            pass
        wall = time.perf_counter() - start
        pool.close()
        pool.join()
    times = os.times()
    print(wall, times.children_user + times.children_system)


if __name__ == "__main__":
    main(sys.argv[1])
