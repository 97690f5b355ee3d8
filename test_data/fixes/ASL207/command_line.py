# unsafe
# left: ASL207:10, ASL207:10
"""A command-line program has nothing to do until its user answers."""

import argparse
import sys


async def ask() -> str:
    return input("Go on? ") + sys.stdin.read()


async def main() -> None:
    argparse.ArgumentParser().parse_args()
    await ask()
