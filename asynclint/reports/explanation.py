"""What is known of a line, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TextIO

from asynclint.codes import BY_CODE
from asynclint.reports.json import escaped, finding_as, hop_as
from asynclint.reports.screen import Line, Screen
from asynclint.reports.source import one_line, printable
from asynclint.reports.text import GUTTER, STYLES, chain_lines, nature

if TYPE_CHECKING:
    from asynclint.explaining import Blocking, Context, ExplainedCall, Explanation, Meaning, Told

_RUNS = {
    "loop": "runs on the event loop",
    "thread": "runs in another thread, where what blocks keeps no loop waiting",
    "caller": "runs wherever it is called",
    "import": "runs when the module is imported",
}


def write(explanation: Explanation, stream: TextIO) -> None:
    """Write it to ``stream``, for people."""
    Screen(stream).print(_lines(explanation))


def _lines(told: Explanation) -> Iterator[Line]:
    cell = "" if told.cell is None else f":cell {told.cell}"
    yield (f"{printable(told.path)}{cell}:{told.line}", "bold"), f"  {one_line(told.text, 160)}"
    for part in told.parts:
        yield ("",)
        yield from _context(part.context)
        for call in part.calls:
            yield ("",)
            yield from _call(call, part.context)
        if not part.calls:
            yield "No call begins on this line.", ""
    yield ("",)
    if not told.findings:
        yield "No rule finds anything on this line.", ""
    for each in told.findings:
        yield from _finding(each)
    yield from _rules(told)


def _context(context: Context) -> Iterator[Line]:
    if context.runs == "import":
        yield f"At the top level of {context.function}, which {_RUNS['import']}.", ""
        return
    why = f" ({context.why})" if context.why else ""
    yield "In ", (printable(context.function), "cyan"), f"{why}, which {_RUNS[context.runs]}."
    if context.runs == "caller" and not context.ways:
        yield "No code that runs on the loop is known to call it.", ""
    if context.ways:
        yield "It is called on the loop:", ""
    for number, way in enumerate(context.ways):
        if number:
            yield f"{GUTTER}or:", ""
        yield from chain_lines(way)


def _call(call: ExplainedCall, context: Context) -> Iterator[Line]:
    subject = one_line(call.at.text, 100)
    yield (subject, "bold"), f"  ({call.implicit})" if call.implicit else ""
    for number, meaning in enumerate(call.meanings):
        verb = "is about" if call.implicit else "calls"
        yield f"{GUTTER}{'or' if number else verb} {_meaning(meaning)}", ""
    if not call.complete:
        unknown = f": {call.unknown}" if call.unknown else ""
        yield f"{GUTTER}{'It is not known in full' if call.meanings else 'It is not known'} what it calls{unknown}.", ""
    for note in call.notes:
        yield f"{GUTTER}{note}", ""
    for effect in call.effects:
        yield from _effect(effect, context)
    if call.complete and not (call.effects or call.notes):
        yield f"{GUTTER}As far as is known, calling it neither blocks nor runs a loop.", ""


def _meaning(meaning: Meaning) -> str:
    place = f" ({printable(meaning.place)})" if meaning.place else ""
    return f"{printable(meaning.name)}, {meaning.what}{place}" if meaning.name else f"{meaning.what}{place}"


def _effect(effect: Blocking, context: Context) -> Iterator[Line]:
    row = BY_CODE[effect.code]
    doubts = f": {'; '.join(effect.doubts)}" if effect.doubts else ""
    where = "" if context.runs == "loop" else ", where it runs on a loop"
    yield (
        f"{GUTTER}",
        (effect.code, STYLES[row.severity]),
        f" {row.name}: {printable(effect.does)}{where} [{effect.confidence.value}{printable(doubts)}]",
    )
    yield from chain_lines(effect.chain)


def _finding(told: Told) -> Iterator[Line]:
    finding = told.finding
    style = STYLES[finding.severity]
    yield (finding.code, style), f" {finding.name} ", (f"[{', '.join(nature(finding))}]", style), f" {_state(told)}"
    yield f"{GUTTER}{printable(finding.message)}", ""
    if finding.fix is not None:
        yield f"{GUTTER}Fix: {printable(finding.fix.title)} ({finding.fix.applicability.value})", ""
    elif finding.unfixed:
        yield f"{GUTTER}No fix: {printable(finding.unfixed)}.", ""


def _state(told: Told) -> str:
    verb = told.state if told.state in ("reported", "known", "suppressed") else "not reported"
    return f"is {verb}" + (f": {printable(told.why)}" if told.why else "") + "."


def _rules(told: Explanation) -> Iterator[Line]:
    looked = len(BY_CODE) - len(told.rules_off)
    yield f"{looked} of {len(BY_CODE)} rules look at this file.", ""
    yield from rules_off(told.rules_off)
    if told.skipped:
        yield "The comment `asynclint: skip-file` silences them all.", ""
    if told.left_out is not None:
        yield f"Linting the project leaves the file out: {printable(told.left_out)}.", ""


def rules_off(why: Mapping[str, str]) -> Iterator[Line]:
    """The rules that are off, by code, together where it is for the same reason."""
    codes: dict[str, list[str]] = {}
    for code, reason in why.items():
        codes.setdefault(reason, []).append(code)
    for reason, of_reason in codes.items():
        yield f"{GUTTER}Off ({printable(reason)}): {', '.join(of_reason)}", ""


def render(told: Explanation) -> str:
    """The same as JSON text, encodable as UTF-8."""
    document: dict[str, Any] = {
        "version": 1,
        "path": told.path,
        "cell": told.cell,
        "line": told.line,
        "text": told.text,
        "parts": [
            {
                "function": part.context.function,
                "runs": part.context.runs,
                "why": part.context.why,
                "ways": [[hop_as(step) for step in way] for way in part.context.ways],
                "calls": [_call_as(call) for call in part.calls],
            }
            for part in told.parts
        ],
        "findings": [
            {**finding_as(each.finding), "unfixed": each.finding.unfixed, "state": each.state, "reason": each.why}
            for each in told.findings
        ],
        "rules_off": told.rules_off,
        "left_out": told.left_out,
        "skipped": told.skipped,
    }
    return escaped(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _call_as(call: ExplainedCall) -> dict[str, Any]:
    return {
        **hop_as(call.at),
        "implicit": call.implicit or None,
        "meanings": [{"name": each.name, "what": each.what, "place": each.place or None} for each in call.meanings],
        "complete": call.complete,
        "unknown": call.unknown or None,
        "notes": list(call.notes),
        "effects": [
            {
                "code": each.code,
                "does": each.does,
                "confidence": each.confidence.value,
                "doubts": list(each.doubts),
                "chain": [hop_as(step) for step in each.chain],
            }
            for each in call.effects
        ],
    }
