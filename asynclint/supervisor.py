"""``asynclint run``: the program runs as it would by itself, with a folder on its PYTHONPATH and another for the evidence."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asynclint.runtime.child import FOLDER, OPTIONS

BOOTSTRAP = Path(__file__).resolve().parent / "runtime" / "bootstrap"
_FORWARDED = ("SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2")


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched in the program: see :class:`asynclint.runtime.sanitizer.Options`; ``lines`` are flagged lines by path."""

    threshold: float
    scope: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    lines: Mapping[str, Sequence[int]] | None = None
    debug: bool = False
    origin_depth: int = 1


def run(command: Sequence[str], folder: Path, watch: Watch, python: str) -> int:
    """Run the program and give its exit status, as a shell would: 128 + n after signal n."""
    variables = {**os.environ, **environment(folder, watch)}
    with _Signals() as signals:
        process = subprocess.Popen(_command(command, python), env=variables)
        signals.forward_to(process)
        status = process.wait()
    return 128 - status if status < 0 else status


def environment(folder: Path, watch: Watch) -> dict[str, str]:
    """The environment variables by which a Python is watched, and puts the evidence in the folder."""
    options = {
        "threshold": watch.threshold,
        "scope": watch.scope,
        "exclude": watch.exclude,
        "debug": watch.debug,
        "origin_depth": watch.origin_depth,
        "lines": {path: list(numbers) for path, numbers in (watch.lines or {}).items()},
    }
    paths = [str(BOOTSTRAP), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {FOLDER: str(folder.resolve()), OPTIONS: json.dumps(options), "PYTHONPATH": os.pathsep.join(paths)}


def _command(command: Sequence[str], python: str) -> list[str]:
    """A script and ``-m module`` are run by Python, anything else is a command."""
    first = command[0]
    if first == "-m" or first == "-c" or first.endswith(".py"):
        return [python, *command]
    return list(command)


class _Signals:
    """What is meant for the program reaches it, once: the terminal sends Ctrl-C to both of us, anybody else just to us."""

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}
        self._interrupts: threading.Thread | None = None
        self._is_over = False
        self._process: subprocess.Popen[bytes] | None = None
        self._early: list[int] = []

    def __enter__(self) -> _Signals:
        for name in _FORWARDED:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._take)
        # What is ignored stays so (nohup), for the program inherits that; and nothing else is.
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            self._before[signal.SIGINT] = signal.signal(signal.SIGINT, lambda number, frame: None)
        return self

    def _take(self, number: int, _frame: object) -> None:
        if self._process is None:
            self._early.append(number)
        else:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)

    def forward_to(self, process: subprocess.Popen[bytes]) -> None:
        """Send the program what has come, and what will come."""
        self._process = process
        for number in self._early:
            self._take(number, None)
        if signal.SIGINT in self._before and hasattr(signal, "sigwaitinfo"):  # only this tells who has sent it
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            self._interrupts = threading.Thread(target=self._wait_for_interrupts, daemon=True)
            self._interrupts.start()

    def _wait_for_interrupts(self) -> None:
        """Forward what a process has sent (sigaction(2): its ``si_code`` is not positive), not what the terminal has."""
        while True:
            sent = signal.sigwaitinfo({signal.SIGINT})
            if self._is_over:
                return
            if sent.si_code <= 0:
                self._take(signal.SIGINT, None)

    def __exit__(self, *_: object) -> None:
        if self._interrupts is not None and self._interrupts.ident is not None:
            self._is_over = True
            signal.pthread_kill(self._interrupts.ident, signal.SIGINT)
            self._interrupts.join()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        for number, handler in self._before.items():
            signal.signal(number, handler)


def interpreter(python: Path | None) -> str:
    """The Python of the project: that of its environment, else the one that runs asynclint."""
    for root in (python, os.environ.get("VIRTUAL_ENV")):
        if root:
            candidate = Path(root)
            candidate = candidate if candidate.is_file() else candidate / "bin" / "python"
            if candidate.exists():
                return str(candidate)
    return sys.executable
