"""What leaves the program as it is: tests that look closely at it pass beside the sanitizer as they do without it."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path
from typing import Any

from asynclint import runtime
from asynclint.runtime import evidence

# Like what guards tests against blocking calls does: it replaces functions of os, and raises where a loop runs.
GUARDED = """
import asyncio
import os
from asynclint import runtime

def guard(module, name):
    original = getattr(module, name)
    def guarded(*args, **options):
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return original(*args, **options)
        raise Exception(f"blocking call to {name}")
    setattr(module, name, guarded)

async def stubborn():
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        pass

async def main():
    asyncio.sleep(0)  # line 23
    task = asyncio.create_task(stubborn())  # line 24
    await asyncio.sleep(0)
    task.cancel()
    await task

with runtime.watch("evidence"):
    for name in ("abspath", "realpath", "islink"):
        guard(os.path, name)
    for name in ("open", "write", "getcwd", "stat", "lstat", "readlink"):
        guard(os, name)
    asyncio.run(main())
print("done")
"""


def test_functions_of_os_that_others_replace_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(GUARDED, "utf-8")
    command = [sys.executable, "-W", "ignore", "program.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("done\n", "", 0)
    seen = [each for each in evidence.read(tmp_path / "evidence") if each["kind"] in evidence.KINDS]
    assert [(each["kind"], each["place"]["line"]) for each in seen] == [("never-awaited", 23), ("cancel-swallowed", 24)]
    assert {each["place"]["path"] for each in seen} == {str(tmp_path / "program.py")}


def test_a_loop_that_is_done_is_not_kept() -> None:
    async def main() -> weakref.ref[object]:
        await asyncio.sleep(0.1)  # long enough for the watchdog to look at it
        return weakref.ref(asyncio.get_running_loop())

    with runtime.watch(lambda record: None):
        loop = asyncio.run(main())
        for _ in range(500):
            gc.collect()
            if loop() is None:
                break
            time.sleep(0.01)  # it may be looking just now
        assert loop() is None


def test_everything_is_told_when_the_loop_has_stopped() -> None:
    seen: list[dict[str, Any]] = []

    def slow_sink(record: dict[str, Any]) -> None:
        if threading.current_thread() is not threading.main_thread():
            time.sleep(0.3)  # the loop stops meanwhile
        seen.append(record)

    async def main() -> None:
        await asyncio.sleep(0.05)
        time.sleep(0.3)
        await asyncio.sleep(0.05)

    with runtime.watch(slow_sink):
        asyncio.run(main())
        told = len(seen)
        time.sleep(0.5)
        assert len(seen) == told
    assert "blocking-now" in [each["kind"] for each in seen]


FAULTY = """
import asyncio
import threading
import warnings
from asynclint import runtime
from asynclint.runtime.frames import Scope

warnings.simplefilter("ignore")
seen = []

def broken(*_):
    raise RuntimeError("a fault of ours")

async def job():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        pass
    return "done"

async def main():
    for name in ("innermost", "is_own", "blamed"):
        setattr(Scope, name, broken)
    task = asyncio.create_task(job())
    await asyncio.sleep(0)
    task.cancel()
    job()
    coroutine = job()
    try:
        asyncio.run(coroutine)
    except RuntimeError as error:
        print(error)
    coroutine.close()
    try:
        async with asyncio.timeout(0.01):
            await job()
    except TimeoutError:
        print("timeout")
    loop = asyncio.get_running_loop()
    thread = threading.Thread(target=loop.call_later, args=(0, print))
    thread.start()
    thread.join()
    return await task

with runtime.watch(seen.append):
    print(asyncio.run(main()))
faults = [each["detail"] for each in seen if each["kind"] == "fault"]
assert faults and len(faults) == len(set(faults)), faults
assert all("a fault of ours" in each for each in faults), faults
"""


def test_a_fault_of_ours_is_told_once_and_the_program_goes_on() -> None:
    done = subprocess.run([sys.executable, "-c", FAULTY], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "asyncio.run() cannot be called from a running event loop"
    assert lines[-1] == "done"
