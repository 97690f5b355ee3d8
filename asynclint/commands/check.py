"""``asynclint check``: find the mistakes, and mend them."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from asynclint.commands import FAILED, FOUND, OK
from asynclint.commands.completion import complete_paths
from asynclint.commands.linting import (
    codes_of,
    known_from_baseline,
    known_from_revision,
    settings_for,
    status_of,
    tell_if_nothing,
)
from asynclint.commands.linting import lint as lint_paths
from asynclint.commands.options import (
    CONFIDENCES,
    FILE_OPTION,
    FORMAT_OPTION,
    OUTPUT_OPTION,
    RULES_OPTION,
    SEVERITIES,
    Output,
    one_line,
)
from asynclint.commands.output import (
    tell_profile,
    write_diffs,
    write_like,
    write_outputs,
    write_pages,
    write_report,
    written,
)
from asynclint.projects import concerning, project_of, start_of
from asynclint.reports.formats import Options

if TYPE_CHECKING:
    from asynclint.findings import FileError, Report
    from asynclint.fixing import Outcome
    from asynclint.settings import Settings


STDIN = "-"


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(), shell_complete=complete_paths)
@click.option("--watch", is_flag=True, help="Lint again whenever something changes, until Ctrl-C.")
@click.option("--fix", "wants_fix", is_flag=True, help="Mend what can be mended safely, and lint again.")
@click.option(
    "--unsafe-fixes/--no-unsafe-fixes", default=None, help="Also mend where the result wants a look (default: no)."
)
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--interactive", is_flag=True, help="With --fix, ask before each change.")
@click.option("--fix-only", is_flag=True, help="Mend, and do not report what is left.")
@click.option(
    "--changed",
    is_flag=True,
    help="PATHS are files that have changed: read their whole project, tell what concerns them, mend only them.",
)
@click.option(
    "--evidence",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Say of each finding what a run has shown (the folder of `run --out` or of pytest).",
)
@click.option("--only-confirmed", is_flag=True, help="With --evidence: only the findings that the run confirms.")
@click.option("--html", **FILE_OPTION, help="With --evidence: also write a page with verdicts and a timeline.")
@click.option("--trace", **FILE_OPTION, help="With --evidence: also write a trace for Perfetto or speedscope.")
@click.option(
    "--add-ignores", **RULES_OPTION, help="Silence the findings of these rules with comments, and lint again."
)
@click.option("--reason", callback=one_line, metavar="TEXT", help="With --add-ignores: why, behind each comment.")
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Do not tell the findings that this file lists (see `asynclint baseline`).",
)
@click.option(
    "--diff-from",
    metavar="REV",
    help="Tell only what is new against this git revision (A...B: against their merge base).",
)
@click.option("--select", **RULES_OPTION, help="Only these rules: codes, prefixes or names, separated by commas.")
@click.option("--ignore", **RULES_OPTION, help="Not these rules.")
@click.option("--min-confidence", type=CONFIDENCES, help="Show only what is at least so sure (default: likely).")
@click.option("--fail-on", type=SEVERITIES, help="Exit with 1 from this severity on (default: warning).")
@click.option("--format", "form", **FORMAT_OPTION)
@click.option("--output", "outputs", **OUTPUT_OPTION)
@click.option(
    "--statistics", is_flag=True, help="Also count findings and causes by rule, and list what could not be resolved."
)
@click.option(
    "--show-source/--no-show-source", default=True, help="Show the line of code of each cause (default: yes)."
)
@click.option("--show-suppressed", is_flag=True, help="Also list what comments suppress, with the reasons.")
@click.option("-q", "--quiet", is_flag=True, help="Findings and errors only: no progress, no summary.")
@click.option("--config", type=click.Path(path_type=Path), help="Read the settings from this file.")
@click.option("--isolated", is_flag=True, help="Read no settings file.")
@click.option("--python", metavar="ENV", help="The environment (or interpreter) that the code runs in.")
@click.option(
    "--follow-libraries/--no-follow-libraries",
    default=None,
    help="Also look for what blocks inside installed libraries (default: no).",
)
@click.option("--stdin-filename", metavar="FILE", help="Name of the file that the path - reads from standard input.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Number of processes (default: by cores).")
@click.option("--executor", metavar="URL", help="Read and check files on the workers at dask://HOST:PORT.")
@click.option(
    "--no-screen", is_flag=True, help="Run the rules on every file, not only where the index suspects something."
)
@click.option(
    "--no-cache", is_flag=True, help="Use nothing that earlier runs found out, and keep nothing for later ones."
)
@click.option("--profile", "wants_profile", is_flag=True, help="Say on standard error how long each stage took.")
def check(
    paths: tuple[str, ...],
    watch: bool,
    wants_fix: bool,
    unsafe_fixes: bool | None,
    diff: bool,
    interactive: bool,
    fix_only: bool,
    changed: bool,
    evidence: Path | None,
    only_confirmed: bool,
    html: Path | None,
    trace: Path | None,
    add_ignores: tuple[str, ...] | None,
    reason: str | None,
    baseline: Path | None,
    diff_from: str | None,
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    min_confidence: str | None,
    fail_on: str | None,
    form: str,
    outputs: tuple[Output, ...],
    statistics: bool,
    show_source: bool,
    show_suppressed: bool,
    quiet: bool,
    config: Path | None,
    isolated: bool,
    python: str | None,
    follow_libraries: bool | None,
    stdin_filename: str | None,
    jobs: int | None,
    executor: str | None,
    no_screen: bool,
    no_cache: bool,
    wants_profile: bool,
) -> int:
    """Find the asyncio mistakes in files and folders."""
    if wants_profile and not watch:
        click.get_current_context().call_on_close(tell_profile)
    if config is not None and isolated:
        raise click.UsageError("--config and --isolated exclude each other")
    if stdin_filename is not None and STDIN not in paths:
        raise click.UsageError(
            f"--stdin-filename names what the path {STDIN} reads, but {STDIN} is not among the paths"
        )
    if interactive and (diff or STDIN in paths or not (wants_fix or fix_only)):
        raise click.UsageError("--interactive goes with --fix, and neither with --diff nor with standard input")
    if changed and (not paths or STDIN in paths):
        raise click.UsageError("--changed goes with the names of files, and not with standard input")
    if only_confirmed and evidence is None:
        raise click.UsageError("--only-confirmed goes with --evidence")
    if (html or trace) and evidence is None:
        raise click.UsageError("--html and --trace go with --evidence")
    if outputs and (diff or fix_only):
        raise click.UsageError("--output writes a report, and --diff and --fix-only make none")
    if add_ignores is not None and (wants_fix or fix_only):
        raise click.UsageError("--add-ignores and --fix exclude each other")
    if reason is not None and add_ignores is None:
        raise click.UsageError("--reason goes with --add-ignores")
    if changed and add_ignores is not None:
        raise click.UsageError("--add-ignores and --changed exclude each other")
    if watch and (wants_fix or diff or fix_only or add_ignores is not None or STDIN in paths):
        raise click.UsageError(
            "--watch only reports: it goes neither with changes (--fix, --diff, …) nor with standard input"
        )
    named = project_of(paths) if changed else [path for path in paths if path != STDIN]
    start = start_of(named or [stdin_filename or "."])
    read_settings = functools.partial(
        settings_for,
        start,
        config,
        isolated,
        select=select,
        ignore=ignore,
        min_confidence=min_confidence,
        fail_on=fail_on,
        python=python,
        follow_libraries=follow_libraries,
        unsafe_fixes=unsafe_fixes,
    )
    settings = read_settings()
    if not paths:
        named = list(settings.paths(()))
    if watch:
        from asynclint.commands.watch import lint_again
        from asynclint.settings import candidates

        beside = candidates(start, config=config, isolated=isolated)
        return lint_again(named, [*beside, *([baseline] if baseline else [])], read_settings, quiet)

    from asynclint.known import hide
    from asynclint.reports import text

    stdin = (stdin_filename or "<stdin>", sys.stdin.buffer.read()) if STDIN in paths else None
    given, mistakes = _given(stdin)
    silence = codes_of(settings, add_ignores, "--add-ignores") if add_ignores is not None else None
    lint_so = functools.partial(
        lint_paths, jobs=jobs, screen=not no_screen, quiet=quiet, cached=not no_cache, executor=executor
    )
    known = [
        *known_from_baseline(baseline or settings.baseline, [*named, *given]),
        *known_from_revision(diff_from, [*named, *given], settings, lint_so, cached=not no_cache),
    ]

    def lint(texts: Mapping[str, str]) -> Report:
        return hide(lint_so(named, settings, texts, mistakes), known)

    mended = None
    if silence is not None:
        mended = _silence(lint, given, silence, reason or "", diff)
    elif wants_fix or diff or fix_only:
        mended = _mend(lint, given, settings, diff, interactive, paths if changed else None)
        if changed:
            mended = replace(mended, report=concerning(mended.report, paths))
    tell_changes = text.mended if silence is None else text.silenced
    if mended is not None:
        if diff:
            return _show_diff(mended, quiet, stdin[1] if stdin else b"", tell_changes)
        linted = mended.report
        report = _with_errors(mended)
        given = _as_fixed(given, mended)
    else:
        linted = report = concerning(lint(given), paths) if changed else lint(given)
    joined, saved = None, True
    if evidence is not None:
        from asynclint import verdicts

        run = verdicts.load(evidence)
        joined = verdicts.join(report, run, only_confirmed=only_confirmed, allow=settings.allow, root=settings.root)
        report = joined.report
        saved = write_pages(joined, html, trace)
    # The fixed text of standard input is the output; what is said of it goes beside it.
    report_to = sys.stdout if mended is None or stdin is None else sys.stderr
    if mended is not None and stdin is not None and not mistakes:
        with written(sys.stdout) as out:
            write_like(out, stdin[0], next(iter(given.values())), stdin[1])
    if not fix_only:
        options = Options(show_source, show_suppressed, statistics, settings.unsafe_fixes, given, joined)
        saved &= write_outputs(report, outputs, options)
        write_report(report, report_to, form, options)
    if form == "text" or fix_only:
        with written(sys.stderr) as err:
            text.errors(report, err)
    if not quiet:
        with written(report_to if form == "text" else sys.stderr) as out:
            if mended is not None:
                tell_changes(mended, out)
            if form == "text" and not fix_only:
                text.summary(linted, out, settings.unsafe_fixes)
                # What an option leaves out may still be there.
                is_whole = not (select or ignore or min_confidence or changed or linted.errors)
                text.compared(linted, known, out, tell_gone=is_whole)
        if stdin is None:
            tell_if_nothing(linted, named, settings)
    if report.errors or not saved:
        return FAILED
    return OK if fix_only else status_of(report, settings)


def _given(stdin: tuple[str, bytes] | None) -> tuple[dict[str, str], list[FileError]]:
    """Standard input as the text it is read as, by its name; or why it is none."""
    from asynclint.discovery import SourceError, source
    from asynclint.findings import FileError

    if stdin is None:
        return {}, []
    try:
        return {stdin[0]: source(*stdin)}, []
    except SourceError as error:
        return {}, [FileError(stdin[0], str(error), error.line)]


def _mend(
    lint: Callable[[Mapping[str, str]], Report],
    given: Mapping[str, str],
    settings: Settings,
    diff: bool,
    interactive: bool,
    changed: Collection[str] | None,
) -> Outcome:
    """Apply fixes, and write them unless only the diff is wanted."""
    from asynclint import fixing
    from asynclint.discovery import display
    from asynclint.reports import ask

    question = ask.Question().is_wanted if interactive else None
    within = None if changed is None else {display(path) for path in changed}
    outcome = fixing.fix(lint, unsafe=settings.unsafe_fixes, ask=question, given=given, within=within)
    return outcome if diff else fixing.saved(outcome)


def _silence(
    lint: Callable[[Mapping[str, str]], Report],
    given: Mapping[str, str],
    codes: frozenset[str],
    reason: str,
    diff: bool,
) -> Outcome:
    """Add comments, and write them unless only the diff is wanted."""
    from asynclint import fixing, ignores

    outcome = ignores.add(lint, codes, reason, given)
    return outcome if diff else fixing.saved(outcome)


def _with_errors(outcome: Outcome) -> Report:
    """The last report, with what could not be fixed or written among its errors."""
    return replace(outcome.report, errors=(*outcome.report.errors, *outcome.errors))


def _as_fixed(given: Mapping[str, str], outcome: Outcome) -> dict[str, str]:
    """What was given (it stays first) and the files that changed, by path as reports write it."""
    from asynclint.discovery import display

    texts = {display(path): text for path, text in given.items()}
    return texts | {change.path: change.after for change in outcome.changes}


def _show_diff(outcome: Outcome, quiet: bool, stdin: bytes, tell_changes: Callable[..., None]) -> int:
    from asynclint.reports import text

    report = _with_errors(outcome)
    write_diffs(outcome.changes, stdin)
    with written(sys.stderr) as err:
        text.errors(report, err)
        if not quiet:
            tell_changes(outcome, err, would=True)
    if report.errors:
        return FAILED
    return FOUND if outcome.changes else OK
