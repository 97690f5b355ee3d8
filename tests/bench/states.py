"""What asynclint finds when it begins: an empty cache, a full one, or a full one of what was there before somebody's edit."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from contenders import Contender
from edits import Edit

COLD, WARM = "cold", "warm"
_SETTLED = (
    3.0  # seconds after which a change of a file is no longer so recent that nobody can be sure of having seen it
)


class Cache:
    """The cache folder of one asynclint. ``scratch`` is an empty folder for it, and for what it held at other times."""

    def __init__(self, contender: Contender, scratch: Path) -> None:
        self.environment: Mapping[str, str] = {"ASYNCLINT_CACHE_DIR": str(scratch / "cache")}
        self._command = contender.command
        self._folder = scratch / "cache"
        self._kept = scratch / "kept"
        self._folder.mkdir(parents=True)

    def fill(self, folder: Path) -> None:
        """Lint a folder, for what is left in the cache."""
        environment = {**os.environ, **self.environment}
        subprocess.run(self._command, cwd=folder, env=environment, capture_output=True, check=False)

    def keep(self, name: str) -> None:
        """Remember what the cache holds now."""
        shutil.copytree(self._folder, self._kept / name)

    def restore(self, name: str) -> None:
        """Have it hold that again."""
        shutil.rmtree(self._folder)
        shutil.copytree(self._kept / name, self._folder)


def states(
    contender: Contender, folder: Path, copies: Mapping[str, Path], edits: Sequence[Edit], scratch: Path
) -> Iterator[Contender]:
    """The asynclint in each state; ``copies`` of the folder are for the edits, by which file they are of.

    An edit that is undone leaves its traces on the file: it has changed, if not in what it says. A run is cold when the cache
    holds what is known of libraries, which all projects share, and other projects: the copies.
    """
    cache = Cache(contender, scratch)
    time.sleep(_SETTLED)
    for copy in copies.values():
        cache.fill(copy)
    cache.keep(COLD)
    cache.fill(folder)
    cache.keep(WARM)
    contender = replace(contender, environment=cache.environment)
    yield replace(contender, state=COLD, around=partial(_around, cache, COLD))
    yield replace(contender, state=WARM, around=partial(_around, cache, WARM))
    for edit in edits:
        copy = copies[edit.which]
        around = partial(_around, cache, WARM, partial(edit.made, copy))
        yield replace(contender, state=edit.title, folder=copy, around=around)


@contextlib.contextmanager
def _around(
    cache: Cache, held: str, edit: Callable[[], contextlib.AbstractContextManager[None]] = contextlib.nullcontext
) -> Iterator[None]:
    cache.restore(held)
    with edit():
        yield
