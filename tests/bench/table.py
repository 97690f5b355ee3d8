"""Numbers to Markdown: medians with their range, ratios round by round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from contenders import Contender
from corpora import Corpus, Size
from measure import Cost


@dataclass(frozen=True, slots=True)
class Series:
    """All runs of one contender on one corpus: those with a clock, and those with a look at the memory."""

    contender: Contender
    timed: list[Cost] = field(default_factory=list)
    watched: list[Cost] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stages:
    """What asynclint said of its own stages, a mapping per run."""

    lines: int
    seconds: Sequence[Mapping[str, float]]


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


def corpus_table(corpus: Corpus, size: Size, ours: Series, others: Sequence[Series]) -> str:
    """What everyone took for one corpus."""
    head = ["", "rounds", "wall s", "CPU s", "memory MB", "largest process MB", "wall ×", "CPU ×", "memory ×"]
    rows = [[series.contender.name, *_costs(series), *_ratios(ours, series)] for series in (ours, *others)]
    return f"### {corpus.title}: {size.files:,} files, {size.lines:,} lines\n\n{_markdown(head, rows)}"


def _costs(series: Series) -> list[str]:
    return [
        str(len(series.timed)),
        spread([cost.wall for cost in series.timed], 2),
        spread([cost.cpu for cost in series.timed], 2),
        spread([cost.memory for cost in series.watched], 0),
        spread([cost.largest for cost in series.timed], 0),
    ]


def _ratios(ours: Series, theirs: Series) -> list[str]:
    if theirs is ours:
        return ["", "", ""]
    ratios = [
        ratio([cost.wall for cost in ours.timed], [cost.wall for cost in theirs.timed]),
        ratio([cost.cpu for cost in ours.timed], [cost.cpu for cost in theirs.timed]),
        ratio([cost.memory for cost in ours.watched], [cost.memory for cost in theirs.watched]),
    ]
    return ["n/a" if value is None else f"{value:.2f}" for value in ratios]


def stage_table(stages: Mapping[Corpus, Stages]) -> str:
    """Seconds, and thousands of lines a second, of each stage of asynclint."""
    names = list(dict.fromkeys(name for each in stages.values() for run in each.seconds for name in run))
    head = ["stage", *(title for corpus in stages for title in (f"{corpus.name}: s", "klines/s"))]
    rows = []
    for name in names:
        seconds = {corpus: median(run.get(name, 0.0) for run in each.seconds) for corpus, each in stages.items()}
        rows.append([name, *(cell for corpus, each in stages.items() for cell in _speed(each.lines, seconds[corpus]))])
    totals = [median(sum(run.values()) for run in each.seconds) for each in stages.values()]
    speeds = [cell for each, total in zip(stages.values(), totals, strict=True) for cell in _speed(each.lines, total)]
    return _markdown(head, [*rows, ["all", *speeds]])


def _speed(lines: int, seconds: float) -> tuple[str, str]:
    return f"{seconds:.2f}", f"{lines / seconds / 1000:,.0f}" if seconds else ""


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    ruler = ["---", *["--:"] * (len(head) - 1)]
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ruler, *rows))
