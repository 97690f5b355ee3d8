"""``asynclint baseline``: the findings that a project knows of and lives with."""

from __future__ import annotations

import itertools
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from asynclint.commands import FAILED, OK
from asynclint.commands.linting import lint, settings_for
from asynclint.commands.output import written
from asynclint.projects import start_of

if TYPE_CHECKING:
    from asynclint.findings import Report
    from asynclint.known import Entry, Known


@click.group("baseline")
def baseline_group() -> None:
    """Keep the findings that are known, so that `check` tells only what is new (see --baseline, and the setting)."""


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The paths and options that all of them have."""
    for parameter in (
        click.option("-q", "--quiet", is_flag=True, help="No progress."),
        click.option("--isolated", is_flag=True, help="Read no settings file."),
        click.option("--config", type=click.Path(path_type=Path), help="Read the settings from this file."),
        click.option(
            "--baseline",
            "file",
            type=click.Path(dir_okay=False, path_type=Path),
            help="The file (default: that of the settings, or asynclint-baseline.json beside them).",
        ),
        click.argument("paths", nargs=-1, type=click.Path()),
    ):
        command = parameter(command)
    return command


@baseline_group.command("write")
@_options
def write(**arguments: Any) -> int:
    """Keep what is found in PATHS now, in place of what was kept of them."""
    from asynclint import baseline
    from asynclint.known import entry

    compared = _compare(**arguments, is_new=True)
    known, report = compared.known, compared.report
    if report.errors:
        return _refused(report)
    entries = [each for each in known.entries if not known.is_linted(each)]
    entries += [entry(finding, known.folder) for finding in report.findings]
    _save(compared.file, entries)
    click.echo(f"Wrote {_count(len(entries))} to {known.source}.")
    if not compared.is_named:
        click.echo(
            f'`check` heeds it with --baseline, or with this in the settings: baseline = "{baseline.DEFAULT_NAME}"'
        )
    return OK


@baseline_group.command("prune")
@_options
def prune(**arguments: Any) -> int:
    """Take out what is no longer found in PATHS. Nothing is added."""
    compared = _compare(**arguments)
    known, report = compared.known, compared.report
    if report.errors:
        return _refused(report)
    gone = known.gone(report)
    left = list((Counter(known.entries) - Counter(gone)).elements())
    if gone:
        _save(compared.file, left)
    click.echo(f"Took {_count(len(gone))} out of {known.source}; {_count(len(left))} left.")
    return OK


@baseline_group.command("show")
@_options
def show(**arguments: Any) -> int:
    """List what is kept of PATHS, by rule and file."""
    compared = _compare(**arguments)
    known, report = compared.known, compared.report
    with written(sys.stdout) as out:
        out.writelines(f"{line}\n" for line in _listed(known, Counter(known.gone(report))))
    return _refused(report) if report.errors else OK


class _Compared(NamedTuple):
    """The file, whether somebody names it, what it knows, and what is found now."""

    file: Path
    is_named: bool
    known: Known
    report: Report


def _compare(
    paths: Sequence[str],
    file: Path | None,
    config: Path | None,
    isolated: bool,
    quiet: bool,
    *,
    is_new: bool = False,
) -> _Compared:
    """Lint, and read the baseline; ``is_new`` says that there need not be one yet."""
    from asynclint import baseline

    settings = settings_for(start_of(paths or (".",)), config, isolated)
    paths = settings.paths(paths)
    named = file or settings.baseline
    file = named or settings.root / baseline.DEFAULT_NAME
    try:
        known = baseline.known(file, paths, is_new=is_new)
    except baseline.BaselineError as reason:
        raise click.ClickException(str(reason)) from None
    return _Compared(file, named is not None, known, lint(paths, settings, {}, (), None, True, quiet, cached=True))


def _save(file: Path, entries: Iterable[Entry]) -> None:
    from asynclint import baseline

    try:
        baseline.save(file, entries)
    except baseline.BaselineError as reason:
        raise click.ClickException(str(reason)) from None


def _refused(report: Report) -> int:
    """Tell what could not be linted: nobody knows what is in there."""
    from asynclint.reports import text

    with written(sys.stderr) as err:
        text.errors(report, err)
    return FAILED


def _listed(known: Known, gone: Counter[Entry]) -> Iterator[str]:
    from asynclint.reports.source import printable

    entries = sorted(filter(known.is_linted, known.entries), key=lambda each: (each.code, each))
    yield f"{known.source}: {_count(len(entries))}, of which {gone.total()} no longer {'occurs' if gone.total() == 1 else 'occur'}."
    for code, of_code in itertools.groupby(entries, key=lambda each: each.code):
        for path, of_path in itertools.groupby(of_code, key=lambda each: each.path):
            yield f"{printable(code)} {printable(path)}"
            for each in of_path:
                is_gone = gone[each] > 0
                gone[each] -= 1
                yield f"  {printable(each.function)}{' (no longer occurs)' if is_gone else ''}"


def _count(number: int) -> str:
    return f"{number} {'entry' if number == 1 else 'entries'}"
