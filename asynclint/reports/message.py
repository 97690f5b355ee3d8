"""What a finding says where there is no terminal: on one line, and more on further ones."""

from __future__ import annotations

from asynclint.findings import FileError, Finding
from asynclint.reports.source import file_place, one_line, printable
from asynclint.reports.text import seen


def said(finding: Finding) -> str:
    """The message; of a notebook with the place in the cell, which the line of the file does not tell."""
    return printable(finding.message) + _in_cell(finding.location.cell, finding.location.line)


def failed(error: FileError) -> str:
    """Why a file could not be linted."""
    return printable(error.message) + _in_cell(error.cell, error.line)


def _in_cell(cell: int | None, line: int | None) -> str:
    return "" if cell is None else f" (cell {cell}, line {line})"


def details(finding: Finding) -> list[str]:
    """The way from the async code to the culprit, a line a call; then what a run has shown."""
    lines = []
    if len(finding.chain) > 1:
        lines += [f"{file_place(hop)} {printable(hop.function)}: {one_line(hop.text, 100)}" for hop in finding.chain]
    if finding.runtime is not None:
        lines.append(f"in a run: {seen(finding.runtime)}")
    return lines
