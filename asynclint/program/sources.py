"""The text of files, read when it is needed and kept while it is likely to be needed again."""

from __future__ import annotations

import itertools
import re
from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from asynclint.findings import digest

if TYPE_CHECKING:
    from asynclint.program.modules import Definition

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_OTHER_SEPARATORS = "\v\f\x1c\x1d\x1e"  # where `splitlines` splits, and Python does not
_KEPT = 12


def split_lines(text: str) -> list[str]:
    """The lines of ``text`` with their ends, split where Python splits them (not at form feeds or Unicode separators)."""
    if text.isascii() and not any(mark in text for mark in _OTHER_SEPARATORS):
        return text.splitlines(keepends=True)  # many times as fast
    return _LINE.findall(text)


class Whole:
    """What is asked of a file as a whole: made once for all its parts."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    @cached_property
    def text(self) -> str:
        """The lines in one."""
        return "".join(self.lines)

    @cached_property
    def offsets(self) -> list[int]:
        """Where in :attr:`text` each line begins; and its length."""
        return list(itertools.accumulate(map(len, self.lines), initial=0))

    @cached_property
    def digest(self) -> str:
        """The digest of :attr:`text`, by which a fix knows the text it is for."""
        return digest(self.text)


class Sources:
    """Lines of files by path. ``read`` gives the text of a path; ``given`` are texts that are not on disk (standard input)."""

    def __init__(self, read: Callable[[Path], str], given: dict[str, str] | None = None) -> None:
        self._read = read
        self._given = given or {}
        # What stage 2 looked into since whoever wants to know emptied it: functions of other files, and names of which it was
        # asked who imports them.
        self.asked: set[Definition] = set()
        self.asked_names: set[str] = set()
        self._whole = Whole([])  # the one asked for last
        self._lines: OrderedDict[str, list[str]] = OrderedDict()

    def text(self, path: str) -> str:
        """The whole text; raises what ``read`` raises."""
        return self._given[path] if path in self._given else self._read(Path(path))

    def lines(self, path: str) -> list[str]:
        """The lines with their ends; raises what ``read`` raises."""
        known = self._lines.get(path)
        if known is None:
            known = self._lines[path] = split_lines(self.text(path))
            if len(self._lines) > _KEPT:
                self._lines.popitem(last=False)
        else:
            self._lines.move_to_end(path)
        return known

    def whole(self, lines: list[str]) -> Whole:
        """The file whose lines :meth:`lines` gave: the same for all that ask one after the other."""
        if lines is not self._whole.lines:
            self._whole = Whole(lines)
        return self._whole


def character_column(line: str, column: int) -> int:
    """A 0-based column in UTF-8 bytes as a 0-based column in characters."""
    if line.isascii():
        return column
    return len(line.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "ignore"))
