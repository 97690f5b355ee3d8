"""`subprocess.run` stays itself, in a thread."""

import os
import subprocess
from subprocess import PIPE, check_output


async def revision(folder: str) -> str:
    os.system("git fetch")
    subprocess.run(["git", "gc"], cwd=folder, check=True, stdout=PIPE)
    if not subprocess.call("git diff --quiet", shell=True):
        return check_output(["git", "rev-parse", "HEAD"], text=True).strip()
    return subprocess.run(
        ["git", "describe"],
        capture_output=True, text=True,
        # of this folder
        cwd=folder).stdout
