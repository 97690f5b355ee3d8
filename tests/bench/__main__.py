"""``python tests/bench``: what asynclint costs beside other tools for asyncio code, as the tables of docs/benchmarks.md."""

from __future__ import annotations

import argparse
import datetime
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from contenders import Contender, asynclint, peers, settle, with_files
from corpora import CORPORA, Corpus, fetched, size
from edits import edits
from measure import LIMIT, Cost, Failed, TooSlow, adopt_orphans, run
from page import CACHE, load, machine, put
from states import COLD, states
from table import Series, Stages, corpus_table, stage_table
from targets import Results, target_table

HERE = Path(__file__).resolve().parent
SLOW = 60.0  # seconds of a run after which two of them must do, one of them with a look at the memory


@dataclass(frozen=True, slots=True)
class Rounds:
    """How many runs of each contender have a clock, and a look at the memory; and how many seconds one may take."""

    timed: int
    watched: int
    limit: float


STARTS = Rounds(20, 0, 60)  # of what takes a tenth of a second


def main(arguments: Sequence[str]) -> None:
    """Measure, print, and with ``--write`` put it in the page."""
    options = _options(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what is measured is ended, and the copies go
    adopt_orphans()
    before = load()
    rounds = Rounds(options.rounds, options.memory_rounds, options.limit)
    ours = [asynclint(given) for given in options.asynclint or [None]]
    wanted = None if options.tools is None else options.tools.split(",")
    others = [peer for peer in peers(CACHE, options.peers) if wanted is None or peer.tool in wanted]
    series: dict[str, list[Series]] = {}
    stages: dict[str, dict[Corpus, Stages]] = {each.tool: {} for each in ours}
    tables = []
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="run-") as scratch:
        for corpus in (corpus for corpus in CORPORA if not options.corpora or corpus.name in options.corpora):
            source = options.corpus / corpus.name if options.corpus else fetched(corpus, CACHE)
            folder = Path(scratch) / corpus.name
            shutil.copytree(source, folder)
            settle(folder)
            made = edits(folder)
            copies = {}
            for which, path in {each.which: each.path for each in made}.items():
                print(f"{corpus.name}, {which}: {path}", file=sys.stderr)
                copies[which] = Path(scratch) / which / corpus.name
                shutil.copytree(folder, copies[which])
            racing = []
            for contender in ours:
                own = Path(scratch) / f"{contender.tool} on {corpus.name}"
                racing += states(contender, folder, copies, made, own)
            racing += [replace(other, command=with_files(other.command, folder)) for other in others]
            series[corpus.name] = _race(racing, corpus.name, folder, rounds)
            tables.append(corpus_table(corpus, size(folder), series[corpus.name]))
            for contender in (each for each in racing if each.state == COLD):
                stages[contender.tool][corpus] = _stages(contender, folder, size(folder).lines, options.rounds)
            for copy in (folder, *copies.values()):
                shutil.rmtree(copy)
        series[""] = _race(_starts(ours), "start", Path(scratch), STARTS)
    measured = {tool: {corpus.name: each for corpus, each in found.items()} for tool, found in stages.items()}
    results = Results([each.tool for each in ours], series, measured)
    date = datetime.datetime.now(datetime.UTC).date()
    parts = [f"{date}; {machine()}; load {before} before, {load()} after.\n", *tables]
    parts += [f"### Stages of {each.name}, cold\n\n{stage_table(stages[each.tool])}" for each in ours]
    parts.append(f"### Targets\n\n{target_table(results)}")
    text = "\n".join(parts)
    print(text)
    if options.write:
        put("bench", text)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python tests/bench", description=__doc__)
    names = [corpus.name for corpus in CORPORA]
    parser.add_argument("corpora", nargs="*", metavar="CORPUS", help=f"of {', '.join(names)} (default: all)")
    parser.add_argument(
        "--asynclint",
        action="append",
        metavar="NAME=PATH",
        help="an asynclint, repeatable (default: the one beside this Python)",
    )
    parser.add_argument("--tools", metavar="NAMES", help="of the other tools only these, separated by commas")
    parser.add_argument(
        "--rounds", type=int, default=5, metavar="N", help="runs with a clock of each tool (default: 5)"
    )
    parser.add_argument(
        "--memory-rounds", type=int, default=3, metavar="N", help="runs with a look at the memory (default: 3)"
    )
    parser.add_argument("--limit", type=float, default=LIMIT, metavar="S", help=f"of a run (default: {LIMIT:.0f})")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="folder with the unpacked packages, by name")
    parser.add_argument("--peers", type=Path, metavar="DIR", help="folder with the commands of the other tools")
    parser.add_argument("--write", action="store_true", help="put the tables in docs/benchmarks.md")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.corpora) - set(names))
    if unknown:
        parser.error(f"no corpus is called {unknown[0]}")
    return options


def _race(contenders: Iterable[Contender], name: str, folder: Path, rounds: Rounds) -> list[Series]:
    """Everyone on one corpus, taking turns, so that what else the machine does falls on all of them.

    A first round warms the file system's cache. For who takes long it is a round like any other, and the only one with a clock.
    """
    series = [Series(contender) for contender in contenders]
    slow: set[str] = set()
    for number in range(-1, rounds.timed + rounds.watched):
        for each in series:
            look, title = number >= rounds.timed, each.contender.title
            if each.ended or (title in slow and number != rounds.timed):
                continue
            cost = _run(each, folder, look, rounds.limit)
            if cost is None:
                print(f"{name}: {title}: {each.ended}", file=sys.stderr)
                continue
            if cost.wall > SLOW:
                slow.add(title)
            kind = "memory" if look else "time" if number >= 0 or title in slow else "warm-up"
            told = f"{cost.wall:.2f} s, CPU {cost.cpu:.2f} s, {cost.memory or cost.largest:.0f} MB"
            print(f"{name}, {kind}: {title}: {told}", file=sys.stderr)
            if kind != "warm-up":
                (each.watched if look else each.timed).append(cost)
    return series


def _run(series: Series, folder: Path, look_at_memory: bool, limit: float) -> Cost | None:
    """One run of the contender; None where it is the last one, as the series says."""
    contender = series.contender
    try:
        with contender.around():
            return run(
                contender.command,
                contender.folder or folder,
                look_at_memory=look_at_memory,
                environment=contender.environment,
                limit=limit,
            )
    except TooSlow:
        series.ended = f"> {limit:.0f}"
    except Failed as error:
        print(error, file=sys.stderr)
        series.ended = "failed"
    return None


def _stages(contender: Contender, folder: Path, lines: int, rounds: int) -> Stages:
    """What asynclint says of its stages, and what its interpreter takes to parse the same files, in turns."""
    stages, parsing = [], []
    for _ in range(rounds):
        with contender.around():
            command = [*contender.command, "--profile", "--quiet"]
            environment = {**os.environ, **contender.environment}
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        stages.append(_profile(done.stderr))
        command = [_python_of(contender), str(HERE / "parsing.py"), str(folder)]
        wall, cpu = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        parsing.append((float(wall), float(cpu)))
    return Stages(lines, stages, parsing)


def _profile(text: str) -> dict[str, tuple[float | None, float]]:
    """The table of ``--profile``; names of parts keep the blanks before them, as "…"."""
    rows = [line.rsplit(maxsplit=2) for line in text.splitlines()[1:]]
    found: dict[str, tuple[float | None, float]] = {}
    for row in rows:
        if len(row) == 3:
            found[row[0]] = float(row[1]), float(row[2])
        elif len(row) == 2:
            found[f"… {row[0].strip()}"] = None, float(row[1])
    return found


def _starts(ours: Iterable[Contender]) -> list[Contender]:
    """asynclint that has nothing to do, and the least that any command does which is made with click."""
    contenders = []
    for each in ours:
        contenders.append(replace(each, command=(each.command[0], "--version")))
        command = (_python_of(each), "-c", "import click")
        contenders.append(Contender(f"click of {each.tool}", f"click of {each.name}", command))
    return contenders


def _python_of(contender: Contender) -> str:
    return str(Path(contender.command[0]).parent / "python")


if __name__ == "__main__":
    main(sys.argv[1:])
