"""Evidence: what was seen, as records that outlive the program.

A record is one line of JSON, written with one ``write`` to a file of the process that only ever grows: what was seen before
a crash, a kill or a full disk is there. The reader trusts nothing in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from asynclint.runtime.frames import Place

VERSION = 1
SUFFIX = ".evidence.jsonl"
_LONGEST = 1_000_000  # bytes of a line that the reader takes
_MOST = 1_000_000  # records of a file that the reader takes

KINDS = frozenset({
    "blocked", "cpu", "gil-held", "congested", "starved", "call",
    "never-awaited", "never-awaited-mock", "task-dropped", "task-destroyed", "task-exception",
    "nested-run", "cancel-swallowed", "timeout-swallowed", "wrong-thread", "debug",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that was seen at ``place`` (the user's line), with the ``stack`` around it, innermost first.

    ``about`` is the function that a task runs, where it begins. ``duration`` is in seconds (0 where it has none), ``time`` in
    seconds since the epoch (put down when it is reported); ``detail`` says more in words, ``test`` which test was running.
    """

    kind: str
    place: Place | None
    stack: tuple[Place, ...] = ()
    duration: float = 0.0
    time: float = 0.0
    thread: str = ""
    detail: str = ""
    test: str = ""
    about: Place | None = None


Sink = Callable[[dict[str, Any]], None]
"""Takes a record: ``{"kind": …}`` and what belongs to it."""


class FileSink:
    """Appends records to a file of this process in ``folder``; after a fork, to a file of the child's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pid = -1
        self._descriptor = -1
        self._is_broken = False

    def __call__(self, record: dict[str, Any]) -> None:
        """Write the record; a disk that is full is told once, and the program goes on."""
        if self._is_broken and self._pid == os.getpid():
            return
        try:
            if self._pid != os.getpid():
                self._open()
            os.write(self._descriptor, _line(record))
        except OSError as error:
            self._is_broken = True
            with contextlib.suppress(OSError):
                os.write(2, f"asynclint: evidence cannot be written: {error.strerror or error}\n".encode())

    def _open(self) -> None:
        self._pid = os.getpid()
        self._is_broken = False
        name = f"{self._pid}-{time.time_ns()}{SUFFIX}"
        self._descriptor = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        os.write(self._descriptor, _line(header()))


def header() -> dict[str, Any]:
    """The first record of a file: which program it is about."""
    return {
        "kind": "start",
        "version": VERSION,
        "pid": os.getpid(),
        "time": time.time(),
        "argv": list(getattr(sys, "argv", [])),
        "cwd": _cwd(),
        "python": sys.version.split()[0],
    }


def _cwd() -> str:
    try:
        return os.getcwd()
    except OSError:
        return ""


def record_of(evidence: Evidence) -> dict[str, Any]:
    """A piece of evidence as a record."""
    record = asdict(evidence)
    return {name: value for name, value in record.items() if value or name in ("kind", "place")}


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, separators=(",", ":"), ensure_ascii=True).encode("ascii") + b"\n"


def digest(path: str) -> str:
    """What tells whether a file is still what it was; empty where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return hashlib.blake2b(file.read(), digest_size=8).hexdigest()
    except OSError:
        return ""


# -- Reading --


def read(folder: Path) -> Iterator[dict[str, Any]]:
    """The records of all processes, file by file; whatever is no record is left out.

    A record is a JSON object with a ``kind``. Nothing more can be relied on: the files may be anybody's.
    """
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            with open(path, "rb") as file:
                for _ in range(_MOST):
                    line = file.readline(_LONGEST)
                    if not line:
                        break
                    record = _parsed(line)
                    if record is not None:
                        yield record
        except OSError:
            continue


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and isinstance(record.get("kind"), str) else None


def evidence_of(record: dict[str, Any]) -> Evidence | None:
    """The evidence that a record tells; None where it is none, or damaged."""
    try:
        found = Evidence(
            kind=record["kind"],
            place=None if record.get("place") is None else _place(record["place"]),
            stack=tuple(_place(each) for each in record.get("stack", ())),
            duration=float(record.get("duration", 0.0)),
            time=float(record.get("time", 0.0)),
            thread=str(record.get("thread", "")),
            detail=str(record.get("detail", "")),
            test=str(record.get("test", "")),
            about=None if record.get("about") is None else _place(record["about"]),
        )
    except (KeyError, TypeError, ValueError):
        return None
    return found if found.kind in KINDS else None


def _place(record: dict[str, Any]) -> Place:
    line = record["line"]
    if type(line) is not int or line < 1:
        raise ValueError(line)
    return Place(os.path.realpath(str(record["path"])), line, str(record["function"]))
