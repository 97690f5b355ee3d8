"""A line of source as a report shows it: cropped where it is long, harmless in a terminal, with the span marked.

What is marked is counted in terminal cells, what a location says in characters: tabs, wide and combining characters make
the two differ.
"""

from __future__ import annotations

import io
import os
import re
import tokenize
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len

from asynclint.findings import FileError, Hop, Location
from asynclint.notebooks import Cells, UnreadableNotebook, is_notebook, source

TAB = " " * 4
CUT = "..."


class Sources:
    """Reads lines of source for a report. Reports go by path, so only the file asked for last is kept."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        """``given`` are texts by path that are not read from there: standard input, and what was just fixed."""
        self._given = {os.path.abspath(path): text for path, text in (given or {}).items()}
        self._path: str | None = None
        self._lines: list[str] = []
        self._cells: Cells | None = None

    def line(self, path: str, number: int, cell: int | None = None) -> str | None:
        """Line ``number`` of ``path`` (of a cell of it) without its end; None when there is none (any more)."""
        if path != self._path:
            self._path, self._lines = path, self._read(path)
            self._cells = Cells("\n".join(self._lines)) if is_notebook(path) else None
        if cell is not None:
            number = self._cells.line(cell, number) if self._cells is not None else 0
        return self._lines[number - 1] if 0 < number <= len(self._lines) else None

    def _read(self, path: str) -> list[str]:
        # Reports write paths in their own way: ``./a.py`` as ``a.py``.
        text = self._given.get(os.path.abspath(path))
        if text is None:
            text = decoded(path)
        # Not str.splitlines: for Python, a form feed or U+2028 does not end a line.
        return re.split("\r\n|\r|\n", text.removeprefix("\ufeff")) if text else []


def decoded(path: str) -> str:
    """The text of a source file; the empty text where it cannot be read (it may be gone by now)."""
    try:
        with open(path, "rb") as file:
            data = file.read()
        if is_notebook(path):
            return source(data.decode("utf-8-sig", errors="replace"))
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding, errors="replace")
    except (OSError, SyntaxError, ValueError, UnreadableNotebook):
        return ""


def place(at: Location | Hop) -> str:
    """The place as people and editors read it: ``file.py:3:1``, ``notes.ipynb:cell 2:3:1``."""
    return f"{file_place(at)}:{at.column}"


def file_place(at: Location | Hop | FileError) -> str:
    """The place without the column, and without a line where none is to blame."""
    cell = "" if at.cell is None else f":cell {at.cell}"
    return f"{printable(at.path)}{cell}" + ("" if at.line is None else f":{at.line}")


def printable(text: str) -> str:
    """``text`` with tabs as blanks and everything that could steer a terminal as an escape sequence one can read."""
    if text.isprintable():
        return text
    return "".join(_printable(character) for character in text)


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    if character == "\t":
        return TAB
    if unicodedata.category(character) == "Zs":
        return " "
    return character.encode("unicode_escape").decode("ascii")


def one_line(text: str, limit: int) -> str:
    """``text`` on one line, its blanks collapsed, cut at ``limit`` characters."""
    flat = printable(" ".join(text.split()))
    return flat if len(flat) <= limit else flat[: limit - len(CUT)].rstrip() + CUT


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line of code in three parts, the marked one in the middle, and how far the mark is to be indented."""

    before: str
    marked: str
    after: str
    last_line: int | None  # the line on which the span ends, when it is another one

    @property
    def mark(self) -> str:
        """What stands under the code: blanks, then one ``^`` a cell."""
        underline = " " * cell_len(self.before) + "^" * max(1, cell_len(self.marked))
        return underline if self.last_line is None else f"{underline} ... to line {self.last_line}"


def excerpt(line: str, location: Location, limit: int) -> Excerpt:
    """``location``'s ``line``, at most ``limit`` cells wide, with the start of the span always in sight."""
    goes_on = location.end_line > location.line
    start = min(location.column - 1, len(line))
    end = len(line.rstrip()) if goes_on else location.end_column - 1
    end = max(end, start)
    before, marked, after = printable(line[:start]), printable(line[start:end]), printable(line[end:].rstrip())
    last_line = location.end_line if goes_on else None
    if cell_len(before + marked + after) <= limit:
        return Excerpt(before, marked, after, last_line)
    if cell_len(before + marked) > limit - len(CUT) and len(before) > limit // 4:
        # The span would fall off the right side. Half of these characters' cells at most are ours: they may be wide.
        before = CUT + before[-(limit // 4) :].lstrip()
    room = limit - len(CUT)
    before = _crop(before, room)
    marked_fits = _crop(marked, room - cell_len(before))
    if marked_fits != marked:
        return Excerpt(before, marked_fits, CUT, last_line)
    after_fits = _crop(after, room - cell_len(before + marked))
    return Excerpt(before, marked, after_fits + CUT if after_fits != after else after, last_line)


def _crop(text: str, room: int) -> str:
    """The longest beginning of ``text`` that takes ``room`` cells."""
    text = text[: max(room, 0) * 2]  # combining characters take no cell: allow one each
    while cell_len(text) > room:
        text = text[:-1]
    return text
