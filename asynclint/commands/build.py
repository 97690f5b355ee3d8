"""``asynclint facts`` and ``asynclint link``: the stages as steps of a build."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from asynclint.commands import FAILED, OK
from asynclint.commands.check import check
from asynclint.commands.linting import known_from_baseline, progress_on, settings_for, status_of
from asynclint.commands.options import FILE_OPTION
from asynclint.commands.output import write_end, write_outputs, write_report
from asynclint.errors import reason_of
from asynclint.projects import start_of
from asynclint.reports.formats import Options


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("-o", "out", **FILE_OPTION, required=True, help="The file of facts to write.")
@click.option("--root", metavar="DIR", default=".", help="The folder that names of modules start from (default: .).")
def facts(files: tuple[str, ...], out: Path, root: str) -> int:
    """Read source files once and for all: a step of a build, followed by `link`.

    @FILE stands for the paths in the lines of a file.
    """
    from asynclint import factfiles

    try:
        out.write_bytes(factfiles.made(_listed(files), root))
    except factfiles.FactsError as reason:
        raise click.ClickException(str(reason)) from None
    except OSError as error:
        raise click.ClickException(f"{out}: {reason_of(error)}") from None
    return OK


@click.command()
@click.argument("facts", nargs=-1, required=True)
def link(facts: tuple[str, ...], **options: Any) -> int:
    """Find the asyncio mistakes in source files by what `facts` has read of them.

    @FILE stands for the paths in the lines of a file.
    """
    from asynclint import engine, factfiles
    from asynclint.known import hide

    if options["config"] is not None and options["isolated"]:
        raise click.UsageError("--config and --isolated exclude each other")
    try:
        rows = factfiles.load(_listed(facts))
        roots = sorted({str(row.file.root) for row in rows})
        settings = settings_for(
            start_of(roots or ["."]), options["config"], options["isolated"],
            **{name: options[name] for name in ("select", "ignore", "min_confidence", "fail_on", "python", "follow_libraries")},
        )  # fmt: skip
        with progress_on(options["quiet"]) as progress:
            report = engine.link(
                rows, settings, screen=not options["no_screen"], jobs=options["jobs"], progress=progress
            )
        known = known_from_baseline(settings.baseline, [str(row.file.path) for row in rows])
        report = hide(report, known)
        told = {finding.location.path for finding in (*report.findings, *report.suppressed)}
        texts = {row.file.display: row.text() for row in rows if row.file.display in told}
    except factfiles.FactsError as reason:
        raise click.ClickException(str(reason)) from None
    show = Options(
        options["show_source"], options["show_suppressed"], options["statistics"], settings.unsafe_fixes, texts
    )
    saved = write_outputs(report, options["outputs"], show)
    write_report(report, sys.stdout, options["form"], show)
    write_end(report, known, sys.stdout, options["form"], show, quiet=options["quiet"])
    return status_of(report, settings) if saved else FAILED


_OF_LINK = frozenset(
    {"select", "ignore", "min_confidence", "fail_on", "form", "outputs", "statistics", "show_source", "show_suppressed", "quiet",
     "config", "isolated", "python", "follow_libraries", "jobs", "no_screen"}
)  # fmt: skip


link.params += [parameter for parameter in check.params if parameter.name in _OF_LINK]


def _listed(paths: Iterable[str]) -> list[str]:
    """The paths, and those in the lines of files that are named after an @."""
    found: list[str] = []
    for path in paths:
        if path.startswith("@"):
            try:
                found += Path(path[1:]).read_text("utf-8", "surrogateescape").splitlines()
            except OSError as error:
                raise click.ClickException(f"{path[1:]}: {reason_of(error)}") from None
        else:
            found.append(path)
    return found
