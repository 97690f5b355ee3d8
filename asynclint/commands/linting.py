"""Settings and reports for the paths of a command line; a mistake in them is the user's, in one line."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from asynclint.commands import FAILED, FOUND, OK

if TYPE_CHECKING:
    from asynclint.findings import FileError, Report
    from asynclint.settings import Settings


def start_of(paths: Sequence[str]) -> Path:
    """Where the search for settings begins: the folder that holds all that is linted."""
    try:
        common = Path(os.path.commonpath([os.path.abspath(path) for path in paths]))
    except ValueError:  # several drives
        return Path.cwd()
    return common if common.is_dir() else common.parent


def project_of(path: str, config: Path | None, isolated: bool) -> Path:
    """The folder of the project that the path belongs to: where its settings are, else the working directory around it."""
    from asynclint import settings

    start = start_of([path])
    try:
        found = settings.source(start, config=config, isolated=isolated)
    except settings.SettingsError as mistake:
        raise click.ClickException(str(mistake)) from None
    folders = [Path(os.path.abspath(found[0])).parent] if found is not None else []
    return next((folder for folder in (*folders, Path.cwd()) if start.is_relative_to(folder)), start)


def settings_for(start: Path, config: Path | None, isolated: bool, **options: Any) -> Settings:
    """The settings of the project as the command line changes them; a mistake in them is the user's."""
    from asynclint import settings
    from asynclint.codes import ROWS

    try:
        return settings.load(start, ROWS, config=config, isolated=isolated).override(**options)
    except settings.SettingsError as mistake:
        raise click.ClickException(str(mistake)) from None


def lint(
    paths: Sequence[str],
    settings: Settings,
    given: Mapping[str, str],
    mistakes: Sequence[FileError],
    jobs: int | None,
    screen: bool,
    quiet: bool,
    *,
    cached: bool,
    executor: str | None = None,
) -> Report:
    """The report on the paths and on what is given; with ``mistakes`` of what was given there is nothing else to tell."""
    from asynclint import engine
    from asynclint.findings import Report

    if mistakes:
        return Report((), tuple(mistakes))
    options: dict[str, Any] = {"screen": screen, "jobs": jobs, "given": given, "cached": cached}
    if executor is None:
        with progress_on(quiet) as progress:
            return engine.lint(paths, settings, progress=progress, **options)
    from asynclint import executors

    try:
        with executors.connected(executor) as pool, progress_on(quiet) as progress:
            return engine.lint(paths, settings, progress=progress, executor=pool, **options)
    except executors.RemoteError as reason:
        raise click.ClickException(str(reason)) from None


@contextlib.contextmanager
def progress_on(quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """Where the stages are told on the terminal; None where nobody looks."""
    from asynclint.reports.screen import Progress, is_terminal

    if quiet or not is_terminal(sys.stderr):
        yield None
        return
    with contextlib.closing(Progress(sys.stderr)) as progress:
        yield progress


def status_of(report: Report, settings: Settings) -> int:
    """The exit status that the report asks for."""
    if report.errors:
        return FAILED
    return FOUND if any(finding.severity >= settings.fail_on for finding in report.findings) else OK
