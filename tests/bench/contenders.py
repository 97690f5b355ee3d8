"""Who is measured: asynclint, and other tools that look into asyncio code, in a throw-away environment."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

OLDEST_PYTHON = (3, 12)  # that hydroid can be installed on
FILES = "{files}"  # in a command: all Python files
# Of pyright's checks only the one that is about asyncio.
_PYRIGHT = {"typeCheckingMode": "off", "reportUnusedCoroutine": "error"}


@dataclass(frozen=True, slots=True)
class Contender:
    """A command that is run with these variables in its environment, in a folder of its own or in that of the corpus.

    ``tool`` is what it is asked for by; ``state`` what it finds there, where that makes a difference. ``around`` is entered
    before each run, unmeasured, and left after it.
    """

    tool: str
    name: str
    command: tuple[str, ...]
    state: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    around: Callable[[], contextlib.AbstractContextManager[None]] = contextlib.nullcontext

    @property
    def title(self) -> str:
        """Name, version and state, as a table has it."""
        return f"{self.name}, {self.state}" if self.state else self.name


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool to compare with, as it is installed and called."""

    requirement: str
    command: tuple[str, ...]

    @property
    def tool(self) -> str:
        """The name of the command."""
        return self.command[0]

    def contender(self, folder: Path) -> Contender | None:
        """The peer whose command is in a folder; None when it is not there."""
        program = shutil.which(self.tool, path=str(folder))
        if program is None:
            return None
        name = version(program) or self.requirement.replace("==", " ")
        return Contender(self.tool, name, (program, *self.command[1:]))


PEERS = (
    Peer("hydroid-cli==0.5.0", ("hydroid", "--no-cache", ".")),
    Peer("ruff==0.17.6", ("ruff", "check", "--isolated", "--no-cache", "--preview", "--select", "ASYNC,RUF006", ".")),
    Peer("ty==0.0.108", ("ty", "check", "--no-progress", "--ignore", "all", "--error", "unused-awaitable", ".")),
    Peer("flake8-async==26.8.1", ("flake8-async", "--asyncio", FILES)),
    Peer("pyright==1.1.414", ("pyright",)),
    Peer("blockpath==0.1.0", ("blockpath", "check", ".")),
)


def asynclint(given: str | None = None) -> Contender:
    """The asynclint ``NAME=PATH``, or else that of the Python that runs this."""
    if given is None:
        program = shutil.which("asynclint", path=str(Path(sys.executable).parent))
        if program is None:
            raise SystemExit(f"asynclint is not installed beside {sys.executable}: `make bench` does that")
        return Contender("asynclint", version(program), (program, "."))
    name, _, path = given.partition("=")
    program = shutil.which(path) if path else None
    if program is None:
        raise SystemExit(f"{given} must be NAME=PATH of an asynclint")
    return Contender(name, f"{version(program)} ({name})", (str(Path(program).absolute()), "."))


def settle(folder: Path) -> None:
    """Put into the copy of a corpus what pyright is to be told."""
    (folder / "pyrightconfig.json").write_text(json.dumps(_PYRIGHT))


def with_files(command: tuple[str, ...], folder: Path) -> tuple[str, ...]:
    """The command with the names of all Python files where it wants them."""
    if FILES not in command:
        return command
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.py"))
    return tuple(word for each in command for word in (files if each == FILES else [each]))


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
