"""A baseline: the findings that a project knows of and lives with, in a file that it keeps.

JSON with an entry a line, sorted, so that people can read its diffs and git can merge it. Paths are relative to its folder.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from asynclint.codemods.write import put
from asynclint.discovery import display
from asynclint.errors import reason_of
from asynclint.findings import Report
from asynclint.known import Entry, Known

DEFAULT_NAME = "asynclint-baseline.json"
VERSION = 1


class BaselineError(Exception):
    """Why a baseline cannot be read or written, in one line that names it."""


class _Version(msgspec.Struct):
    version: int


class _File(msgspec.Struct):
    entries: list[Entry]


def load(path: Path) -> tuple[Entry, ...]:
    """The entries of a baseline. Raises ``FileNotFoundError`` and :class:`BaselineError`."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BaselineError(f"{path}: is no file")
        content = path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise BaselineError(f"{path}: cannot be read: {reason_of(error)}") from None
    try:
        version = msgspec.json.decode(content, type=_Version).version
        if version != VERSION:
            raise BaselineError(f"{path}: a baseline of version {version}; this asynclint knows version {VERSION}")
        return tuple(msgspec.json.decode(content, type=_File).entries)
    except UnicodeDecodeError:
        raise BaselineError(f"{path}: no baseline of asynclint: not valid UTF-8") from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise BaselineError(f"{path}: no baseline of asynclint: {' '.join(str(error).split())}") from None


def known(path: Path, paths: Sequence[str], *, is_new: bool = False) -> Known:
    """What a baseline knows of the paths that are linted; nothing if it ``is_new`` and not there. Raises :class:`BaselineError`."""
    try:
        entries = load(path)
    except FileNotFoundError:
        if not is_new:
            raise BaselineError(f"{path}: there is no such baseline; `asynclint baseline write` makes one") from None
        entries = ()
    folder = Path(os.path.abspath(path)).parent
    return Known(display(path), folder, entries, frozenset(map(os.path.abspath, paths)), can_be_pruned=True)


def hide(report: Report, path: Path | None, paths: Sequence[str]) -> Report:
    """The report on the paths, with what the baseline, if there is one, knows apart. Raises :class:`BaselineError`."""
    return report if path is None else known(path, paths).hide(report)


def save(path: Path, entries: Iterable[Entry]) -> None:
    """Write a baseline, as a whole or not at all. Raises :class:`BaselineError`."""
    lines = [json.dumps(msgspec.structs.asdict(entry), ensure_ascii=False) for entry in sorted(entries)]
    listed = ",".join(f"\n    {line}" for line in lines) + "\n  " * bool(lines)
    try:
        put(path, f'{{\n  "version": {VERSION},\n  "entries": [{listed}]\n}}\n'.encode())
    except OSError as error:
        raise BaselineError(f"{path}: cannot be written: {reason_of(error)}") from None
