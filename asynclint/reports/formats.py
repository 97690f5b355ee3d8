"""The formats of a report. Each is a module of its name, imported when somebody wants it, whose ``render`` is like the one here."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asynclint.findings import Finding, Report
    from asynclint.verdicts import Joined

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "flake8", "pylint")


@dataclass(frozen=True, slots=True)
class Options:
    """What somebody wants of a report; each format takes what it has room for.

    ``given`` are texts by path that are not read from there: standard input, and what was just fixed. ``joined`` is what a run
    of the program has shown beside the findings.
    """

    show_source: bool = True
    show_suppressed: bool = False
    statistics: bool = False
    unsafe_fixes: bool = False
    given: Mapping[str, str] = field(default_factory=dict)
    joined: Joined | None = None

    def shown(self, report: Report) -> tuple[Finding, ...]:
        """The findings that are wanted, also those that comments suppress and those that are known, if they are."""
        return report.findings + (report.suppressed + report.known if self.show_suppressed else ())


PLAIN = Options()


def render(form: str, report: Report, options: Options) -> str:
    """``report`` in the format of that name, as the text of a file."""
    text = importlib.import_module(f"asynclint.reports.{form}").render(report, options)
    assert isinstance(text, str)
    return text
