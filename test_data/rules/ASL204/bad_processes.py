"""Waiting for a child process, on the loop."""

import os
import subprocess
import subprocess as sp
from subprocess import check_output, run as execute


async def build(target: str) -> str:
    subprocess.run(["make", target], check=True)  # expect: ASL204
    sp.call(["make", "clean"])  # expect: ASL204
    subprocess.check_call(["make"])  # expect: ASL204
    execute(["make", "install"])  # expect: ASL204
    subprocess.getoutput("uname -a")  # expect: ASL204
    os.system("make docs")  # expect: ASL204
    return check_output(["git", "rev-parse", "HEAD"], text=True)  # expect: ASL204


async def wait_for(process: subprocess.Popen[bytes]) -> int:
    process.communicate(b"input")  # expect: ASL204
    process.wait()  # expect: ASL204
    return process.wait(timeout=30)  # expect: ASL204


async def low_level(pid: int) -> None:
    os.waitpid(pid, 0)  # expect: ASL204
    os.wait()  # expect: ASL204


def git(*args: str) -> str:
    return subprocess.run(["git", *args], capture_output=True, text=True, check=True).stdout


def current_branch() -> str:
    return git("branch", "--show-current").strip()


class Checkout:
    def __init__(self, path: str) -> None:
        self.path = path

    @property
    def dirty(self) -> bool:
        return bool(git("-C", self.path, "status", "--porcelain"))

    def branches(self):
        for line in git("branch").splitlines():
            yield line.strip()


async def status(checkout: Checkout) -> str:
    if checkout.dirty:  # expect: ASL204
        return "dirty"
    for branch in checkout.branches():  # expect: ASL204
        print(branch)
    return current_branch()  # expect: ASL204
