"""Who is measured: asynclint, and the other whole-program analysers of asyncio code, in a throw-away environment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST_PYTHON = (3, 12)  # that hydroid can be installed on


def _nothing(folder: Path) -> None:
    """What most tools need done before a run."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A command that is run in the folder of a corpus. ``prepare`` is called with that folder before each run, unmeasured."""

    name: str
    command: tuple[str, ...]
    prepare: Callable[[Path], None] = _nothing
    is_slow: bool = False  # so that few rounds must do


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool to compare with, as it is installed and called."""

    requirement: str
    command: tuple[str, ...]
    is_slow: bool = False

    def contender(self, folder: Path) -> Contender | None:
        """The peer whose command is in a folder; None when it is not there."""
        program = shutil.which(self.command[0], path=str(folder))
        if program is None:
            return None
        name = version(program) or self.requirement.replace("==", " ")
        return Contender(name, (program, *self.command[1:]), is_slow=self.is_slow)


PEERS = (
    Peer("hydroid-cli==0.5.0", ("hydroid", "--no-cache", ".")),
    Peer("blockpath==0.1.0", ("blockpath", "check", "."), is_slow=True),
)


def asynclint() -> Contender:
    """The asynclint of the Python that runs this, with no cache to help it."""
    program = shutil.which("asynclint", path=str(Path(sys.executable).parent))
    if program is None:
        raise SystemExit(f"asynclint is not installed beside {sys.executable}: `make bench` does that")
    return Contender(version(program), (program, "."), prepare=_forget)


def _forget(folder: Path) -> None:
    shutil.rmtree(folder / ".asynclint_cache", ignore_errors=True)


def peers(cache: Path, given: Path | None) -> Iterator[Contender]:
    """The peers found in the folder ``given``, or else installed below the cache; says which are left out."""
    for peer in PEERS:
        found = peer.contender(given) if given is not None else _installed(peer, cache / "peers")
        if found is None:
            print(f"{peer.requirement} is left out: it is not in {given or 'the environment'}", file=sys.stderr)
        else:
            yield found


def _installed(peer: Peer, environment: Path) -> Contender | None:
    """The peer in the environment, which is made when there is none; None when that fails, having said why."""
    found = peer.contender(environment / "bin")
    if found is not None:
        return found
    python = environment / "bin" / "python"
    if not python.exists():
        new_enough = newer_python()
        if new_enough is None:
            print("no Python 3.12 or newer found for the peers", file=sys.stderr)
            return None
        subprocess.run([new_enough, "-m", "venv", str(environment)], check=True)
    install = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", peer.requirement]
    if subprocess.run(install, check=False).returncode != 0:
        return None
    return peer.contender(environment / "bin")


def newer_python() -> str | None:
    """The newest Python that runs the peers: the one that runs this, on the PATH, or among pyenv's."""
    names = [f"python3.{minor}" for minor in range(19, OLDEST_PYTHON[1] - 1, -1)]
    candidates = [path for name in (*names, "python3") if (path := shutil.which(name))]
    candidates += [str(path) for path in Path.home().glob(".pyenv/versions/3.*/bin/python")]
    return max(
        (path for path in (sys.executable, *candidates) if _python(path) >= OLDEST_PYTHON), key=_python, default=None
    )


def _python(program: str) -> tuple[int, int]:
    """The version of an interpreter; (0, 0) when it does not start."""
    match = re.match(r"Python (\d+)\.(\d+)", version(program))
    return (int(match[1]), int(match[2])) if match else (0, 0)


def version(program: str) -> str:
    """What ``program --version`` says, in the form "name number"; empty when it fails."""
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run([program, "--version"], capture_output=True, text=True, env=environment, check=False)
    return done.stdout.strip().replace(", version", "") if done.returncode == 0 else ""
