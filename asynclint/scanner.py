"""Logical lines, found without parsing.

A small scanner of our own and not ``tokenize``, which refuses broken files, and on Python 3.11 takes the ``#`` in
``f"{x["#"]}"`` for a comment. It knows strings, nested f-strings (PEP 701), t-strings, brackets and line ends, and nothing
else, so it reads every version's syntax alike, and a file that does not parse, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class LogicalLine(NamedTuple):
    """A logical line (a statement, or the header of one; outside any, a physical line) as offsets into the text.

    ``end`` is where its line end begins; ``comments`` are the comments in it, each with its offset; ``breaks`` is where a physical
    line ends within brackets, so that a comment can stand there, too.
    """

    start: int
    end: int
    comments: tuple[tuple[int, str], ...]
    breaks: tuple[int, ...] = ()


# Where the scanner stops next, by what it is in: "(" a bracket or the module, "{" the expression of a replacement field;
# and in the text of an f-string, whose mode is its quotes (and "r" where raw), after a ":" in a format specification.
_STOPS = {
    "(": re.compile(r"""\#[^\r\n]*|\"\"\"|'''|"|'|\(|\[|\{|\)|\]|\}|\r\n?|\n|\\(?:\r\n?|\n)?"""),
    "{": re.compile(r"""\#[^\r\n]*|\"\"\"|'''|"|'|\(|\[|\{|\)|\]|\}|:|\r\n?|\n|\\(?:\r\n?|\n)?"""),
}
_STRINGS = {}
for _quote in ('"', "'", '"""', "'''"):
    _end = r"|\r|\n" if len(_quote) == 1 else ""
    for _raw, _escape in ("", r"\\N\{[^}]*\}|\\(?:\r\n|[^{}])"), ("r", r"\\(?:\r\n|[^{}])"):
        _STOPS[_quote + _raw] = re.compile(rf"{_escape}|\{{\{{|\}}\}}|\{{|\}}|{_quote}{_end}")
        _STOPS[":" + _quote + _raw] = re.compile(rf"{_escape}|\{{|\}}|{_quote}{_end}")
    _STRINGS[_quote] = (
        re.compile(rf"{_quote}(?:[^{_quote}\\\r\n]++|\\(?:\r\n|.))*+{_quote}?", re.DOTALL)
        if len(_quote) == 1
        else re.compile(rf"{_quote}(?:[^{_quote[0]}\\]++|\\.|{_quote[0]}(?!{_quote[1:]}))*+(?:{_quote})?", re.DOTALL)
    )
_FORMATTED = re.compile(r"(?<!\w)(?:[ft](r?)|(r)[ft])\Z", re.IGNORECASE)


def logical_lines(text: str, start: int = 0) -> Iterator[LogicalLine]:
    """The logical lines from an offset on. Never raises: an unclosed string or bracket reaches as far as it can."""
    modes: list[str] = []
    comments: list[tuple[int, str]] = []
    breaks: list[int] = []
    begin = position = start
    while stop := _STOPS[modes[-1] if modes else "("].search(text, position):
        start, position = stop.span()
        token = stop[0]
        if modes and modes[-1] not in "({":
            if _in_string(modes, token):
                position = start  # the line end also ends the line
        elif token[0] == "#":
            comments.append((start, token))
        elif token[0] in "'\"":
            if prefix := _FORMATTED.search(text[max(start - 3, 0) : start]):
                modes.append(token + ("r" if prefix[1] or prefix[2] else ""))
            elif string := _STRINGS[token].match(text, start):
                position = string.end()
        elif token in "([{":
            modes.append("(")
        elif token in ")]}":
            if modes and (modes[-1] == "(" or token == "}"):
                modes.pop()
        elif token == ":":
            modes.append(":" + modes[-2].lstrip(":"))
        elif token[0] != "\\" and not modes:
            yield LogicalLine(begin, start, tuple(comments), tuple(breaks))
            comments.clear()
            breaks.clear()
            begin = position
        elif token[0] != "\\" and set(modes) == {"("}:  # the line goes on in a bracket, and not in one of an f-string
            breaks.append(start)
    if begin < len(text):
        yield LogicalLine(begin, len(text), tuple(comments), tuple(breaks))


def _in_string(modes: list[str], token: str) -> bool:
    """Take a stop in the text of an f-string; whether it was a line end that ends an unclosed string."""
    specification = modes[-1][0] == ":"
    if token == "{":
        modes.append("{")
    elif token == "}":
        if specification:
            del modes[-2:]
    elif token in "\r\n":
        modes.pop()
        return True
    elif token == modes[-1].strip(":r"):
        del modes[-3 if specification else -1 :]
    return False
