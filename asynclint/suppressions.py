"""Comments that silence findings: ``# noqa``, ``# asynclint: ignore[ASL201] reason`` and ``# asynclint: skip-file``.

A comment speaks for its *statement*: all lines of a simple statement, the header lines of a compound one (a decorator is
a line of its own). ``noqa`` is read exactly as flake8 reads it, and never judged; an ``asynclint: ignore`` that silences
nothing is told by :meth:`Suppressions.unused`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from asynclint.findings import Suppression
from asynclint.scanner import logical_lines


class Notice(NamedTuple):
    """Something to tell about a comment: its place (1-based, ``end_column`` is after it) and the selectors concerned.

    A bare ``asynclint: ignore`` has no selectors.
    """

    line: int
    column: int
    end_column: int
    selectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directive:
    """One instruction in a comment. It speaks for the lines ``first`` to ``last``.

    ``selectors`` are codes, starts of codes and (not in ``noqa``) names; None stands for everything.
    """

    line: int
    column: int
    end_column: int
    first: int
    last: int
    selectors: tuple[str, ...] | None
    reason: str
    noqa: bool

    def matching(self, code: str, name: str) -> tuple[str, ...]:
        """The selectors that name this rule; an empty string stands for everything."""
        if self.selectors is None:
            return ("",)
        return tuple(word for word in self.selectors if code.startswith(word) or (word == name and not self.noqa))

    def notice(self, selectors: tuple[str, ...]) -> Notice:
        """A notice about some of the selectors."""
        return Notice(self.line, self.column, self.end_column, selectors)


class Suppressions:
    """What the comments of one file silence, and which of them did."""

    def __init__(self, directives: Sequence[Directive] = (), *, skip_file: bool = False) -> None:
        self.skip_file = skip_file
        self._directives = directives
        self._used: set[tuple[Directive, str]] = set()

    def silences(self, code: str, name: str, line: int) -> Suppression | None:
        """The comment that silences a finding of this rule which starts on ``line``, if any; it then counts as used.

        Of several comments all count as used, and one of ours, which may tell a reason, is given before a ``noqa``.
        """
        silencing = []
        for directive in self._directives:
            if directive.first <= line <= directive.last and (words := directive.matching(code, name)):
                silencing.append(directive)
                self._used.update((directive, word) for word in words)
        if not silencing:
            return None
        chosen = min(silencing, key=lambda directive: directive.noqa)
        return Suppression(chosen.line, chosen.reason, chosen.noqa)

    def unused(self, enabled: Mapping[str, str]) -> list[Notice]:
        """The ``asynclint: ignore`` comments, or the selectors of one, that silenced nothing; ask when the file is done.

        ``enabled`` is code → name of the rules that ran, without the rule that reports this. A selector that names none of
        them is not judged.
        """
        notices = []
        for directive in self._directives:
            if directive.noqa:
                continue
            judged = {word for code, name in enabled.items() for word in directive.matching(code, name)}
            idle = tuple(
                word for word in directive.selectors or ("",) if word in judged and (directive, word) not in self._used
            )
            if idle or directive.selectors == ():
                notices.append(directive.notice(idle if directive.selectors else ()))
        return notices

    def unknown(self, known: Mapping[str, str]) -> list[Notice]:
        """The selectors of ``asynclint: ignore`` comments that name no rule in ``known`` (code → name)."""
        notices = []
        for directive in self._directives:
            if directive.noqa or not directive.selectors:
                continue
            right = {word for code, name in known.items() for word in directive.matching(code, name)}
            if wrong := tuple(word for word in directive.selectors if word not in right):
                notices.append(directive.notice(wrong))
        return notices


_NOQA = re.compile(r"# noqa(?::\s?(?P<codes>(?:[A-Z]+[0-9]+[,\s]*)+))?", re.IGNORECASE)  # what flake8 7 matches
IGNORE = re.compile(
    r"(?<!\S)#\s*asynclint:\s*ignore(?:\s*\[(?P<selectors>[^\]]*)\]|(?![\w-]|\s*\[))(?=(?P<reason>.*?)(?:\s#\s|$))",
    re.IGNORECASE,
)
_SKIP = re.compile(r"#\s*asynclint:\s*skip-file(?![\w-])", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?|\n")


def parse(text: str) -> Suppressions:
    """The suppressions of a source file. Never raises, whatever the text."""
    lowered = text.lower()
    if "noqa" not in lowered and "asynclint:" not in lowered:
        return Suppressions()
    lines = [0, *(match.end() for match in _LINE_END.finditer(text))]
    directives: list[Directive] = []
    skip_file = False
    for comment in comments(text):
        line = bisect_right(lines, comment.start)
        column = comment.start - lines[line - 1] + 1
        extent = bisect_right(lines, comment.statement_start), bisect_right(lines, comment.statement_end)
        alone = text[lines[line - 1] : comment.start].strip() == ""
        skip_file |= alone and _SKIP.match(comment.text) is not None
        for match, noqa in _directives(comment.text):
            named = match["codes" if noqa else "selectors"]
            directives.append(
                Directive(
                    line,
                    column + match.start(),
                    column + match.end(),
                    *extent,
                    None if named is None else tuple(word for word in re.split(r"[,\s]+", named) if word),
                    "" if noqa else match["reason"].strip(),
                    noqa,
                )
            )
    return Suppressions(directives, skip_file=skip_file)


def _directives(comment: str) -> Iterator[tuple[re.Match[str], bool]]:
    """The matches in a comment, each with whether it is a ``noqa``; flake8 heeds only the first of those."""
    if match := _NOQA.search(comment):
        yield match, True
    for match in IGNORE.finditer(comment):
        yield match, False


class Comment(NamedTuple):
    """A comment and the logical line around it, as offsets into the text; outside any statement, its physical line."""

    start: int
    text: str
    statement_start: int
    statement_end: int


def comments(text: str) -> Iterator[Comment]:
    """All comments of a source text, in order."""
    for line in logical_lines(text):
        for start, comment in line.comments:
            yield Comment(start, comment, line.start, line.end)
