"""The report in lines like flake8's, ``path:line:column: CODE message``, for editors and scripts that read those.

Columns are 1-based and count characters. E902 is what flake8 calls a file that it cannot read.
"""

from __future__ import annotations

from asynclint.findings import Report
from asynclint.reports.checkout import Checkout
from asynclint.reports.formats import Options
from asynclint.reports.message import failed, said
from asynclint.reports.source import printable


def render(report: Report, options: Options) -> str:
    """A line of what could not be linted, and of each finding."""
    checkout = Checkout()
    lines = []
    for error in report.errors:
        line = checkout.line(error.path, error.line or 1, error.cell)
        lines.append(f"{printable(error.path)}:{line}:1: E902 {failed(error)}")
    for finding in report.findings:
        at = finding.location
        line, column = checkout.line(at.path, at.line, at.cell), 1 if at.cell is not None else at.column
        lines.append(f"{printable(at.path)}:{line}:{column}: {finding.code} {said(finding)}")
    return "".join(f"{line}\n" for line in lines)
