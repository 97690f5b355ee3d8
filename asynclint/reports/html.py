"""The report as one page that needs nothing else: the verdicts, with filters, and when the loops were blocked.

Evidence and source may be anybody's: all text is escaped, and the page's policy lets no script run but its own.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import html
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from asynclint.discovery import display
from asynclint.findings import Finding, Verdict
from asynclint.reports.source import Sources, place, printable
from asynclint.reports.timeline import Lane, begin, command, timeline
from asynclint.runtime.evidence import BLAMELESS, Evidence
from asynclint.runtime.frames import Place
from asynclint.verdicts import Joined, Unforeseen

MOST = 2000
"""Pieces of evidence that the timeline shows: the longest."""
UNFORESEEN = "not found statically"

_ORDER = [*(verdict.value for verdict in Verdict)]
_ORDER.insert(1, UNFORESEEN)
_LONG, _SHORT = 20, 0.15  # height in pixels and least width in percent of a bar


def render(joined: Joined) -> str:
    """The page as HTML text, encodable as UTF-8."""
    style, script = (Path(__file__).with_name(name).read_text("utf-8") for name in ("page.css", "page.js"))
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    head = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>asynclint: {_text(command(joined.processes)) or 'what the run has shown'}</title>\n"
        f"<style>{style}</style>\n</head>\n"
    )
    body = "\n".join(_body(joined))
    return f"{head}<body>\n{body}\n<script>{script}</script>\n</body>\n</html>\n"


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _text(text: str) -> str:
    """Text as HTML shows it: nothing in it is markup, and nothing in it is invisible."""
    return html.escape(printable(text))


def _body(joined: Joined) -> Iterator[str]:
    yield "<header>\n<h1>What the run has shown</h1>"
    yield from _run(joined)
    yield "</header>\n<main>"
    yield from _timeline(joined)
    yield from _table(joined)
    yield from _notes(joined)
    yield "</main>"


def _run(joined: Joined) -> Iterator[str]:
    told = command(joined.processes)
    if told:
        yield f"<p><code>{_text(told)}</code></p>"
    times = timeline(joined)
    number = len(joined.processes)
    facts = [f"{number} process{'es' * (number != 1)}"]
    if times.begin:
        facts = [_moment(times.begin), f"{_seconds(times.end - times.begin)} from first to last", *facts]
    facts += [f"Python {_text(each)}" for each in dict.fromkeys(process.python for process in joined.processes) if each]
    yield f'<p class="facts">{" · ".join(facts)}</p>'
    counts = Counter(finding.runtime.verdict.value for finding in joined.report.findings if finding.runtime)
    counts[UNFORESEEN] = len(joined.unforeseen)
    sums = (
        f'<li class="{_class(verdict)}"><b>{counts[verdict]}</b> {verdict}</li>'
        for verdict in _ORDER
        if counts[verdict]
    )
    yield f'<ul class="sums">{"".join(sums) or "<li>No findings, and nothing was seen.</li>"}</ul>'


# -- The timeline


def _timeline(joined: Joined) -> Iterator[str]:
    yield '<section aria-labelledby="when">\n<h2 id="when">When the loops were blocked</h2>'
    times = timeline(joined)
    everything = [each for lane in times.lanes for each in lane.evidence]
    if not everything:
        yield "<p>Nothing was seen.</p>\n</section>"
        return
    shown = sorted(everything, key=lambda each: -each.duration)[:MOST]
    numbers = {id(each): number for number, each in enumerate(sorted(shown, key=begin), 1)}
    if len(shown) < len(everything):
        yield f"<p>The {len(shown):,} longest of {len(everything):,} are shown.</p>"
    span = max(times.end - times.begin, 1e-3)
    kinds = dict.fromkeys(each.kind for each in sorted(shown, key=lambda each: (not each.duration, each.kind)))
    legend = "".join(
        f'<li><svg width="12" height="12" aria-hidden="true"><rect class="{_kind(kind)}" width="12" height="12"/></svg>{_text(kind)}</li>'
        for kind in kinds
    )
    yield f'<div class="tools"><ul class="legend">{legend}</ul>'
    yield '<p id="zoom" hidden><button type="button" id="closer">Zoom in</button> <button type="button" id="wider">Zoom out</button></p></div>'
    yield '<div class="lanes" tabindex="0" role="group" aria-label="Timeline">'
    for lane in times.lanes:
        yield from _lane(lane, numbers, times.begin, span)
    yield _axis(span)
    yield '</div>\n<pre id="detail" aria-live="polite">Point at a bar, or go to it with Tab, to see its stack; Enter goes to its line below.</pre>'
    yield from _seen([each for each in everything if id(each) in numbers], numbers, times.begin)
    yield "</section>"


def _lane(lane: Lane, numbers: dict[int, int], start: float, span: float) -> Iterator[str]:
    blocks = [each for each in lane.evidence if each.duration and each.kind not in BLAMELESS]
    times = sum(each.count for each in blocks)
    blocked = f"blocked {times} time{'s' * (times != 1)}, {_seconds(sum(each.total or each.duration for each in blocks))} in all"
    name = _text(f"{lane.name} {lane.thread}".rstrip())
    yield f'<div class="lane"><h3><span>{name}: {blocked if blocks else "never blocked"}</span></h3>'
    yield f'<svg class="line" width="100%" height="{_LONG + 8}" role="group" aria-label="{name}">'
    yield f'<rect class="ground" y="4" width="100%" height="{_LONG}"/>'
    for each in sorted(lane.evidence, key=lambda each: -each.duration):  # what is short lies on top
        if id(each) not in numbers:
            continue
        width = max(100 * each.duration / span, _SHORT)
        left = min(100 * (begin(each) - start) / span, 100 - width)
        title = _text(_title(each)) + "".join(f"\n{_text(_place(at))}" for at in each.stack)
        bar = (
            f'<rect class="{_kind(each.kind)}" x="{left:.4f}%" y="4" width="{width:.4f}%" height="{_LONG}"/>'
            if each.duration
            else f'<circle class="{_kind(each.kind)}" cx="{left:.4f}%" cy="{4 + _LONG / 2:g}" r="5"/>'
        )
        number = numbers[id(each)]
        yield f'<a class="bar" href="#seen-{number}" aria-label="{_text(_title(each))}">{bar}<title>{title}</title></a>'
    yield "</svg></div>"


def _axis(span: float) -> str:
    """Round times, five to ten of them."""
    step = 10 ** math.floor(math.log10(span / 5))
    step = next((step * factor for factor in (1, 2, 5) if span / (step * factor) <= 10), step * 10)
    ticks = (number * step for number in range(int(span / step) + 1))
    marks = "".join(
        f'<line x1="{100 * tick / span:.4f}%" x2="{100 * tick / span:.4f}%" y1="0" y2="5"/>'
        f'<text x="{100 * tick / span:.4f}%" y="17">{_seconds(tick)}</text>'
        for tick in ticks
        if tick / span < 0.97  # a text at the very end would be cut off
    )
    return f'<svg class="line axis" width="100%" height="20" aria-hidden="true">{marks}</svg>'


def _seen(shown: Sequence[Evidence], numbers: dict[int, int], start: float) -> Iterator[str]:
    lines = _Lines(each.place for each in shown)
    yield f'<details id="all-seen" {"open" if len(shown) <= 20 else ""}><summary>All {len(shown):,} in order of time</summary>'
    yield '<div class="scrolls"><table class="seen"><thead><tr><th scope="col">After<th scope="col">Lasted<th scope="col">Kind<th scope="col">Line</tr></thead><tbody>'
    for each in sorted(shown, key=begin):
        yield (
            f'<tr id="seen-{numbers[id(each)]}"><td class="number">{_seconds(begin(each) - start)}'
            f'<td class="number">{_seconds(each.duration) if each.duration else ""}'
            f"<td>{_text(each.kind)}{_times(each.count)}<td>{_at(each, lines)}</tr>"
        )
    yield "</tbody></table></div></details>"


def _at(evidence: Evidence, lines: _Lines) -> str:
    """The line, its code, what more there is to say, and the stack."""
    at = evidence.place
    told = "no line is to blame" if at is None else f"{_text(_place(at))}{lines.code(at)}"
    for more in (evidence.detail, evidence.test and f"in {evidence.test}"):
        told += f"<br>{_text(more)}" if more else ""
    return told + _stack([_place(each) for each in evidence.stack])


def _stack(stack: Sequence[str]) -> str:
    if len(stack) < 2:
        return ""
    return f"<details><summary>Stack</summary><pre>{chr(10).join(map(_text, stack))}</pre></details>"


# -- The verdicts


def _table(joined: Joined) -> Iterator[str]:
    findings, unforeseen = joined.report.findings, joined.unforeseen
    yield '<section aria-labelledby="verdicts">\n<h2 id="verdicts">Findings</h2>'
    if not findings and not unforeseen:
        yield "<p>There are none.</p>\n</section>"
        return
    codes = sorted({*(each.code for each in findings), *(each.code for each in unforeseen if each.code)})
    present = {
        *(each.runtime.verdict.value for each in findings if each.runtime),
        *([UNFORESEEN] if unforeseen else []),
    }
    yield '<form id="filters" hidden>'
    yield _choice("verdict", "Verdict", [each for each in _ORDER if each in present])
    yield _choice("code", "Code", codes)
    yield '<label>File or text <input type="search" id="search" autocomplete="off"></label>'
    yield '<output id="shown" aria-live="polite"></output></form>'
    yield (
        '<div class="scrolls"><table class="verdicts" id="findings"><thead><tr><th scope="col">Verdict<th scope="col">Code'
        '<th scope="col">Place<th scope="col">Times<th scope="col">Worst<th scope="col">Total</tr></thead><tbody>'
    )
    rows = [
        *((_rank(finding), _finding(finding)) for finding in findings),
        *(((_ORDER.index(UNFORESEEN), -each.evidence.duration, -each.count), row) for each, row in _others(unforeseen)),
    ]
    yield from (row for _, row in sorted(rows, key=lambda row: row[0]))
    yield "</tbody></table></div>\n</section>"


def _rank(finding: Finding) -> tuple[int, float, int]:
    """First what is confirmed, the longest first."""
    runtime = finding.runtime
    return (_ORDER.index(runtime.verdict.value), -runtime.worst, -runtime.count) if runtime else (len(_ORDER), 0.0, 0)


def _choice(name: str, label: str, values: Iterable[str]) -> str:
    options = "".join(f'<option value="{_text(value)}">{_text(value)}</option>' for value in values)
    return f'<label>{label} <select id="{name}"><option value="">all</option>{options}</select></label>'


def _finding(finding: Finding) -> str:
    runtime = finding.runtime
    verdict = runtime.verdict.value if runtime else ""
    where = f"<b>{_text(place(finding.location))}</b> in {_text(finding.function)}<br>{_text(finding.message)}"
    chain = [f"{hop.path}:{hop.line} {hop.function}  {hop.text}" for hop in finding.chain]
    if len(chain) > 1:
        where += f"<details><summary>Chain</summary><pre>{chr(10).join(map(_text, chain))}</pre></details>"
    seen = (runtime.count, runtime.worst, runtime.total) if runtime else (0, 0.0, 0.0)
    where += _stack([_relative(each) for each in runtime.stack] if runtime else [])
    return _row(verdict, finding.code, f"{_text(finding.code)}<br><small>{_text(finding.name)}</small>", where, *seen)


def _relative(frame: str) -> str:
    """A frame of a verdict's stack, ``path:line function``, with the path as reports write it."""
    path, colon, rest = frame.rpartition(":")
    return f"{display(path)}{colon}{rest}"


def _others(unforeseen: Sequence[Unforeseen]) -> Iterator[tuple[Unforeseen, str]]:
    lines = _Lines(each.evidence.place for each in unforeseen)
    for each in unforeseen:
        at = each.evidence.place
        where = f"<b>{_text(f'{display(at.path)}:{at.line}')}</b> in {_text(at.function)}{lines.code(at)}" if at else ""
        if each.evidence.detail:
            where += f"<br>{_text(each.evidence.detail)}"
        where += _stack([_place(frame) for frame in each.evidence.stack])
        name = f"{_text(each.code)}<br><small>{_text(each.evidence.kind)}</small>"
        yield each, _row(UNFORESEEN, each.code, name, where, each.count, each.evidence.duration, each.total)


def _row(verdict: str, code: str, name: str, where: str, count: int, worst: float, total: float) -> str:
    return (
        f'<tr data-verdict="{_text(verdict)}" data-code="{_text(code)}">'
        f'<td><span class="verdict {_class(verdict)}">{_text(verdict)}</span><td>{name}<td>{where}'
        f'<td class="number">{count or ""}<td class="number">{_seconds(worst) if worst else ""}'
        f'<td class="number">{_seconds(total) if total else ""}</tr>'
    )


# -- The rest


def _notes(joined: Joined) -> Iterator[str]:
    allowed = [
        f"<code>{_text(used.allowance.call)}</code> in <code>{_text(used.allowance.where)}</code> ({_text(used.allowance.reason)}): "
        + (
            f"expired on {used.allowance.expires}"
            if used.expired
            else f"seen {used.count} times"
            if used.count
            else "not seen"
        )
        for used in joined.allowed
    ]
    outdated = [f"<code>{_text(display(path))}</code>" for path in joined.outdated]
    for title, rows in (
        ("Allowed", allowed),
        ("Changed since the run, and not used", outdated),
        ("Wrong with the evidence", [_text(fault) for fault in joined.faults]),
    ):
        if rows:
            yield f"<section><h2>{title}</h2><ul>{''.join(f'<li>{row}</li>' for row in rows)}</ul></section>"


class _Lines:
    """The code of some lines, each file read once; of regular files only, whatever the evidence names."""

    def __init__(self, places: Iterable[Place | None]) -> None:
        sources = Sources()
        known = sorted({(at.path, at.line) for at in places if at is not None})
        self._code = {at: sources.line(*at) for at in known if Path(at[0]).is_file()}

    def code(self, at: Place) -> str:
        """The line in a line of its own; empty where it cannot be read."""
        line = (self._code.get((at.path, at.line)) or "").strip()
        return f"<br><code>{_text(line[:200])}</code>" if line else ""


def _title(evidence: Evidence) -> str:
    lasted = f" for {_seconds(evidence.duration)}" if evidence.duration else ""
    where = f" at {_place(evidence.place)}" if evidence.place is not None else ""
    return f"{evidence.kind}{lasted}{where}"


def _place(at: Place) -> str:
    return f"{display(at.path)}:{at.line} {at.function}"


def _times(count: int) -> str:
    return f" <small>{count} times</small>" if count > 1 else ""


def _kind(kind: str) -> str:
    """The class of a bar: kinds that are alike look alike."""
    return {
        "blocked": "waits", "blocking-call": "waits", "cpu": "counts", "gil-held": "holds", **dict.fromkeys(BLAMELESS, "blameless"),
    }.get(kind, "event")  # fmt: skip


def _class(verdict: str) -> str:
    return "verdict-" + "".join(letter if letter.isalpha() else "-" for letter in verdict)


def _seconds(duration: float) -> str:
    if duration < 0.9995:
        return f"{duration * 1000:.3g} ms" if duration else "0 s"
    return f"{duration:.3g} s" if duration < 100 else f"{duration:,.0f} s"


def _moment(seconds: float) -> str:
    return f"{datetime.datetime.fromtimestamp(seconds):%Y-%m-%d %H:%M:%S}"
