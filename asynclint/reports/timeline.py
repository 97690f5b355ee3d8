"""When things were seen, by process and thread: what the page draws and the trace file tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from asynclint.runtime.evidence import Evidence
from asynclint.verdicts import Joined, Process

_LATEST = 2.0**35  # seconds since the epoch: whatever is later was not written by a clock


@dataclass(frozen=True, slots=True)
class Lane:
    """What was seen in one thread of one process, in order of time. ``name`` tells the process from others."""

    pid: int
    name: str
    thread: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The lanes, and from when to when they go (seconds since the epoch)."""

    begin: float
    end: float
    lanes: tuple[Lane, ...]


def timeline(joined: Joined) -> Timeline:
    """The timeline of a run; evidence without a believable time is left out."""
    names = {process.pid: _name(process) for process in joined.processes}
    lanes: dict[tuple[int, str], list[Evidence]] = {}
    for each in joined.evidence:
        if begin(each) > 0 and each.time < _LATEST:
            lanes.setdefault((each.pid, each.thread), []).append(each)
    seen = [each for lane in lanes.values() for each in lane]
    starts = {process.time for process in joined.processes if 0 < process.time < _LATEST and seen}
    order = {process.pid: number for number, process in enumerate(joined.processes)}
    return Timeline(
        min([*map(begin, seen), *starts], default=0.0),
        max([*(each.time for each in seen), *starts], default=0.0),
        tuple(
            Lane(pid, names.get(pid, str(pid)), thread, tuple(sorted(several, key=begin)))
            for (pid, thread), several in sorted(lanes.items(), key=lambda item: (order.get(item[0][0], -1), item[0]))
        ),
    )


def begin(evidence: Evidence) -> float:
    """When it began, in seconds since the epoch: it is told when it is over."""
    return evidence.time - evidence.duration


def command(processes: Iterable[Process]) -> str:
    """What the first of the processes was given."""
    return next((" ".join(process.argv) for process in processes if process.argv), "")


def _name(process: Process) -> str:
    script = PurePath(process.argv[0]).name if process.argv else ""
    return f"{script or 'python'} ({process.pid})"
