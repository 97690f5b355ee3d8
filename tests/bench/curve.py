"""``python tests/bench/curve.py``: how time and memory of asynclint grow with the program, from a thousand to five million lines.

Each size of each shape is run cold, small ones three times (medians) and large ones once, with a look at the memory. An exponent
is the slope of a straight line through the logarithms of what takes more than starting does: 1 is linear, 2 quadratic.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path
from statistics import median

from contenders import Contender, asynclint
from corpora import CORPORA, fetched
from measure import LIMIT, Failed, adopt_orphans, run
from page import CACHE, DOCS, load, machine, put, table
from plot import drawn
from shapes import GENERATED, Shape, packages, write
from states import COLD, Cache

PACKAGES = "packages side by side"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
LARGEST = 5_000_000  # of packages; nobody writes one function as long
SMALL = 100_000  # lines up to which there are three runs
FROM = 10_000  # lines from which on the slope is told: below, Python's start is what takes the time


@dataclass(frozen=True, slots=True)
class Point:
    """What a program of so many lines took."""

    lines: int
    files: int
    wall: float  # seconds
    cpu: float  # seconds
    memory: float  # MB, all processes


def main(arguments: Sequence[str]) -> None:
    """Measure, print, and with ``--write`` put it in the page."""
    options = _options(arguments)
    adopt_orphans()
    before = load()
    points = measured(options, asynclint(options.asynclint))
    date = datetime.datetime.now(datetime.UTC).date()
    head = f"{date}; {machine()}; load {before} before, {load()} after.\n"
    text = f"{head}\n![wall seconds and memory by lines of code](curve.svg)\n\n{curve_table(points)}"
    print(text)
    if options.write:
        (DOCS / "curve.svg").write_text(_picture(points), "utf-8")
        put("curve", text)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python tests/bench/curve.py", description=__doc__)
    names = ", ".join((PACKAGES, *GENERATED))
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help=f"of: {names} (default: all)")
    parser.add_argument("--asynclint", metavar="NAME=PATH", help="default: the one beside this Python")
    parser.add_argument("--most", type=int, default=LARGEST, metavar="LINES", help=f"default: {LARGEST}")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="folder with the unpacked packages, by name")
    parser.add_argument("--limit", type=float, default=LIMIT, metavar="S", help=f"of a run (default: {LIMIT:.0f})")
    parser.add_argument(
        "--points", type=Path, metavar="FILE", help="keep the points here; those it has are not measured"
    )
    parser.add_argument(
        "--write", action="store_true", help="write docs/curve.svg and put the table in docs/benchmarks.md"
    )
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.shapes) - {PACKAGES, *GENERATED})
    if unknown:
        parser.error(f"no shape is called {unknown[0]!r}")
    return options


def measured(options: argparse.Namespace, contender: Contender) -> dict[str, list[Point]]:
    """The points of each shape, smallest first, as far as runs end in time."""
    folders = [options.corpus / each.name if options.corpus else fetched(each, CACHE) for each in CORPORA]
    shapes: dict[str, Shape] = {PACKAGES: partial(packages, folders), **GENERATED}
    kept = options.points
    known: dict[str, list[list[float]]] = json.loads(kept.read_text()) if kept and kept.exists() else {}
    result = {}
    for name, files in shapes.items():
        if options.shapes and name not in options.shapes:
            continue
        points = result[name] = [Point(int(row[0]), int(row[1]), *row[2:]) for row in known.get(name, ())]
        sizes = (*SIZES, LARGEST) if name == PACKAGES else SIZES
        for lines in (size for size in sizes[len(points) :] if size <= options.most):
            try:
                point = _point(contender, files, lines, options.limit)
            except Failed as error:
                print(f"{name}, {lines:,} lines: {error}", file=sys.stderr)
                break
            print(f"{name}: {point}", file=sys.stderr)
            points.append(point)
            if kept:
                known[name] = [[each.lines, each.files, each.wall, each.cpu, each.memory] for each in points]
                kept.write_text(json.dumps(known))
    return result


def _point(contender: Contender, files: Shape, lines: int, limit: float) -> Point:
    """A program of about so many lines; what is known of the libraries that a small one of its kind asks for is known."""
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="curve-") as scratch:
        small, folder = Path(scratch) / "small", Path(scratch) / "program"
        write(files(FROM), small)
        number, exact = write(files(lines), folder)
        cache = Cache(contender, Path(scratch) / "caches")
        cache.fill(small)
        cache.keep(COLD)
        costs = []
        for _ in range(3 if lines <= SMALL else 1):
            cache.restore(COLD)
            costs.append(
                run(contender.command, folder, look_at_memory=True, environment=cache.environment, limit=limit)
            )
    wall, cpu, memory = (median(map(attrgetter(what), costs)) for what in ("wall", "cpu", "memory"))
    return Point(exact, number, wall, cpu, memory)


def exponent(lines: Sequence[float], costs: Sequence[float]) -> float | None:
    """The slope of the line through the points' logarithms, by least squares; None for less than two points."""
    points = [(math.log(x), math.log(y)) for x, y in zip(lines, costs, strict=True) if y > 0]
    if len(points) < 2:
        return None
    middle = [sum(values) / len(points) for values in zip(*points, strict=True)]
    above = sum((x - middle[0]) * (y - middle[1]) for x, y in points)
    return above / sum((x - middle[0]) ** 2 for x, _ in points)


def curve_table(points: Mapping[str, Sequence[Point]]) -> str:
    """What each size of each shape took, and the exponents."""
    head = ["", "lines", "files", "wall s", "CPU s", "memory MB", "exponent: wall", "CPU", "memory"]
    rows = []
    for name, several in points.items():
        large = [point for point in several if point.lines >= FROM * 0.9]
        for number, point in enumerate(several):
            row = [
                f"{point.lines:,}",
                f"{point.files:,}",
                f"{point.wall:.2f}",
                f"{point.cpu:.2f}",
                f"{point.memory:,.0f}",
            ]
            slopes = ["", "", ""] if number else [_slope(large, what) for what in ("wall", "cpu", "memory")]
            rows.append(["" if number else name, *row, *slopes])
    return table(head, rows)


def _slope(points: Sequence[Point], what: str) -> str:
    found = exponent([point.lines for point in points], list(map(attrgetter(what), points)))
    return "" if found is None else f"{found:.2f}"


def _picture(points: Mapping[str, Sequence[Point]]) -> str:
    charts = {
        title: {name: [(point.lines, cost(point)) for point in several] for name, several in points.items() if several}
        for title, cost in (("Wall seconds", attrgetter("wall")), ("Memory, MB, all processes", attrgetter("memory")))
    }
    return drawn(charts, "lines of code")


if __name__ == "__main__":
    main(sys.argv[1:])
