"""Which project files belong to, where only some of its files are named: by an editor, flake8 or a commit hook."""

from __future__ import annotations

import itertools
import os
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from asynclint.findings import Finding, Report

_MARKS = ("asynclint.toml", "pyproject.toml", ".git", "setup.cfg", "setup.py", "tox.ini", ".flake8")


def start_of(paths: Sequence[str]) -> Path:
    """Where the search for settings begins: the folder that holds all that is linted."""
    try:
        common = Path(os.path.commonpath([os.path.abspath(path) for path in paths]))
    except ValueError:  # several drives
        return Path.cwd()
    return common if common.is_dir() else common.parent


def project_of(files: Sequence[str]) -> list[str]:
    """The paths to lint so that all is known which has to do with the files: their project, in which they may be excluded.

    It is the working directory, if that looks like a project and holds them all; or else the nearest folder around them that
    does. Where none does, they stand alone: what else lies beside a script in a home folder is nobody's program.
    """
    here, around = Path.cwd(), start_of(files)
    if around.is_relative_to(here) and _is_project(here):
        return ["."]
    projects = (str(folder) for folder in (around, *around.parents) if _is_project(folder))
    return list(itertools.islice(projects, 1)) or list(files)


def concerning(report: Report, files: Collection[str]) -> Report:
    """What of the report has to do with the files: what stands in them, and what stands elsewhere and leads through them."""
    from asynclint.discovery import display  # which the command line does not need for its help

    names = {display(path) for path in files}

    def concerns(finding: Finding) -> bool:
        return finding.location.path in names or any(hop.path in names for hop in finding.chain)

    return replace(
        report,
        findings=tuple(finding for finding in report.findings if concerns(finding)),
        errors=tuple(error for error in report.errors if error.path in names),
        suppressed=tuple(finding for finding in report.suppressed if concerns(finding)),
        known=tuple(finding for finding in report.known if concerns(finding)),
    )


def _is_project(folder: Path) -> bool:
    return any(os.path.exists(folder / mark) for mark in _MARKS)
