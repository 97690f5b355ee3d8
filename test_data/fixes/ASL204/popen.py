# left: ASL204:10
"""A process that was started is waited for in a thread; that a `with` waits at its end stays as it is."""

import subprocess


async def sort(lines: list[str]) -> str:
    """Sort the lines."""
    with subprocess.Popen(["sort"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        output, _ = process.communicate("\n".join(lines))
    process.wait()
    while process.poll() is None:
        process.wait(timeout=0.5)
    return output
