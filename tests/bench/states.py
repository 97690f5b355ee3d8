"""What asynclint finds when it begins: an empty cache, a full one, or a full one of what was there before somebody's edit."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from contenders import Contender
from edits import Edit

COLD, WARM = "cold", "warm"


class States:
    """The caches of one asynclint for one folder. ``scratch`` is an empty folder for them."""

    def __init__(self, contender: Contender, folder: Path, scratch: Path) -> None:
        self.contender = replace(contender, environment={"ASYNCLINT_CACHE_DIR": str(scratch / "cache")})
        self._folder = folder
        self._cache = scratch / "cache"
        self._empty = scratch / "empty"
        self._full = scratch / "full"

    def fill(self) -> None:
        """Have the caches made. An "empty" one holds what is known of libraries, which any run on the machine leaves there."""
        self._asynclint(*self.contender.command[1:])
        self._keep(self._full)
        if self._asynclint("cache", "clear", "--project", ".") != 0:
            print(f"{self.contender.name} keeps nothing of a project: each of its runs is cold", file=sys.stderr)
        self._keep(self._empty)

    def contenders(self, edits: Sequence[Edit]) -> Iterator[Contender]:
        """The asynclint in each state."""
        yield replace(self.contender, state=COLD, around=partial(self._around, self._empty))
        yield replace(self.contender, state=WARM, around=partial(self._around, self._full))
        for edit in edits:
            yield replace(self.contender, state=edit.title, around=partial(self._around, self._full, edit))

    def _asynclint(self, *arguments: str) -> int:
        environment = {**os.environ, **self.contender.environment}
        command = [self.contender.command[0], *arguments]
        return subprocess.run(command, cwd=self._folder, env=environment, capture_output=True, check=False).returncode

    def _keep(self, where: Path) -> None:
        self._cache.mkdir(parents=True, exist_ok=True)
        shutil.copytree(self._cache, where)

    @contextlib.contextmanager
    def _around(self, cache: Path, edit: Edit | None = None) -> Iterator[None]:
        shutil.rmtree(self._cache)
        shutil.copytree(cache, self._cache)
        with edit.made() if edit is not None else contextlib.nullcontext():
            yield
