"""``asynclint run``: run a program under the sanitizer, and join what it shows with the findings."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import click

from asynclint.commands import FAILED, FOUND
from asynclint.commands.linting import known_from_baseline, lint, settings_for, tell_if_nothing
from asynclint.commands.options import FILE_OPTION, FORMAT_OPTION, OUTPUT_OPTION, SEVERITIES, Output, seconds
from asynclint.commands.output import write_end, write_outputs, write_pages, write_report
from asynclint.errors import reason_of
from asynclint.projects import start_of
from asynclint.reports.formats import Options


@click.command("run", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("command", nargs=-1, type=click.UNPROCESSED, required=True)
@click.option(
    "--src",
    multiple=True,
    type=click.Path(exists=True),
    help="What to lint (default: `src` of the settings, or the working directory).",
)
@click.option("--threshold", callback=seconds, default="100ms", help="A step as long blocks the loop (default: 100ms).")
@click.option(
    "--debug-mode", is_flag=True, help="Run every loop in asyncio's debug mode: thorough, and several times as slow."
)
@click.option(
    "--origin-depth",
    type=click.IntRange(1, 100),
    default=1,
    metavar="N",
    help="Frames that a coroutine remembers of where it was made: more than 1 where libraries make them for you (default: 1).",
)
@click.option("--scope", multiple=True, metavar="PKG", help="Only these packages' lines are told.")
@click.option("--exclude", multiple=True, metavar="PKG", help="Not these packages' lines.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Keep the evidence in this folder.")
@click.option("--format", "form", **FORMAT_OPTION)
@click.option("--output", "outputs", **OUTPUT_OPTION)
@click.option("--html", **FILE_OPTION, help="Also write a page with verdicts and a timeline.")
@click.option("--trace", **FILE_OPTION, help="Also write a trace for Perfetto or speedscope.")
@click.option("--fail-on", type=SEVERITIES, help="Exit with 1 for confirmed findings from this severity on.")
@click.option("--config", type=click.Path(path_type=Path), help="Read the settings from this file.")
@click.option("--isolated", is_flag=True, help="Read no settings file.")
@click.option("--python", metavar="ENV", help="The environment (or interpreter) that the program runs in.")
def run_command(
    command: tuple[str, ...],
    src: tuple[str, ...],
    threshold: float,
    debug_mode: bool,
    origin_depth: int,
    scope: tuple[str, ...],
    exclude: tuple[str, ...],
    out: Path | None,
    form: str,
    outputs: tuple[Output, ...],
    html: Path | None,
    trace: Path | None,
    fail_on: str | None,
    config: Path | None,
    isolated: bool,
    python: str | None,
) -> int:
    """Run a program, and say which findings it confirms: ``asynclint run -- app.py ARGS``, ``-m MODULE``, or any command.

    The exit status is the program's own, unless --fail-on finds something.
    """
    import tempfile

    from asynclint import supervisor, verdicts
    from asynclint.findings import Severity, Verdict
    from asynclint.known import hide
    from asynclint.runtime.options import OFF, is_off

    if is_off():
        click.echo(f"{OFF} is set: nothing is watched", err=True)
    settings = settings_for(start_of(src or (".",)), config, isolated, python=python)
    paths = settings.paths(src)
    known = known_from_baseline(settings.baseline, paths)  # a mistake in it is told before anything is run
    found = lint(paths, settings, {}, (), None, True, True, cached=True)
    with contextlib.ExitStack() as stack:
        folder = out or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="asynclint-")))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise click.ClickException(f"{folder}: {reason_of(error)}") from None
        watch = supervisor.Watch(threshold, scope, exclude, verdicts.flagged_lines(found), debug_mode, origin_depth)
        try:
            status = supervisor.run(command, folder, watch, supervisor.interpreter(settings.python))
        except OSError as error:
            raise click.ClickException(f"{command[0]}: {reason_of(error)}") from None
        joined = verdicts.join(hide(found, known), verdicts.load(folder), allow=settings.allow, root=settings.root)
    options = Options(joined=joined)
    saved = write_pages(joined, html, trace)
    saved &= write_outputs(joined.report, outputs, options)
    to = sys.stderr if form == "text" else sys.stdout  # where the program does not write its own text
    write_report(joined.report, to, form, options)
    write_end(joined.report, known, to, form, options)
    tell_if_nothing(found, paths, settings)
    if not saved:
        return FAILED
    if fail_on is not None:
        least = Severity(fail_on)
        confirmed = (
            each for each in joined.report.findings if each.runtime and each.runtime.verdict is Verdict.CONFIRMED
        )
        if any(each.severity >= least for each in confirmed):
            return status or FOUND
    return status
