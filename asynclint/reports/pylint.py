"""The report in lines like pylint's "parseable" ones, ``path:line: [CODE(name), function] message``.

F0001 (fatal) is what pylint calls a file that it cannot analyse.
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
        lines.append(f"{printable(error.path)}:{line}: [F0001(fatal), ] {failed(error)}")
    for finding in report.findings:
        at = finding.location
        line, function = checkout.line(at.path, at.line, at.cell), printable(finding.function)
        lines.append(f"{printable(at.path)}:{line}: [{finding.code}({finding.name}), {function}] {said(finding)}")
    return "".join(f"{line}\n" for line in lines)
