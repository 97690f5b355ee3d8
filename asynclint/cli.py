"""What a person types.

``asynclint src`` is ``asynclint check src``: a first argument that is no command belongs to ``check``, path or option.
Whatever takes long to import is imported by the command that needs it: ``--version`` and ``--help`` answer at once.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import io
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from asynclint import __version__, profiling

if TYPE_CHECKING:
    from asynclint.findings import FileError, Report
    from asynclint.fixing import Change, Outcome
    from asynclint.reports.text import Options
    from asynclint.rules.rule import Rule
    from asynclint.settings import Settings
    from asynclint.verdicts import Joined

OK, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130
SEVERITIES = click.Choice(["error", "warning", "info"])
FORMATS = click.Choice(["text", "json", "sarif"])
CONFIDENCES = click.Choice(["certain", "likely", "possible"])
STDIN = "-"
_ARENA_MAX, _TRIM_THRESHOLD = -8, -1  # of mallopt(3)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit status; no exception leaves it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a report must not fail on what the terminal cannot show
    try:
        with commands.make_context("asynclint", list(sys.argv[1:] if arguments is None else arguments)) as context:
            return int(commands.invoke(context) or OK)
    except click.exceptions.Exit as exit:
        return exit.exit_code
    except click.ClickException as mistake:
        mistake.show()
        return FAILED
    except (KeyboardInterrupt, click.Abort):
        # The terminal has echoed ^C on the line.
        click.echo("\n" * sys.stderr.isatty() + "asynclint: interrupted", err=True)
        return INTERRUPTED
    except Exception as error:
        click.echo(f"asynclint: internal error: {_blamed(error)}", err=True)
        click.echo(
            f"asynclint: this is a mistake of asynclint {__version__}, not yours;"
            " please report it with the line above and, if you can, the code that was linted",
            err=True,
        )
        return FAILED


def run() -> NoReturn:
    """The ``asynclint`` command: :func:`main`, then the end of the process.

    A few million objects would be searched for garbage before that, and taken apart one by one, for a tenth of the time that
    the work itself takes; and workers share their pages.
    """
    gc.disable()
    _use_one_heap()
    status = main()
    for stream in (sys.stdout, sys.stderr):
        with _written(stream):
            pass
    os._exit(status)


def _use_one_heap() -> None:
    """Where malloc is glibc's, let all threads share a heap: what is freed in one is used again by the next."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            malloc = ctypes.CDLL(None)
            malloc.mallopt(_ARENA_MAX, 1)
            malloc.mallopt(_TRIM_THRESHOLD, 128 * 1024)


def _blamed(error: BaseException) -> str:
    """The exception in one line, with the innermost place of asynclint it went through (in a worker process, too)."""
    told = " ".join(str(error).split()) or "no message"
    # A worker's exception carries its traceback as the text of its cause.
    trace = "".join(traceback.format_tb(error.__traceback__)) + str(error.__cause__ or "")
    places = re.findall(r'[/\\](asynclint[/\\][^"\n]+\.py)", line (\d+)', trace)
    where = " ({}:{})".format(*places[-1]) if places else ""
    return f"{type(error).__name__}: {told}{where}"


@contextlib.contextmanager
def _written(stream: TextIO) -> Iterator[TextIO]:
    """``stream``, flushed at the end; who reads it may go away at any time (``asynclint . | head -1``)."""
    try:
        yield stream
        stream.flush()
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.EINVAL):  # Windows says EINVAL
            raise
        # What is still buffered would fail again when the interpreter exits.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class Commands(click.Group):
    """The commands, of which ``check`` needs not be named, and whose help is therefore everybody's help."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the ``check`` that was not typed."""
        if not args or (args[0] not in self.commands and args[0] not in ("--version", *ctx.help_option_names)):
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show how ``check`` is used, and that there is more."""
        formatter.write_usage(ctx.command_path, "[check] [OPTIONS] [PATHS]...")
        formatter.write_usage(ctx.command_path, "COMMAND [ARGS]...", prefix=" " * len("Usage: "))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the options of ``check``, then those of the group, then the commands."""
        check = self.commands["check"]
        seen = click.Context(check, info_name="check", parent=ctx)
        options = [parameter for parameter in check.get_params(seen) if isinstance(parameter, click.Option)]
        options[-1:-1] = [parameter for parameter in self.params if isinstance(parameter, click.Option)]
        rows = [row for option in options if (row := option.get_help_record(seen))]
        with formatter.section("Options"):
            formatter.write_dl(rows)
        self.format_commands(ctx, formatter)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="asynclint", message="%(prog)s %(version)s")
def commands() -> None:
    """Find the asyncio mistakes in the Python files and folders PATHS (default: the working directory).

    Exit status: 0 nothing found, 1 findings (see --fail-on), 2 wrong usage or something that could not be linted.
    """


def _split(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    """Rules are separated by commas or by repeating the option; None where it is not given."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip()) or None


def _writable(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    """A file that can be written: better told before a long run than after it."""
    if value is not None:
        target = value if value.exists() else value.parent
        if not target.exists():
            raise click.BadParameter(f"there is no folder {str(target)!r}")
        if not os.access(target, os.W_OK) or (target is not value and not target.is_dir()):
            raise click.BadParameter(f"{str(value)!r} cannot be written")
    return value


FILE_OPTION: dict[str, Any] = {
    "type": click.Path(dir_okay=False, path_type=Path),
    "callback": _writable,
    "metavar": "FILE",
}
RULES_OPTION: dict[str, Any] = {"multiple": True, "callback": _split, "metavar": "RULES"}


@commands.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--fix", "wants_fix", is_flag=True, help="Mend what can be mended safely, and lint again.")
@click.option(
    "--unsafe-fixes/--no-unsafe-fixes", default=None, help="Also mend where the result wants a look (default: no)."
)
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--interactive", is_flag=True, help="With --fix, ask before each change.")
@click.option("--fix-only", is_flag=True, help="Mend, and do not report what is left.")
@click.option(
    "--evidence",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Say of each finding what a run has shown (the folder of `run --out` or of pytest).",
)
@click.option("--only-confirmed", is_flag=True, help="With --evidence: only the findings that the run confirms.")
@click.option("--html", **FILE_OPTION, help="With --evidence: also write a page with verdicts and a timeline.")
@click.option("--trace", **FILE_OPTION, help="With --evidence: also write a trace for Perfetto or speedscope.")
@click.option("--select", **RULES_OPTION, help="Only these rules: codes, prefixes or names, separated by commas.")
@click.option("--ignore", **RULES_OPTION, help="Not these rules.")
@click.option("--min-confidence", type=CONFIDENCES, help="Show only what is at least so sure (default: likely).")
@click.option("--fail-on", type=SEVERITIES, help="Exit with 1 from this severity on (default: warning).")
@click.option("--format", "form", type=FORMATS, default="text", help="How to write the report.")
@click.option("--statistics", is_flag=True, help="Also count findings by rule, and list what could not be resolved.")
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
    wants_fix: bool,
    unsafe_fixes: bool | None,
    diff: bool,
    interactive: bool,
    fix_only: bool,
    evidence: Path | None,
    only_confirmed: bool,
    html: Path | None,
    trace: Path | None,
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    min_confidence: str | None,
    fail_on: str | None,
    form: str,
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
    if wants_profile:
        click.get_current_context().call_on_close(_tell_profile)
    if config is not None and isolated:
        raise click.UsageError("--config and --isolated exclude each other")
    if stdin_filename is not None and STDIN not in paths:
        raise click.UsageError(
            f"--stdin-filename names what the path {STDIN} reads, but {STDIN} is not among the paths"
        )
    if interactive and (diff or STDIN in paths or not (wants_fix or fix_only)):
        raise click.UsageError("--interactive goes with --fix, and neither with --diff nor with standard input")
    if only_confirmed and evidence is None:
        raise click.UsageError("--only-confirmed goes with --evidence")
    if (html or trace) and evidence is None:
        raise click.UsageError("--html and --trace go with --evidence")
    settings = _settings(
        _start([path for path in paths if path != STDIN] or [stdin_filename or "."]),
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

    from asynclint.reports import text
    from asynclint.reports.source import Sources

    stdin = (stdin_filename or "<stdin>", sys.stdin.buffer.read()) if STDIN in paths else None
    named = [path for path in paths or (".",) if path != STDIN]
    given, mistakes = _given(stdin)

    def lint(texts: Mapping[str, str]) -> Report:
        return _lint(
            named, settings, texts, mistakes, jobs, not no_screen, quiet, cached=not no_cache, executor=executor
        )

    mended = None
    if wants_fix or diff or fix_only:
        mended = _mend(lint, given, settings, diff, interactive)
        if diff:
            return _show_diff(mended, quiet, stdin[1] if stdin else b"")
        linted = mended.report
        report = _with_errors(mended)
        given = _as_fixed(given, mended)
    else:
        linted = report = lint(given)
    joined = None
    if evidence is not None:
        from asynclint import verdicts

        run = verdicts.load(evidence)
        joined = verdicts.join(report, run, only_confirmed=only_confirmed, allow=settings.allow, root=settings.root)
        report = joined.report
        _write_pages(joined, html, trace)
    # The fixed text of standard input is the output; what is said of it goes beside it.
    report_to = sys.stdout if mended is None or stdin is None else sys.stderr
    if mended is not None and stdin is not None and not mistakes:
        with _written(sys.stdout) as out:
            _write_like(out, stdin[0], next(iter(given.values())), stdin[1])
    if not fix_only:
        show = text.Options(show_source, show_suppressed, statistics, Sources(given))
        _write_report(report, report_to, form, show, given, joined)
    if form == "text" or fix_only:
        with _written(sys.stderr) as err:
            text.errors(report, err)
    if not quiet:
        with _written(report_to if form == "text" else sys.stderr) as out:
            if mended is not None:
                text.mended(mended, out)
            if form == "text" and not fix_only:
                text.summary(linted, out, settings.unsafe_fixes)
    if report.errors:
        return FAILED
    return OK if fix_only else _status(report, settings)


@commands.command()
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
        raise click.ClickException(f"{out}: {(error.strerror or str(error)).lower()}") from None
    return OK


@commands.command()
@click.argument("facts", nargs=-1, required=True)
def link(facts: tuple[str, ...], **options: Any) -> int:
    """Find the asyncio mistakes in source files by what `facts` has read of them.

    @FILE stands for the paths in the lines of a file.
    """
    from asynclint import engine, factfiles
    from asynclint.reports import text
    from asynclint.reports.source import Sources

    if options["config"] is not None and options["isolated"]:
        raise click.UsageError("--config and --isolated exclude each other")
    try:
        rows = factfiles.load(_listed(facts))
        roots = sorted({str(row.file.root) for row in rows})
        settings = _settings(
            _start(roots or ["."]), options["config"], options["isolated"],
            **{name: options[name] for name in ("select", "ignore", "min_confidence", "fail_on", "python", "follow_libraries")},
        )  # fmt: skip
        with _progress(options["quiet"]) as progress:
            report = engine.link(
                rows, settings, screen=not options["no_screen"], jobs=options["jobs"], progress=progress
            )
        told = {finding.location.path for finding in (*report.findings, *report.suppressed)}
        texts = {row.file.display: row.text() for row in rows if row.file.display in told}
    except factfiles.FactsError as reason:
        raise click.ClickException(str(reason)) from None
    show = text.Options(options["show_source"], options["show_suppressed"], options["statistics"], Sources(texts))
    _write_report(report, sys.stdout, options["form"], show, texts)
    if options["form"] == "text":
        with _written(sys.stderr) as err:
            text.errors(report, err)
        if not options["quiet"]:
            with _written(sys.stdout) as out:
                text.summary(report, out, settings.unsafe_fixes)
    return FAILED if report.errors else _status(report, settings)


_OF_LINK = frozenset(
    {"select", "ignore", "min_confidence", "fail_on", "form", "statistics", "show_source", "show_suppressed", "quiet", "config",
     "isolated", "python", "follow_libraries", "jobs", "no_screen"}
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
                raise click.ClickException(f"{path[1:]}: {(error.strerror or str(error)).lower()}") from None
        else:
            found.append(path)
    return found


def _write_report(
    report: Report,
    to: TextIO,
    form: str,
    show: Options,
    given: Mapping[str, str],
    joined: Joined | None = None,
) -> None:
    """Write the findings; ``given`` are texts by path that are not read from there."""
    with profiling.stage("report"), _written(to) as out:
        if form == "json":
            from asynclint.reports import json

            _write_utf8(out, json.render(report, show_suppressed=show.show_suppressed, joined=joined))
        elif form == "sarif":
            from asynclint.reports import sarif

            _write_utf8(out, sarif.render(report, given))
        else:
            from asynclint.reports import text

            text.findings(report, out, show)
            if joined is not None:
                text.run(joined, out)


def _tell_profile() -> None:
    from asynclint.reports import text

    with _written(sys.stderr) as err:
        text.profile(err)


def _mend(
    lint: Callable[[Mapping[str, str]], Report],
    given: Mapping[str, str],
    settings: Settings,
    diff: bool,
    interactive: bool,
) -> Outcome:
    """Apply fixes, and write them unless only the diff is wanted."""
    from asynclint import fixing
    from asynclint.reports import ask

    question = ask.Question().is_wanted if interactive else None
    outcome = fixing.fix(lint, unsafe=settings.unsafe_fixes, ask=question, given=given)
    return outcome if diff else fixing.saved(outcome)


def _with_errors(outcome: Outcome) -> Report:
    """The last report, with what could not be fixed or written among its errors."""
    from dataclasses import replace

    return replace(outcome.report, errors=(*outcome.report.errors, *outcome.errors))


def _as_fixed(given: Mapping[str, str], outcome: Outcome) -> dict[str, str]:
    """What was given (it stays first) and the files that changed, by path as reports write it."""
    from asynclint.discovery import display

    texts = {display(path): text for path, text in given.items()}
    return texts | {change.path: change.after for change in outcome.changes}


def _show_diff(outcome: Outcome, quiet: bool, stdin: bytes) -> int:
    from asynclint.reports import text

    report = _with_errors(outcome)
    _write_diffs(outcome.changes, stdin)
    with _written(sys.stderr) as err:
        text.errors(report, err)
        if not quiet:
            text.mended(outcome, err, would=True)
    if report.errors:
        return FAILED
    return FOUND if outcome.changes else OK


def _write_diffs(changes: Iterable[Change], stdin: bytes = b"") -> None:
    """The changes as one patch, in the files' own encodings; in that of the terminal where a person looks at it."""
    from asynclint.discovery import content, decode
    from asynclint.reports import diff

    with _written(sys.stdout) as out:
        for change in changes:
            like = stdin if change.data is None else change.data
            before, after = decode(like), decode(content(change.path, change.after, like))
            if isinstance(out, io.TextIOWrapper) and not out.isatty():
                _write_bytes(out, diff.patch(change.path, before, after, like))
            else:
                out.write(diff.unified(change.path, before, after))


def _seconds(context: click.Context, parameter: click.Parameter, value: str) -> float:
    from asynclint.runtime.options import seconds

    try:
        return seconds(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@commands.command("run", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("command", nargs=-1, type=click.UNPROCESSED, required=True)
@click.option(
    "--src", multiple=True, type=click.Path(exists=True), help="What to lint (default: the working directory)."
)
@click.option(
    "--threshold", callback=_seconds, default="100ms", help="A step as long blocks the loop (default: 100ms)."
)
@click.option(
    "--debug-mode", is_flag=True, help="Run every loop in asyncio's debug mode: thorough, and several times as slow."
)
@click.option("--scope", multiple=True, metavar="PKG", help="Only these packages' lines are told.")
@click.option("--exclude", multiple=True, metavar="PKG", help="Not these packages' lines.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Keep the evidence in this folder.")
@click.option("--format", "form", type=FORMATS, default="text", help="How to write the report.")
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
    scope: tuple[str, ...],
    exclude: tuple[str, ...],
    out: Path | None,
    form: str,
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
    from asynclint.reports import json, text

    paths = src or (".",)
    settings = _settings(_start(paths), config, isolated, python=python)
    before = _lint(paths, settings, {}, (), None, True, True, cached=True)
    with contextlib.ExitStack() as stack:
        folder = out or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="asynclint-")))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise click.ClickException(f"{folder}: {(error.strerror or str(error)).lower()}") from None
        watch = supervisor.Watch(threshold, scope, exclude, verdicts.flagged_lines(before), debug_mode)
        try:
            status = supervisor.run(command, folder, watch, supervisor.interpreter(settings.python))
        except OSError as error:
            raise click.ClickException(f"{command[0]}: {(error.strerror or str(error)).lower()}") from None
        joined = verdicts.join(before, verdicts.load(folder), allow=settings.allow, root=settings.root)
    _write_pages(joined, html, trace)
    with _written(sys.stderr if form == "text" else sys.stdout) as to:
        if form == "json":
            _write_utf8(to, json.render(joined.report, joined=joined))
        elif form == "sarif":
            from asynclint.reports import sarif

            _write_utf8(to, sarif.render(joined.report))
        else:
            text.findings(joined.report, to, text.Options())
            text.run(joined, to)
            text.errors(joined.report, to)
            text.summary(joined.report, to)
    if fail_on is not None:
        least = Severity(fail_on)
        confirmed = (
            each for each in joined.report.findings if each.runtime and each.runtime.verdict is Verdict.CONFIRMED
        )
        if any(each.severity >= least for each in confirmed):
            return status or FOUND
    return status


def _write_pages(joined: Joined, page: Path | None, trace: Path | None) -> None:
    """Write what is to be looked at: the page, and the trace."""
    from asynclint.reports import html
    from asynclint.reports import trace as traces

    for path, render in ((page, html.render), (trace, traces.render)):
        if path is not None:
            try:
                path.write_text(render(joined), "utf-8")
            except OSError as error:
                raise click.ClickException(f"{path}: {(error.strerror or str(error)).lower()}") from None


@commands.command()
@click.argument("function", metavar="PACKAGE.MODULE:FUNCTION")
@click.argument("paths", nargs=-1, type=click.Path(exists=True))
@click.option("--diff/--write", "shows", default=True, help="Show the change (default), or make it: all files or none.")
@click.option("--config", type=click.Path(path_type=Path), help="Read the settings from this file.")
@click.option("--isolated", is_flag=True, help="Read no settings file.")
@click.option("--python", metavar="ENV", help="The environment (or interpreter) that the code runs in.")
def asyncify(
    function: str, paths: tuple[str, ...], shows: bool, config: Path | None, isolated: bool, python: str | None
) -> int:
    """Make a plain function that only coroutines reach a coroutine function.

    Its calls in PATHS (default: the working directory) are awaited, plain functions on the way become coroutine functions, too,
    and blocking calls in it get their asynchronous form. Where one place cannot follow, nothing is changed.
    """
    from asynclint import asyncify as command
    from asynclint import fixing
    from asynclint.codemods.patch import CannotFix

    paths = paths or (".",)
    settings = _settings(_start(paths), config, isolated, python=python)
    try:
        result = command.asyncify(function, paths, settings)
    except CannotFix as reason:
        raise click.ClickException(f"{function} stays as it is: {reason}") from None
    if shows:
        _write_diffs(result.changes)
        return FOUND
    errors = fixing.save_all(result.changes)
    with _written(sys.stderr) as err:
        for error in errors:
            err.write(f"{error.path}: error: {error.message}\n")
        if not errors:
            for name in result.functions:
                err.write(f"{name} is a coroutine function now.\n")
    return FAILED if errors else OK


def _start(paths: Sequence[str]) -> Path:
    """Where the search for settings begins: the folder that holds all that is linted."""
    try:
        common = Path(os.path.commonpath([os.path.abspath(path) for path in paths]))
    except ValueError:  # several drives
        return Path.cwd()
    return common if common.is_dir() else common.parent


def _settings(start: Path, config: Path | None, isolated: bool, **options: Any) -> Settings:
    """The settings of the project as the command line changes them; a mistake in them is the user's."""
    from asynclint import settings
    from asynclint.codes import ROWS

    try:
        return settings.load(start, ROWS, config=config, isolated=isolated).override(**options)
    except settings.SettingsError as mistake:
        raise click.ClickException(str(mistake)) from None


def _lint(
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
        with _progress(quiet) as progress:
            return engine.lint(paths, settings, progress=progress, **options)
    from asynclint import executors

    try:
        with executors.connected(executor) as pool, _progress(quiet) as progress:
            return engine.lint(paths, settings, progress=progress, executor=pool, **options)
    except executors.RemoteError as reason:
        raise click.ClickException(str(reason)) from None


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


@contextlib.contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    from asynclint.reports.screen import Progress, is_terminal

    if quiet or not is_terminal(sys.stderr):
        yield None
        return
    with contextlib.closing(Progress(sys.stderr)) as progress:
        yield progress


def _status(report: Report, settings: Settings) -> int:
    if report.errors:
        return FAILED
    return FOUND if any(finding.severity >= settings.fail_on for finding in report.findings) else OK


def _write_utf8(stream: TextIO, text: str) -> None:
    """JSON is UTF-8 whatever the locale says."""
    if isinstance(stream, io.TextIOWrapper):
        _write_bytes(stream, text.encode())
    else:
        stream.write(text)


def _write_like(stream: TextIO, name: str, text: str, data: bytes) -> None:
    """Source code goes out as it came in: in its own encoding, as the notebook that it was."""
    from asynclint.discovery import content, decode

    changed = content(name, text, data)
    if isinstance(stream, io.TextIOWrapper):
        _write_bytes(stream, changed)
    else:
        stream.write(decode(changed))


def _write_bytes(stream: io.TextIOWrapper, data: bytes) -> None:
    stream.flush()
    stream.buffer.write(data)
    stream.buffer.flush()


@commands.command()
@click.argument("rule", metavar="CODE|NAME")
def rule(rule: str) -> int:
    """Explain a rule."""
    from asynclint.reports import screen
    from asynclint.rules import pages

    page = pages.page(_rule(rule))
    with _written(sys.stdout) as out:
        if screen.is_terminal(out):
            from rich.markdown import Markdown

            screen.console(out).print(Markdown(page, hyperlinks=False))
        else:
            out.write(page)
    return OK


def _rule(word: str) -> type[Rule]:
    """The rule of that code or name."""
    from difflib import get_close_matches

    from asynclint.rules import RULES

    known = {key.lower(): rule for rule in RULES for key in (rule.code, rule.name)}
    if word.lower() in known:
        return known[word.lower()]
    near = get_close_matches(word.lower(), known, n=1, cutoff=0.4)
    hint = f"did you mean {_as_known(known[near[0]], near[0])}?" if near else "`asynclint rules` lists them"
    raise click.UsageError(f"there is no rule {word!r}: {hint}")


def _as_known(rule: type[Rule], key: str) -> str:
    return rule.code if key == rule.code.lower() else rule.name


@commands.group("cache")
def cache_group() -> None:
    """Show or clear what is kept of earlier runs (in $ASYNCLINT_CACHE_DIR, or where the system keeps such things)."""


@cache_group.command("info")
def cache_info() -> int:
    """Tell where it is, and how much is kept of what."""
    import datetime

    from asynclint import cache
    from asynclint.reports.screen import Screen, size
    from asynclint.reports.text import table

    folder = _cache_folder()
    found = cache.entries(folder)
    with _written(sys.stdout) as out:
        total = size(sum(entry.size for entry in found)) if found else "empty"
        out.write(f"{folder}: {total}\n")
        rows = [
            (entry.name, size(entry.size), f"{datetime.datetime.fromtimestamp(entry.written):%Y-%m-%d %H:%M}")
            for entry in found
        ]
        if rows:
            Screen(out).print(table([("", "size", "last written"), *rows], right=(1,)))
    return OK


@cache_group.command("clear")
def cache_clear() -> int:
    """Throw it away. The next run finds everything out again."""
    from asynclint import cache
    from asynclint.reports.screen import size

    folder = _cache_folder()
    found = cache.entries(folder)
    try:
        for entry in found:
            cache.clear(entry)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {(error.strerror or str(error)).lower()}") from None
    click.echo(f"removed {size(sum(entry.size for entry in found))} from {folder}")
    return OK


def _cache_folder() -> Path:
    from asynclint import cache

    folder = cache.home()
    if folder is None:
        raise click.ClickException(f"there is no folder for a cache: set {cache.VARIABLE}")
    return folder


@commands.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to write the table.")
def rules(form: str) -> int:
    """List the rules."""
    from asynclint.rules import RULES, pages

    rows = [pages.row(rule) for rule in RULES]
    with _written(sys.stdout) as out:
        if form == "json":
            import json

            told = [
                {
                    "code": row.code,
                    "name": row.name,
                    "severity": row.severity,
                    "default": row.default,
                    "summary": row.summary,
                }
                for row in rows
            ]
            _write_utf8(out, json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        else:
            from asynclint.reports.screen import Screen
            from asynclint.reports.text import table

            head = ("code", "name", "default", "what it finds")
            Screen(out).print(table([head, *((row.code, row.name, row.state, row.summary) for row in rows)]))
    return OK
