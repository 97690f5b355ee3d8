"""The text of files, read when it is needed and kept while it is likely to be needed again."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_OTHER_SEPARATORS = "\v\f\x1c\x1d\x1e"  # where `splitlines` splits, and Python does not
_KEPT = 12


def split_lines(text: str) -> list[str]:
    """The lines of ``text`` with their ends, split where Python splits them (not at form feeds or Unicode separators)."""
    if text.isascii() and not any(mark in text for mark in _OTHER_SEPARATORS):
        return text.splitlines(keepends=True)  # many times as fast
    return _LINE.findall(text)


class Sources:
    """Lines of files by path. ``read`` gives the text of a path; ``given`` are texts that are not on disk (standard input)."""

    def __init__(self, read: Callable[[Path], str], given: dict[str, str] | None = None) -> None:
        self._read = read
        self._given = given or {}
        # What was asked for since whoever wants to know emptied it: paths, and names of which it was asked who imports them.
        self.asked: set[str] = set()
        self.asked_names: set[str] = set()
        self._joined: tuple[list[str], str] = [], ""  # the lines asked for last, and their text
        self._lines: OrderedDict[str, list[str]] = OrderedDict()

    def text(self, path: str) -> str:
        """The whole text; raises what ``read`` raises."""
        self.asked.add(path)
        return self._given[path] if path in self._given else self._read(Path(path))

    def lines(self, path: str) -> list[str]:
        """The lines with their ends; raises what ``read`` raises."""
        self.asked.add(path)
        known = self._lines.get(path)
        if known is None:
            known = self._lines[path] = split_lines(self.text(path))
            if len(self._lines) > _KEPT:
                self._lines.popitem(last=False)
        else:
            self._lines.move_to_end(path)
        return known

    def joined(self, lines: list[str]) -> str:
        """The text of what :meth:`lines` gave, made once for all that ask one after the other."""
        if lines is not self._joined[0]:
            self._joined = lines, "".join(lines)
        return self._joined[1]


def character_column(line: str, column: int) -> int:
    """A 0-based column in UTF-8 bytes as a 0-based column in characters."""
    if line.isascii():
        return column
    return len(line.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "ignore"))
