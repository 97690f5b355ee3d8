"""What asynclint wants to cost at most, and whether it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import median

from measure import Cost
from page import table
from states import COLD, WARM
from table import Series, Stages, ratio

_HYDROID = {"prefect": 0.33, "litellm": 0.33, "homeassistant": 0.25}


@dataclass(frozen=True, slots=True)
class Target:
    """Something that is to be ``most`` at the most; what was measured by the name of the asynclint, None where nothing was."""

    title: str
    most: float
    unit: str
    measured: Mapping[str, float | None]

    def row(self, tools: Sequence[str]) -> list[str]:
        """As a table tells it."""
        digits = 0 if self.unit == " MB" else 2
        cells = []
        for tool in tools:
            value = self.measured[tool]
            verdict = "reached" if value is not None and value <= self.most else "**missed**"
            cells.append("not measured" if value is None else f"{value:.{digits}f}{self.unit}, {verdict}")
        return [self.title, f"{self.most:.{digits}f}{self.unit}", *cells]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything measured: runs by corpus (by name; empty for none), stages by asynclint and corpus."""

    tools: Sequence[str]  # the asynclints
    series: Mapping[str, Sequence[Series]]
    stages: Mapping[str, Mapping[str, Stages]]

    def find(self, corpus: str, tool: str, state: str = "") -> Series | None:
        """The runs of a tool."""
        found = (
            each
            for each in self.series.get(corpus, ())
            if each.contender.tool == tool and each.contender.state.startswith(state)
        )
        return next(found, None)


def target_table(results: Results) -> str:
    """All targets that the corpora measured have to do with."""
    head = ["target", "at most", *results.tools]
    return table(head, [target.row(results.tools) for target in targets(results)])


def targets(results: Results) -> Iterator[Target]:
    """All targets that the corpora measured have to do with."""
    for corpus, most in _HYDROID.items():
        if corpus in results.series:
            for what, limit in (("wall", most), ("memory", 0.25)):
                title = f"{corpus}, cold: {what} of hydroid's"
                yield _shares(results, title, limit, what, (corpus, COLD), (corpus, "hydroid", ""))
    if "homeassistant" in results.series:
        title = "homeassistant, warm: wall of ruff's"
        yield _shares(results, title, 1.5, "wall", ("homeassistant", WARM), ("homeassistant", "ruff", ""))
        yield _amounts(results, "homeassistant, cold: memory", 600, "memory", "homeassistant", COLD)
    if "prefect" in results.series:
        yield _amounts(results, "prefect, warm: CPU", 0.25, "cpu", "prefect", WARM)
    for corpus in results.series:
        for edited, most in (("leaf", 0.15), ("hub", 0.4)):
            for what in ("body edited", "function added"):
                state = f"{edited}: {what}"
                if any(results.find(corpus, tool, state) for tool in results.tools):
                    title = f"{corpus}, {state}: wall of the cold run's"
                    yield _shares(results, title, most, "wall", (corpus, state), (corpus, None, COLD))
    for corpus in results.series:
        if any(corpus in results.stages[tool] for tool in results.tools):
            measured = {tool: _reading(results.stages[tool].get(corpus)) for tool in results.tools}
            yield Target(f"{corpus}: reading, of what `ast.parse` alone takes", 1.6, " ×", measured)
    title = "`asynclint --version`, of `python -c 'import click'`"
    starts = {
        tool: _share(results.find("", tool), results.find("", f"click of {tool}"), "wall") for tool in results.tools
    }
    yield Target(title, 1.5, " ×", starts)


def _shares(
    results: Results, title: str, most: float, what: str, ours: tuple[str, str], theirs: tuple[str, str | None, str]
) -> Target:
    """A target for our cost through theirs; theirs is of the same asynclint where no tool is named."""
    measured = {}
    for tool in results.tools:
        corpus, other, state = theirs
        measured[tool] = _share(results.find(ours[0], tool, ours[1]), results.find(corpus, other or tool, state), what)
    return Target(title, most, " ×", measured)


def _amounts(results: Results, title: str, most: float, what: str, corpus: str, state: str) -> Target:
    found = {tool: _values(results.find(corpus, tool, state), what) for tool in results.tools}
    unit = " MB" if what == "memory" else " s"
    return Target(title, most, unit, {tool: median(values) if values else None for tool, values in found.items()})


def _share(ours: Series | None, theirs: Series | None, what: str) -> float | None:
    return ratio(_values(ours, what), _values(theirs, what))


def _values(series: Series | None, what: str) -> list[float]:
    if series is None:
        return []
    costs: list[Cost] = series.watched if what == "memory" else series.timed
    return list(map(attrgetter(what), costs))


def _reading(stages: Stages | None) -> float | None:
    if stages is None:
        return None
    walls = [wall for run in stages.seconds for wall, _ in [run.get("read", (None, 0.0))] if wall is not None]
    return ratio(walls, [wall for wall, _ in stages.parsing])
