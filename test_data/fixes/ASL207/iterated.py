# unsafe
# left: ASL207:10
"""Nothing is called that could be run in a thread: the loop itself reads."""

import sys


async def main() -> None:
    """Each line of the console."""
    for line in sys.stdin:
        print(line)
