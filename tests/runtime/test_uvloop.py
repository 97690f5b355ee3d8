"""uvloop, imported before the sanitizer begins: it keeps what it has found in asyncio then."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("uvloop")

PROGRAM = """
import asyncio
import uvloop

before = uvloop.Loop.run_forever
from asynclint import runtime

async def main():
    asyncio.create_task(asyncio.sleep(1))  # line 9
    for _ in range(4):
        await asyncio.sleep(0)
    try:
        uvloop.Loop.run_forever(asyncio.get_running_loop())  # line 13
    except RuntimeError:
        pass
    asyncio.create_task(asyncio.sleep(1))  # line 16
    for _ in range(4):
        await asyncio.sleep(0)

seen = []
for _ in range(2):
    with runtime.watch(seen.append):
        uvloop.run(main())
        loop = uvloop.new_event_loop()
        loop.call_soon(loop.stop)
        loop.run_forever()
        loop.close()
    assert uvloop.Loop.run_forever is before
uvloop.run(main())
print(*((each["kind"], each["place"]["line"]) for each in seen), sep="\\n")
"""


def test_its_loops_are_watched(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0)
    once = ["('task-dropped', 9)", "('nested-run', 13)", "('task-dropped', 16)"]
    assert done.stdout.splitlines() == [*once, *once]
