"""Numbers to Markdown: medians with their range, ratios round by round."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from contenders import Contender
from corpora import Corpus, Size
from measure import Cost
from page import table


@dataclass(slots=True)
class Series:
    """All runs of one contender on one corpus: those with a clock, and those with a look at the memory.

    ``ended`` says why there are no more of them: it took too long, or failed.
    """

    contender: Contender
    timed: list[Cost] = field(default_factory=list)
    watched: list[Cost] = field(default_factory=list)
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Stages:
    """What asynclint said of its own stages, (wall, CPU) by stage for each run; and what parsing alone took, likewise.

    A part of a stage has no wall seconds of its own.
    """

    lines: int
    seconds: Sequence[Mapping[str, tuple[float | None, float]]]
    parsing: Sequence[tuple[float, float]] = ()


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float | None:
    """The median of ours through theirs, round by round; None when there is no round with both."""
    ratios = [our / their for our, their in zip(ours, theirs, strict=False) if their]
    return median(ratios) if ratios else None


def spread(values: Sequence[float], digits: int) -> str:
    """The median, and the smallest and the largest value."""
    if not any(values):
        return "n/a"
    if len(values) == 1:
        return f"{values[0]:,.{digits}f}"
    return f"{median(values):,.{digits}f} ({min(values):,.{digits}f}–{max(values):,.{digits}f})"


def corpus_table(corpus: Corpus, size: Size, series: Sequence[Series]) -> str:
    """What everyone took for one corpus, and how many times the first of them that is."""
    head = ["", "rounds", "wall s", "CPU s", "memory MB", "largest process MB", "wall ×", "CPU ×", "memory ×"]
    rows = [[each.contender.title, *_costs(each), *_ratios(each, series[0])] for each in series]
    return f"### {corpus.title}: {size.files:,} files, {size.lines:,} lines\n\n{table(head, rows)}"


def _costs(series: Series) -> list[str]:
    if not series.timed:
        return ["", series.ended, "", "", ""]
    return [
        str(len(series.timed)),
        spread([cost.wall for cost in series.timed], 2),
        spread([cost.cpu for cost in series.timed], 2),
        spread([cost.memory for cost in series.watched], 0),
        spread([cost.largest for cost in series.timed], 0),
    ]


def _ratios(series: Series, first: Series) -> list[str]:
    if series is first:
        return ["", "", ""]
    ratios = [
        ratio([cost.wall for cost in series.timed], [cost.wall for cost in first.timed]),
        ratio([cost.cpu for cost in series.timed], [cost.cpu for cost in first.timed]),
        ratio([cost.memory for cost in series.watched], [cost.memory for cost in first.watched]),
    ]
    return ["" if value is None else f"{value:.2f}" for value in ratios]


def stage_table(stages: Mapping[Corpus, Stages]) -> str:
    """Wall and CPU seconds of each stage of asynclint, and thousands of lines a wall second; below it, what parsing alone takes."""
    names = list(dict.fromkeys(name for each in stages.values() for run in each.seconds for name in run))
    head = ["stage", *(title for corpus in stages for title in (f"{corpus.name}: wall s", "CPU s", "klines/s"))]
    rows = []
    for name in names:
        found = [[run[name] for run in each.seconds if name in run] for each in stages.values()]
        cells = (_speed(each.lines, runs) for each, runs in zip(stages.values(), found, strict=True))
        rows.append([name, *itertools.chain.from_iterable(cells)])
    parsing = itertools.chain.from_iterable(_speed(each.lines, each.parsing) for each in stages.values())
    return table(head, [*rows, ["`ast.parse` alone", *parsing]])


def _speed(lines: int, runs: Sequence[tuple[float | None, float]]) -> tuple[str, str, str]:
    if not runs:
        return "", "", ""
    walls = [wall for wall, _ in runs if wall is not None]
    cpu = f"{median(cpu for _, cpu in runs):.2f}"
    if not walls:
        return "", cpu, ""
    wall = median(walls)
    return f"{wall:.2f}", cpu, f"{lines / wall / 1000:,.0f}" if wall >= 0.005 else ""
