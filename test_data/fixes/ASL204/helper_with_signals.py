# left: ASL204:14
"""A helper needs `--unsafe-fixes`, whatever it does besides."""

import signal
import subprocess


def run(command: list[str]) -> int:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    return subprocess.call(command)


async def main() -> int:
    return run(["true"])
