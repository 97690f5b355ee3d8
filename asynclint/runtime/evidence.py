"""Evidence: what was seen, as records that outlive the program.

A record is one line of JSON, written with one ``write`` to a file of the process that only ever grows: what was seen before
a crash, a kill or a full disk is there. The reader trusts nothing in it.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import itertools
import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from os import getcwd, write  # as they are now: what guards tests against blocking calls replaces them
from os import open as open_file
from typing import TYPE_CHECKING, Any, BinaryIO

from asynclint.runtime.clock import Clock
from asynclint.runtime.frames import Place

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 1
SUFFIX = ".evidence.jsonl"
_LONGEST = 1_000_000  # bytes of a line that the reader takes
_MOST = 1_000_000  # records of a file that the reader takes

BLAMELESS = frozenset({"congested", "starved", "exempt", "blocking-now"})
"""Kinds of evidence that are nobody's mistake."""
KINDS = BLAMELESS | {
    "blocked", "cpu", "gil-held", "blocking-call",
    "never-awaited", "never-awaited-mock", "task-dropped", "task-destroyed", "task-exception",
    "nested-run", "cancel-swallowed", "timeout-swallowed", "wrong-thread",
    "slow-callback", "unclosed", "debug",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that was seen at ``place`` (the user's line), with the ``stack`` around it, innermost first.

    ``about`` is the function that a task runs, where it begins; ``handlers`` are the flagged lines that the task ran after it
    was cancelled. ``duration`` is in seconds (0 where it has none), ``time`` its end in seconds since the epoch (0 until it
    is reported, where that is at once); ``detail`` says more in words, ``test`` which test was running. What is seen again
    and again is put together: ``count`` times, ``duration`` at worst (and the ``time`` of that), ``total`` seconds in all (0
    where it is ``duration``). ``block`` is what ``blocking-now`` and the evidence that follows it have in common;
    ``process`` is the number of the process, put in by the reader.
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
    handlers: tuple[Place, ...] = ()
    count: int = 1
    total: float = 0.0
    block: int = 0
    process: int = 0


Sink = Callable[[dict[str, Any]], None]
"""Takes a record: ``{"kind": …}`` and what belongs to it."""


class FileSink:
    """Appends records to a file of this process in ``folder``; after a fork, to a file of the child's."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = os.path.abspath(folder)  # the program may go elsewhere
        self._pid = -1
        self._descriptor = -1
        self._file = (-1, -1)  # device and inode
        self._is_broken = False

    def __call__(self, record: dict[str, Any]) -> None:
        """Write the record; a disk that is full is told once, and the program goes on."""
        if self._is_broken and self._pid == os.getpid():
            return
        try:
            if self._pid != os.getpid() or not self._is_open():
                self._open()
            self._write(self._descriptor, record)
        except OSError as error:
            self._pid, self._is_broken = os.getpid(), True
            with contextlib.suppress(OSError):
                write(2, f"asynclint: evidence cannot be written: {error.strerror or error}\n".encode())

    def _open(self) -> None:
        pid = os.getpid()
        name = f"{pid}-{time.time_ns()}{SUFFIX}"
        descriptor = open_file(
            os.path.join(self._folder, name), os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600
        )
        self._write(descriptor, header())
        self._file = _identity(descriptor)
        self._descriptor = descriptor
        self._is_broken = False
        self._pid = pid  # last: another thread may be about to write

    def _is_open(self) -> bool:
        """Whether the descriptor is still ours: the program may have closed it, and opened something else."""
        try:
            return _identity(self._descriptor) == self._file
        except OSError:
            return False

    @staticmethod
    def _write(descriptor: int, record: dict[str, Any]) -> None:
        line = json.dumps(record, separators=(",", ":"), ensure_ascii=True).encode("ascii") + b"\n"
        if write(descriptor, line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _identity(descriptor: int) -> tuple[int, int]:
    status = os.fstat(descriptor)
    return status.st_dev, status.st_ino


def header() -> dict[str, Any]:
    """The first record of a file: which program it is about."""
    return {
        "kind": "start",
        "version": VERSION,
        "pid": os.getpid(),
        "time": Clock.now(),
        "argv": list(getattr(sys, "argv", [])),
        "cwd": _cwd(),
        "python": sys.version.split()[0],
    }


def _cwd() -> str:
    try:
        return getcwd()
    except OSError:
        return ""


def record_of(evidence: Evidence) -> dict[str, Any]:
    """A piece of evidence as a record."""
    record = asdict(evidence)
    if evidence.count == 1:
        del record["count"]
    return {name: value for name, value in record.items() if value or name in ("kind", "place")}


def digest(path: str) -> str:
    """What tells whether a file is still what it was; empty where it cannot be read."""
    import hashlib  # not every program that is started has flagged lines

    if not os.path.isfile(path):  # a device, whose content never ends
        return ""
    try:
        with open(path, "rb") as file:
            return hashlib.blake2b(file.read(), digest_size=8).hexdigest()
    except OSError:
        return ""


# -- Reading --


def read(folder: Path) -> Iterator[dict[str, Any]]:
    """The records of all processes, file by file; what is damaged is left out, and told in one ``fault`` a file.

    A record is a JSON object with a ``kind``. Nothing more can be relied on: the files may be anybody's. A ``blocking-now``
    is what it came to in the end: the record that follows it, or, where the process ended in the middle, ``blocked``.
    """
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        under_way: dict[int, dict[str, Any]] = {}
        damaged = process = 0
        try:
            with open(path, "rb") as file:
                for line in itertools.islice(_lines(file), _MOST):
                    record = _parsed(line)
                    if record is None:
                        damaged += 1
                        continue
                    if record["kind"] == "start" and type(record.get("pid")) is int:
                        process = record["pid"]
                    if process and record["kind"] in KINDS:
                        record["process"] = process
                    block = record.get("block")
                    if record["kind"] == "blocking-now" and type(block) is int:
                        under_way[block] = record
                        continue
                    if type(block) is int:
                        under_way.pop(block, None)
                    yield record
        except OSError as error:
            yield {"kind": "fault", "detail": f"{path.name} cannot be read: {error.strerror or error}"}
        for record in under_way.values():
            yield {**record, "kind": "blocked", "detail": "still under way when the process ended"}
        if damaged:
            yield {"kind": "fault", "detail": f"{damaged} damaged record{'s' * (damaged > 1)} of {path.name} left out"}


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of those that are too long, the beginning."""
    while line := file.readline(_LONGEST):
        rest = line
        while len(rest) == _LONGEST and not rest.endswith(b"\n"):
            rest = file.readline(_LONGEST)
        yield line


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or not isinstance(record.get("kind"), str):
        return None
    return None if record["kind"] in KINDS and evidence_of(record) is None else record


def evidence_of(record: dict[str, Any]) -> Evidence | None:
    """The evidence that a record tells; None where it is none, or damaged."""
    try:
        found = Evidence(
            kind=record["kind"],
            place=_place_or_none(record.get("place")),
            stack=tuple(_place(each) for each in record.get("stack", ())),
            duration=_seconds(record.get("duration", 0.0)),
            time=_seconds(record.get("time", 0.0)),
            thread=str(record.get("thread", "")),
            detail=str(record.get("detail", "")),
            test=str(record.get("test", "")),
            about=_place_or_none(record.get("about")),
            handlers=tuple(_place(each) for each in record.get("handlers", ())),
            count=_positive(record.get("count", 1)),
            total=_seconds(record.get("total", 0.0)),
            process=record.get("process", 0),
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return found if found.kind in KINDS else None


def _place_or_none(record: Any) -> Place | None:
    return None if record is None else _place(record)


def _place(record: Any) -> Place:
    return Place(_real(str(record["path"])), _positive(record["line"]), str(record["function"]))


@functools.lru_cache(10_000)
def _real(path: str) -> str:
    return os.path.realpath(path)


def _positive(value: Any) -> int:
    if type(value) is not int or not 0 < value < 2**31:
        raise ValueError(value)
    return value


def _seconds(value: Any) -> float:
    seconds = float(value)
    if not (math.isfinite(seconds) and seconds >= 0):
        raise ValueError(value)
    return seconds
