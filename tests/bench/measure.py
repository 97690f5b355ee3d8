"""Runs one command and says what it cost, all its processes together.

Time and memory are asked for in separate runs: adding up memory fifty times a second slows down what is watched.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LIMIT = 600.0  # seconds that a run may take
_INTERVAL = 0.02  # seconds between two looks at the memory; more where looking takes more than a tenth of it
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took. ``memory`` is the highest sum over all processes at one moment; 0 when nobody looked."""

    wall: float  # seconds
    cpu: float  # seconds, user and system
    largest: float  # MB of resident memory of the largest process
    memory: float = 0.0  # MB


class Failed(Exception):
    """A command ended in a way that makes its time worthless."""


class TooSlow(Failed):
    """A command was ended because it took too long."""


def adopt_orphans() -> None:
    """Become the parent of processes that a measured command leaves behind, so that their time counts too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(
    command: Sequence[str],
    folder: Path,
    *,
    look_at_memory: bool = False,
    environment: Mapping[str, str] | None = None,
    limit: float = LIMIT,
) -> Cost:
    """Run the command in the folder, its output thrown away, with ``environment`` beside what is in ours.

    Raises ``Failed`` when it neither finds nothing nor something, ``TooSlow`` when it takes more than ``limit`` seconds.
    """
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,  # its number is how its children are told from others
        )
        watch = threading.Timer(limit, _end, [process.pid])
        watch.daemon = True
        watch.start()
        peak = 0
        try:
            ended = 0
            while not ended:
                if look_at_memory:
                    before = time.perf_counter()
                    peak = max(peak, session_memory(process.pid))
                    time.sleep(max(_INTERVAL, 10 * (time.perf_counter() - before)))
                ended, status, usage = os.wait4(process.pid, os.WNOHANG if look_at_memory else 0)
            wall = time.perf_counter() - start
        finally:
            watch.cancel()
            _end(process.pid)
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu = usage.ru_utime + usage.ru_stime
        with contextlib.suppress(ChildProcessError):
            while True:
                _, _, left = os.wait4(-process.pid, 0)
                cpu += left.ru_utime + left.ru_stime
        if wall >= limit:
            raise TooSlow(f"{command[0]} took more than {limit:.0f} s")
        errors.seek(0)
        told = errors.read().decode(errors="replace")
        # Nothing found, something found; but Python ends with 1 also where a program breaks down.
        if process.returncode not in (0, 1) or "Traceback (most recent call last)" in told:
            tail = told.strip().splitlines()[-3:]
            raise Failed(f"{command[0]} ended with {process.returncode}: {' / '.join(tail)}")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes of ru_maxrss
    return Cost(wall, cpu, usage.ru_maxrss * unit / 1e6, peak / 1e6)


def _end(session: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)


def session_memory(session: int) -> int:
    """Bytes of memory that the processes of a session use together now; 0 where there is no ``/proc``.

    A page that several processes share (as after a fork) is counted once: the kernel's "proportional set size".
    """
    total = 0
    if os.path.exists("/proc/self/smaps_rollup"):
        for name in os.listdir("/proc"):
            if name.isdigit():
                with contextlib.suppress(OSError):  # it ended meanwhile
                    if os.getsid(int(name)) == session:
                        total += _proportional(name)
    return total


def _proportional(process: str) -> int:
    with open(f"/proc/{process}/smaps_rollup", "rb") as lines:
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(b"Pss:")), 0)
