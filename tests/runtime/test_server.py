"""uvicorn serves ``served/shop.py`` under ``asynclint run``, many clients at once: nothing is told but what is planted there.

The server is a real one, on loopback. What it takes is not asserted, and a machine that is busy with something else shows
evidence that blames nobody, which is left out.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from asynclint import verdicts
from asynclint.runtime import evidence

pytest.importorskip("uvicorn")
pytest.importorskip("starlette")

SHOP = Path(__file__).parent / "served" / "shop.py"
SHOWS = re.compile(r"# shows (.+)$")
GOOD = [
    "/",
    "/search?q=tea",
    "/wait",
    "/in_thread",
    "/offloaded",
    "/many",
    "/stream",
    "/later",
    "/cancels",
    "/times_out",
]
BAD = ["/blocks", "/forgets", "/drops", "/swallows", "/nests"]
CLIENTS = 20
ROUNDS = 5
HANGS = 300  # seconds after which it is given up
TIMES = 3  # that each mistake is made: one is enough to be told
CONFIRMED = {"blocks": "ASL201", "forgets": "ASL101", "drops": "ASL301", "stubborn": "ASL501", "nests": "ASL401"}
"""The codes of the findings that the run confirms, by function."""


@contextlib.contextmanager
def server(folder: Path, *options: str) -> Iterator[tuple[int, subprocess.Popen[str], Path]]:
    """Serve the shop under ``asynclint run``: the port, the process, and where its standard output goes."""
    shutil.copy(SHOP, folder)
    run = [sys.executable, "-m", "asynclint", "run", "--isolated", "--format", "json", "--out", "evidence", "--"]
    serve = [
        "-m",
        "uvicorn",
        "shop:app",
        "--port",
        "0",
        "--no-access-log",
        "--http",
        "h11",
        "--no-use-colors",
        *options,
    ]
    with (
        open(folder / "out", "w", encoding="utf-8") as out,
        subprocess.Popen(
            [*run, *serve], cwd=folder, stdout=out, stderr=subprocess.PIPE, text=True, start_new_session=True
        ) as process,
    ):
        try:
            workers = int(options[-1]) if "--workers" in options else 1
            assert process.stderr is not None
            said, port = "", None
            while port is None or said.count("Application startup complete") < workers:
                line = process.stderr.readline()
                assert line, f"the server did not start:\n{said}"
                said += line
                port = port or re.search(r"running on http://127\.0\.0\.1:(\d+)", line)
            listens(int(port[1]))
            yield int(port[1]), process, folder / "out"
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # in case it goes on


def listens(port: int) -> None:
    """Wait until the port accepts: a worker of uvicorn says that it is up before it listens."""
    until = time.monotonic() + HANGS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            assert time.monotonic() < until, "the server does not listen"
            time.sleep(0.05)
        else:
            return


async def get(port: int, path: str, body: bytes = b"") -> str:
    """Ask once, on a connection of its own; the status line of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        head = f"POST {path} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        answer = await reader.read()
    finally:
        writer.close()
    return answer.split(b"\r\n", 1)[0].decode()


async def client(port: int) -> set[str]:
    """Ask for everything that is well-behaved, again and again."""
    return {await get(port, path) for _ in range(ROUNDS) for path in GOOD} | {await get(port, "/order", b"x" * 300_000)}


async def load(port: int) -> set[str]:
    """Many clients at once; then, one after the other, what is planted."""
    answers = set[str]().union(*await asyncio.gather(*(client(port) for _ in range(CLIENTS))))
    for path in BAD * TIMES:
        answers.add(await get(port, path))
    return answers


def announced() -> set[tuple[int, str]]:
    lines = enumerate(SHOP.read_text("utf-8").splitlines(), 1)
    matches = ((number, SHOWS.search(line)) for number, line in lines)
    return {(number, kind) for number, match in matches if match for kind in match[1].split(", ")}


def confirmed(report: dict[str, Any]) -> dict[str, str]:
    findings = [each for each in report["findings"] if (each["runtime"] or {}).get("verdict") == "confirmed"]
    return {each["function"].rpartition(".")[2]: each["code"] for each in findings}


@pytest.mark.parametrize(
    "options",
    [("--loop", "asyncio"), ("--loop", "uvloop"), ("--loop", "asyncio", "--workers", "2")],
    ids=["asyncio", "uvloop", "workers"],
)
def test_a_server_under_load_shows_what_is_planted_in_it(options: tuple[str, ...], tmp_path: Path) -> None:
    if "uvloop" in options and importlib.util.find_spec("uvloop") is None:
        pytest.skip("needs uvloop")
    with server(tmp_path, *options) as (port, process, out):
        answers = asyncio.run(asyncio.wait_for(load(port), HANGS))
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=HANGS)
    assert answers == {"HTTP/1.1 200 OK"}
    assert "Traceback" not in errors

    run = verdicts.load(tmp_path / "evidence")
    assert not run.faults
    told = {each for each in run.evidence if each.kind not in evidence.BLAMELESS}
    assert {each.place.path for each in told if each.place} == {str(tmp_path / "shop.py")}
    assert {(each.place.line, each.kind) for each in told if each.place} == announced()
    assert all(each.place for each in told)

    importers = [name for name in (tmp_path / "evidence").iterdir() if '"kind":"imported"' in name.read_text("utf-8")]
    assert len(importers) == (2 if "--workers" in options else 1)
    assert confirmed(json.loads(out.read_text("utf-8"))) == CONFIRMED
