"""The report for people: one block a cause, with the code, the way to the culprit and who else takes it; then a sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len

from asynclint import profiling
from asynclint.discovery import display
from asynclint.findings import (
    Applicability,
    Confidence,
    FileError,
    Finding,
    Hop,
    Location,
    Report,
    Runtime,
    Severity,
    Verdict,
)
from asynclint.reports.causes import group
from asynclint.reports.formats import Options
from asynclint.reports.screen import Line, Link, Screen, plain
from asynclint.reports.source import Sources, excerpt, file_place, one_line, place, printable

if TYPE_CHECKING:
    from asynclint.fixing import Outcome
    from asynclint.known import Known
    from asynclint.verdicts import Joined

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
CODE_WIDTH = 160  # cells of a code line where there is no edge
GUTTER = "  "
UNRESOLVED = 20  # names that `--statistics` lists


def render(report: Report, options: Options) -> str:
    """All that there is to say, for a file: without colours, links or an edge."""
    lines = (
        *_findings(report, options, None),
        *map(_error, report.errors),
        *_summary(report, options.unsafe_fixes),
    )
    return "".join(f"{plain(line)}\n" for line in lines)


def findings(report: Report, stream: TextIO, options: Options) -> None:
    """Write the findings to ``stream``, the lists that were asked for, and what goes with the verdicts of a run."""
    screen = Screen(stream)
    screen.print(_findings(report, options, screen.width))


def _findings(report: Report, options: Options, width: int | None) -> Iterator[Line]:
    causes, sources = group(report.findings), Sources(options.given)
    for cause in causes:
        yield from _block(cause, sources if options.show_source else None, width)
    if options.show_suppressed and report.suppressed:
        yield from _suppressed(report.suppressed)
    if options.show_suppressed and report.known:
        yield from _known(report.known)
    if options.statistics and report.findings:
        yield from _statistics(causes)
    if options.statistics and report.calls.unresolved:
        yield from _unresolved(report.calls.unresolved)
    if options.joined is not None:
        yield from _run(options.joined)


def _run(joined: Joined) -> Iterator[Line]:
    """What only the run has seen, what was allowed, and what could not be used."""
    if joined.unforeseen:
        yield (("Not found statically:", "bold"),)
    for each in joined.unforeseen:
        place, evidence = each.evidence.place, each.evidence
        assert place is not None
        worst = f", {evidence.duration:.3g} s at worst" if evidence.duration else ""
        detail = f": {printable(evidence.detail)}" if evidence.detail else ""
        code = f" {each.code}" if each.code else ""
        times = _count(each.count, "time")
        where = f"{printable(display(place.path))}:{place.line}"
        yield f"{GUTTER}{where}{code} {evidence.kind} {times}{worst}, in {printable(place.function)}{detail}", ""
    if joined.allowed:
        yield (("Allowed:", "bold"),)
    for used in joined.allowed:
        entry = used.allowance
        became = (
            f"expired on {entry.expires}, and allows nothing any more"
            if used.expired
            else _count(used.count, "time")
            if used.count
            else "not seen; is it still needed?"
        )
        yield f"{GUTTER}{printable(entry.call)} in {printable(entry.where)} ({printable(entry.reason)}): {became}", ""
    for path in joined.outdated:
        yield f"{printable(display(path))} has changed since the run: what was seen there is not used.", ""
    for fault in joined.faults:
        yield f"asynclint: {printable(fault)}", ""
    if joined.unforeseen or joined.allowed or joined.outdated or joined.faults:
        yield ("",)


def errors(report: Report, stream: TextIO) -> None:
    """Write what could not be linted to ``stream``, one line each: it is meant for the error stream."""
    Screen(stream).print(_error(error) for error in report.errors)


def summary(report: Report, stream: TextIO, unsafe_fixes: bool = False) -> None:
    """Write how much was found, and where; and how much of it can be mended, unsafely too where that is wanted."""
    Screen(stream).print(_summary(report, unsafe_fixes))


def compared(report: Report, known: Iterable[Known], stream: TextIO, *, tell_gone: bool = True) -> None:
    """Write what the report was compared with, and how much of it is known from there; also what is gone, if that is wanted."""
    Screen(stream).print(line for each in known for line in _compared(report, each, tell_gone))


def _compared(report: Report, known: Known, tell_gone: bool) -> Iterator[Line]:
    source = printable(known.source)
    count = sum(finding.known == known.source for finding in report.known)
    yield f"{_count(count, 'finding') if count else 'No findings'} known from {source}.", ""
    gone = len(known.gone(report)) if tell_gone and known.can_be_pruned else 0
    if gone:
        left = "entry no longer occurs" if gone == 1 else "entries no longer occur"
        yield f"{gone} {left}; `asynclint baseline prune` takes {'it' if gone == 1 else 'them'} out.", ""


def profile(stream: TextIO) -> None:
    """Write how many seconds each stage of this run took, and each of its parts the processor, all processes together."""
    stages, parts = profiling.told()
    rows = [("stage", "wall s", "CPU s")]
    for stage, (wall, cpu) in stages.items():
        rows.append((stage, f"{wall:.2f}", f"{cpu:.2f}"))
        rows += [(f"  {name}", "", f"{spent:.2f}") for (of, name), spent in parts.items() if of == stage]
    Screen(stream).print(table(rows, right=(1, 2)))


def mended(outcome: Outcome, stream: TextIO, *, would: bool = False) -> None:
    """Write what fixes have done (or would do), and which were taken back."""
    Screen(stream).print(_changed(outcome, "Would fix" if would else "Fixed", "fixed"))


def silenced(outcome: Outcome, stream: TextIO, *, would: bool = False) -> None:
    """Write what comments have silenced (or would silence), and what they have not."""
    Screen(stream).print(_changed(outcome, "Would silence" if would else "Silenced", "silenced"))


def _changed(outcome: Outcome, verb: str, done: str) -> Iterator[Line]:
    for finding, why in outcome.dropped:
        yield _link(finding.location, place(finding.location)), f" {finding.code}: not {done}: {why}"
    if outcome.fixed:
        where = f"in {_count(len(outcome.changes), 'file')}."
        yield f"{verb} {_count(len(outcome.fixed), 'finding')} {where}", ""
    else:
        yield f"{verb} nothing.", ""


def _error(error: FileError) -> Line:
    return _link(error, file_place(error)), ": ", ("error", "bold red"), f": {printable(error.message)}"


def _block(cause: tuple[Finding, ...], sources: Sources | None, width: int | None) -> Iterator[Line]:
    """One cause: its first finding in full (with its line, where ``sources`` has it), then the others' places."""
    first, *others = cause
    yield _header(first)
    yield f"{GUTTER}{printable(first.message)}", ""
    if sources is not None:
        yield from _code(first.location, sources, STYLES[first.severity], width)
    if len(first.chain) > 1:
        yield from chain_lines(first.chain)
        helper = first.chain[-1].function
        is_special = helper.endswith("__")  # which Python calls, and does not await
        if first.fix is None and first.code.startswith("ASL20") and not is_special:
            yield f"{GUTTER}`asynclint asyncify {helper} PATHS` makes the helper asynchronous, if it can be", ""
    if others:
        yield f"{GUTTER}{'also reached from' if first.chain else 'also at'}:", ""
        yield from _others(first, others)
    yield ("",)


def _header(finding: Finding) -> Line:
    style = STYLES[finding.severity]
    told = ", ".join(nature(finding))
    return (
        _link(finding.location, place(finding.location), "bold"),
        " ",
        (finding.code, style),
        f" {finding.name} ",
        (f"[{told}]", style),
    )


def nature(finding: Finding) -> list[str]:
    """How bad and how sure (certainty goes without saying), and whether there is a fix."""
    words = [finding.severity.value]
    if finding.confidence is not Confidence.CERTAIN:
        words.append(finding.confidence.value)
    if finding.runtime is not None:
        words.append(seen(finding.runtime))
    if finding.fix is not None:
        words.append("fixable" if finding.fix.applicability is Applicability.SAFE else "unsafe fix")
    return words


def seen(runtime: Runtime) -> str:
    """The verdict of a run, with what it rests on."""
    if runtime.verdict is not Verdict.CONFIRMED:
        return str(runtime.verdict.value)
    worst = f", {runtime.worst:.3g} s at worst" if runtime.worst else ""
    return f"confirmed {_count(runtime.count, 'time')}{worst}"


def _code(location: Location, sources: Sources, style: str, width: int | None) -> Iterator[Line]:
    line = sources.line(location.path, location.line, location.cell)
    if line is None:
        return
    number = f"{location.line:>4}"
    edge = f"{GUTTER}{number} | "
    shown = excerpt(line, location, CODE_WIDTH if width is None else max(width - len(edge), 20))
    yield (edge, "dim"), shown.before, (shown.marked, "bold"), shown.after
    yield (f"{GUTTER}{' ' * len(number)} | ", "dim"), (shown.mark, style)


def chain_lines(chain: tuple[Hop, ...]) -> Iterator[Line]:
    """The way from the async code to the culprit, in columns."""
    places = [file_place(hop) for hop in chain]
    for where, function, hop in zip(_padded(places), _padded([hop.function for hop in chain]), chain, strict=True):
        yield f"{GUTTER}  ", *_column(hop, where), " ", (function, "cyan"), f"  {one_line(hop.text, 100)}"


def _others(first: Finding, others: Sequence[Finding]) -> Iterator[Line]:
    """Other call sites of the same cause; a code, severity or confidence only where it is another one."""
    for where, other in zip(_padded([place(other.location) for other in others]), others, strict=True):
        told = [word for word in [other.code, *nature(other)] if word not in [first.code, *nature(first)]]
        more = f" [{', '.join(told)}]" if told else ""
        yield f"{GUTTER}  ", *_column(other.location, where), " ", (other.function, "cyan"), more


def _column(at: Location | Hop, where: str) -> Line:
    """A place that is padded: blanks are no part of the link."""
    text = where.rstrip(" ")
    return _link(at, text), where[len(text) :]


def _link(at: Location | Hop | FileError, text: str, style: str = "") -> Link:
    return Link(text, style, at.path, at.line if at.cell is None else None)


def _padded(texts: Sequence[str]) -> list[str]:
    """``texts``, all as wide as the widest."""
    width = max(cell_len(text) for text in texts)
    return [text + " " * (width - cell_len(text)) for text in texts]


def _suppressed(findings: Sequence[Finding]) -> Iterator[Line]:
    yield f"Suppressed: {len(findings)}", ""
    for finding in findings:
        reason = printable(finding.suppressed.reason) if finding.suppressed else ""
        what = f"{finding.code} {finding.name}: {reason or '(no reason given)'}"
        yield GUTTER, _link(finding.location, place(finding.location)), f" {what}"
    yield ("",)


def _known(findings: Sequence[Finding]) -> Iterator[Line]:
    yield f"Known: {len(findings)}", ""
    for finding in findings:
        yield f"{GUTTER}{place(finding.location)} {finding.code} {finding.name}: {printable(finding.known)}", ""
    yield ("",)


def _statistics(causes: Sequence[tuple[Finding, ...]]) -> Iterator[Line]:
    """The table of ``--statistics``: the most frequent first."""
    findings = Counter((finding.code, finding.name) for cause in causes for finding in cause)
    own = Counter(key for cause in causes for key in {(finding.code, finding.name) for finding in cause})
    rows = [("code", "name", "findings", "causes")]
    rows += [
        (*key, str(findings[key]), str(own[key])) for key in sorted(findings, key=lambda key: (-findings[key], key))
    ]
    yield from table(rows, right=(2, 3))
    yield ("",)


def _unresolved(names: Sequence[tuple[str, int]]) -> Iterator[Line]:
    """The calls of async code that nobody knows the meaning of: the most frequent first."""
    rows = [("not resolved", "calls"), *((printable(name), str(count)) for name, count in names[:UNRESOLVED])]
    yield from table(rows, right=(1,))
    yield ("",)


def table(rows: Sequence[Sequence[str]], right: tuple[int, ...] = ()) -> Iterator[Line]:
    """``rows``, the first of them the head, in columns; those of ``right`` hold numbers."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        cells = [
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        line = "  ".join(cells).rstrip()
        yield ((line, "bold") if number == 0 else line,)


def _summary(report: Report, unsafe_fixes: bool) -> Iterator[Line]:
    where = f"in {_count(report.files, 'file')}."
    if report.findings:
        severities = Counter(finding.severity for finding in report.findings)
        by_severity = ", ".join(
            [
                _count(severities[Severity.ERROR], "error"),
                _count(severities[Severity.WARNING], "warning"),
                f"{severities[Severity.INFO]} info",
            ]
        )
        findings = f"Found {_count(len(report.findings), 'finding')} ({_count(len(group(report.findings)), 'cause')})"
        yield f"{findings}: {by_severity} {where}", ""
    else:
        yield f"No findings {where}", ""
    yield from _fixable(report, unsafe_fixes)
    if report.suppressed:
        yield f"{_count(len(report.suppressed), 'finding')} suppressed.", ""
    calls = report.calls
    if calls.total:
        share = calls.resolved * 100 // calls.total
        yield f"Resolved {share} % of {calls.total:,} {'call' if calls.total == 1 else 'calls'} in async code.", ""
    if report.errors:
        yield ((f"{_count(len(report.errors), 'path')} could not be linted.", "bold red"),)


def _fixable(report: Report, unsafe_fixes: bool) -> Iterator[Line]:
    kinds = Counter(finding.fix.applicability for finding in report.findings if finding.fix is not None)
    safe, unsafe = kinds[Applicability.SAFE], kinds[Applicability.UNSAFE]
    if unsafe_fixes and safe + unsafe:
        yield f"--fix would mend {safe + unsafe} of them.", ""
    elif safe and unsafe:
        yield f"--fix would mend {safe} of them, --fix --unsafe-fixes {unsafe} more.", ""
    elif safe:
        yield f"--fix would mend {safe} of them.", ""
    elif unsafe:
        yield f"--fix --unsafe-fixes would mend {unsafe} of them.", ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
