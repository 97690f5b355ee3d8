"""Places as CI services and editors look them up: a path below the checkout, and a line of the file as it is written there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from asynclint import notebooks
from asynclint.discovery import SourceError, decode, source

_VARIABLES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")  # where GitHub and GitLab say that they put the checkout


class Checkout:
    """The files of a checkout. ``root`` is its folder where a CI service says it and we are in it, else the working directory."""

    def __init__(self) -> None:
        """Ask the environment."""
        here = Path.cwd()
        named = (Path(os.path.realpath(os.environ[name])) for name in _VARIABLES if os.environ.get(name))
        self.root = next((folder for folder in named if here.is_relative_to(folder)), here)
        self._lines: dict[str, Mapping[tuple[int, int], int]] = {}

    def path(self, path: str) -> str:
        """The path that a report names, relative to the root where it lies below it, with forward slashes."""
        full = Path(os.path.abspath(path))
        return (full.relative_to(self.root) if full.is_relative_to(self.root) else full).as_posix()

    def line(self, path: str, line: int, cell: int | None) -> int:
        """The line of the file: of a notebook, the one in which this line of the cell is written."""
        if cell is None:
            return line
        if path not in self._lines:
            self._lines[path] = _cell_lines(path)
        return self._lines[path].get((cell, line), 1)


def _cell_lines(path: str) -> Mapping[tuple[int, int], int]:
    try:
        data = Path(path).read_bytes()
        source(path, data)  # by now it may be no notebook any more
        return notebooks.json_lines(decode(data))
    except (OSError, SourceError):
        return {}
