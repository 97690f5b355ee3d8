"""Imports behind one another on a line."""
import os; import time
import sys, time as clock


async def wait() -> None:
    print(os.name, sys.platform)
    time.sleep(1)
    clock.sleep(1)
