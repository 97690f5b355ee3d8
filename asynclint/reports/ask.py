"""``--fix --interactive``: each change is shown, and made if the user says so.

The dialogue is on the error stream: output may go elsewhere.
"""

from __future__ import annotations

import sys

import click

from asynclint.findings import Applicability, Finding
from asynclint.program.sources import split_lines
from asynclint.reports.diff import unified
from asynclint.reports.screen import Line, Screen
from asynclint.reports.source import place, printable

_STYLES = {"+": "green", "-": "red", "@": "cyan"}


class Question:
    """Asks on the terminal, and remembers what was said for all of a code; after "quit" nothing more is wanted."""

    def __init__(self) -> None:
        self._screen = Screen(sys.stderr)
        self._all: set[str] = set()
        self._is_over = False

    def is_wanted(self, finding: Finding, before: str, after: str) -> bool:
        """Whether the user wants the fix of the finding, which makes ``after`` of ``before``."""
        if self._is_over or finding.code in self._all:
            return not self._is_over
        at, fix = finding.location, finding.fix
        unsafe = " (unsafe)" if fix is not None and fix.applicability is Applicability.UNSAFE else ""
        title = "" if fix is None else fix.title
        self._screen.print([((f"{place(at)} {finding.code} {finding.name}: {title}{unsafe}", "bold"),)])
        self._screen.print(_coloured(line) for line in split_lines(unified(at.path, before, after))[2:])
        answer = click.prompt(
            f"Apply? yes, no, all of {finding.code}, quit",
            type=click.Choice(["y", "n", "a", "q"], case_sensitive=False),
            err=True,
        )
        self._is_over = answer == "q"
        if answer == "a":
            self._all.add(finding.code)
        return answer in ("y", "a")


def _coloured(line: str) -> Line:
    style, shown = _STYLES.get(line[:1]), printable(line.rstrip("\r\n"))
    return ((shown, style),) if style else (shown,)
