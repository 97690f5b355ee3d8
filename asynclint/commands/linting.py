"""Settings and reports for the paths of a command line; a mistake in them is the user's, in one line."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from asynclint.commands import FAILED, FOUND, OK
from asynclint.projects import start_of

if TYPE_CHECKING:
    from asynclint.findings import FileError, Report
    from asynclint.known import Known
    from asynclint.settings import Settings


def project_around(path: str, config: Path | None, isolated: bool) -> Path:
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
    copied_from: Path | None = None,
) -> Report:
    """The report on the paths and on what is given; with ``mistakes`` of what was given there is nothing else to tell."""
    from asynclint import engine
    from asynclint.findings import Report

    if mistakes:
        return Report((), tuple(mistakes))
    options: dict[str, Any] = {"screen": screen, "jobs": jobs, "given": given, "cached": cached}
    if copied_from is not None:
        options["copied_from"] = copied_from
    if executor is None:
        with progress_on(quiet) as progress:
            return engine.lint(paths, settings, progress=progress, **options)
    from asynclint import executors

    try:
        with executors.connected(executor) as pool, progress_on(quiet) as progress:
            return engine.lint(paths, settings, progress=progress, executor=pool, **options)
    except executors.RemoteError as reason:
        raise click.ClickException(str(reason)) from None


def codes_of(settings: Settings, selectors: Sequence[str], option: str) -> frozenset[str]:
    """The codes of rules that an option names; a mistake in them is the user's."""
    from asynclint.settings import SettingsError

    try:
        return settings.codes(selectors, option)
    except SettingsError as mistake:
        raise click.ClickException(str(mistake)) from None


def known_from_baseline(path: Path | None, paths: Sequence[str]) -> list[Known]:
    """What the baseline knows; nothing where there is none to ask."""
    if path is None:
        return []
    from asynclint import baseline

    try:
        return [baseline.known(path, paths)]
    except baseline.BaselineError as reason:
        raise click.ClickException(str(reason)) from None


def known_from_revision(
    name: str | None, paths: Sequence[str], settings: Settings, lint: Callable[..., Report], *, cached: bool
) -> list[Known]:
    """What was found in a git revision, linted by :func:`lint` as it is wanted; nothing where there is none to ask."""
    if name is None:
        return []
    from asynclint import revisions

    def lint_copy(copies: Sequence[str], moved: Settings) -> Report:
        return lint(copies, moved, {}, (), copied_from=settings.root)

    try:
        return [revisions.known(revisions.find(name, start_of(paths)), paths, settings, lint_copy, cached=cached)]
    except revisions.RevisionError as reason:
        raise click.ClickException(f"--diff-from: {reason}") from None


@contextlib.contextmanager
def progress_on(quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """Where the stages are told on the terminal; None where nobody looks."""
    from asynclint.reports.screen import Progress, is_terminal

    if quiet or not is_terminal(sys.stderr):
        yield None
        return
    with contextlib.closing(Progress(sys.stderr)) as progress:
        yield progress


def tell_if_nothing(report: Report, paths: Sequence[str], settings: Settings) -> None:
    """Where there was nothing to lint, say why: it is seldom what somebody wants."""
    if report.files or report.findings or report.errors:
        return
    from asynclint.discovery import discover
    from asynclint.reports.source import printable

    counts = ((reason, len(discover(paths, changed, []))) for reason, changed in _without_limits(settings))
    reasons = (f"{reason} {count} Python file{'s' * (count > 1)}" for reason, count in counts if count)
    why = next(reasons, f"no Python files in {printable(', '.join(paths))}")
    click.echo(f"Nothing was linted: {why}", err=True)


def _without_limits(settings: Settings) -> Iterator[tuple[str, Settings]]:
    """The settings with less and less that leaves files out, and what that was."""
    yield "git ignores", replace(settings, respect_gitignore=False)
    for pattern in settings.extend_exclude:
        others = tuple(each for each in settings.extend_exclude if each != pattern)
        yield f"`extend-exclude` has {pattern!r}, which leaves out", replace(settings, extend_exclude=others)
    yield "`exclude` leaves out", replace(settings, exclude=())
    yield "`exclude` and `extend-exclude` leave out", replace(settings, exclude=(), extend_exclude=())
    yield (
        "git and the settings leave out",
        replace(settings, respect_gitignore=False, exclude=(), extend_exclude=()),
    )


def status_of(report: Report, settings: Settings) -> int:
    """The exit status that the report asks for."""
    if report.errors:
        return FAILED
    return FOUND if any(finding.severity >= settings.fail_on for finding in report.findings) else OK
