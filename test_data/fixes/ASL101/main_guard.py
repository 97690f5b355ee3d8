#!/usr/bin/env python3
# unsafe
# left: ASL101:23, ASL101:29
"""A script that forgot to run its coroutine: only below the guard is that plain to see."""
from __future__ import annotations

import sys


async def main(path: str) -> None:
    print(path)


class App:
    async def start(self) -> None:
        pass


app = App()

if len(sys.argv) > 3:
    main("no guard")

if __name__ == '__main__':
    main(sys.argv[1])  # the work
    app.start()
else:
    main("imported")
