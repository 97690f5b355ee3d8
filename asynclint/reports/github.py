"""The report as annotations of GitHub: workflow commands, which a step writes to its log.

See https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands.
GitHub shows ten of a kind a step, so the most harmful come first.
"""

from __future__ import annotations

from collections.abc import Iterator

from asynclint.findings import FileError, Finding, Report, Severity
from asynclint.reports.causes import group
from asynclint.reports.checkout import Checkout
from asynclint.reports.formats import Options
from asynclint.reports.message import details, failed, said

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, options: Options) -> str:
    """A command a line, of what could not be linted and of each finding."""
    return "".join(f"{command}\n" for command in _commands(report, Checkout()))


def _commands(report: Report, checkout: Checkout) -> Iterator[str]:
    for error in report.errors:
        yield _of_error(error, checkout)
    for cause in group(report.findings):
        for finding in cause:
            yield _of_finding(finding, checkout)


def _of_error(error: FileError, checkout: Checkout) -> str:
    properties: dict[str, str | int] = {"file": checkout.path(error.path)}
    if error.line is not None:
        properties["line"] = checkout.line(error.path, error.line, error.cell)
    return _command("error", {**properties, "title": "asynclint: not linted"}, failed(error))


def _of_finding(finding: Finding, checkout: Checkout) -> str:
    at = finding.location
    properties: dict[str, str | int] = {
        "file": checkout.path(at.path),
        "line": checkout.line(at.path, at.line, at.cell),
        "endLine": checkout.line(at.path, at.end_line, at.cell),
    }
    if at.line == at.end_line and at.cell is None:  # GitHub takes columns of a single line only
        properties |= {"col": at.column, "endColumn": at.end_column}
    properties["title"] = f"{finding.code} {finding.name}"
    return _command(_COMMANDS[finding.severity], properties, "\n".join([said(finding), *details(finding)]))


def _command(name: str, properties: dict[str, str | int], data: str) -> str:
    told = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {told}::{_data(data)}"


def _data(text: str) -> str:
    """``text`` with escapes for what would end it, as GitHub's own toolkit writes them."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
