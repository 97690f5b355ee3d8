"""``python tests/bench``: what asynclint costs beside other whole-program analysers, as the tables of docs/benchmarks.md."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from contenders import Contender, asynclint, peers
from corpora import CORPORA, LARGE, Corpus, fetched, size
from measure import Failed, adopt_orphans, run
from table import Series, Stages, corpus_table, stage_table

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "benchmarks.md"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "asynclint-bench"


def main(arguments: Sequence[str]) -> None:
    """Measure, print, and with ``--write`` put it in the page."""
    options = _options(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what is measured is ended too
    adopt_orphans()
    corpora = [corpus for corpus in (*CORPORA, *LARGE) if corpus.name in options.corpora] or list(CORPORA)
    if options.all:
        corpora = [*CORPORA, *LARGE]
    contenders = [asynclint(), *peers(CACHE, options.peers)]
    load = _load()
    tables, stages = [], {}
    for corpus in corpora:
        folder = options.corpus / corpus.name if options.corpus else fetched(corpus, CACHE)
        if not folder.is_dir():
            raise SystemExit(f"there is no {folder}")
        ours, *others = _race(contenders, corpus, folder, options)
        tables.append(corpus_table(corpus, size(folder), ours, others))
        stages[corpus] = _stages(folder, options.rounds)
    text = "\n".join([_machine(load), *tables, f"### Stages of asynclint\n\n{stage_table(stages)}"])
    print(text)
    if options.write:
        page = PAGE.read_text("utf-8")
        PAGE.write_text(filled(page, text), "utf-8")


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python tests/bench", description=__doc__)
    names = [corpus.name for corpus in (*CORPORA, *LARGE)]
    parser.add_argument("corpora", nargs="*", metavar="CORPUS", help=f"of {', '.join(names)} (default: the first two)")
    parser.add_argument("--all", action="store_true", help="all of them")
    parser.add_argument(
        "--rounds", type=int, default=5, metavar="N", help="runs with a clock of each tool (default: 5)"
    )
    parser.add_argument(
        "--memory-rounds", type=int, default=3, metavar="N", help="runs with a look at the memory (default: 3)"
    )
    parser.add_argument(
        "--slow-rounds", type=int, default=2, metavar="N", help="of either, for the slow tools (default: 2)"
    )
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="folder with the unpacked packages, by name")
    parser.add_argument("--peers", type=Path, metavar="DIR", help="folder with the commands of the other tools")
    parser.add_argument("--write", action="store_true", help="put the tables in docs/benchmarks.md")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.corpora) - set(names))
    if unknown:
        parser.error(f"no corpus is called {unknown[0]}")
    return options


def _race(contenders: Sequence[Contender], corpus: Corpus, folder: Path, options: argparse.Namespace) -> list[Series]:
    """Everyone on one corpus, taking turns, so that what else the machine does falls on all of them."""
    series = [Series(contender) for contender in contenders]
    for number in range(-1, options.rounds + options.memory_rounds):
        for each in series:
            memory = number >= options.rounds
            if each.contender.is_slow and not 0 <= number - options.rounds * memory < options.slow_rounds:
                continue
            each.contender.prepare(folder)
            try:
                cost = run(each.contender.command, folder, look_at_memory=memory)
            except Failed as error:
                raise SystemExit(f"{corpus.title}: {error}") from error
            kind = "memory" if memory else "time" if number >= 0 else "warm-up"
            told = f"{cost.wall:.2f} s, CPU {cost.cpu:.2f} s, {cost.memory or cost.largest:.0f} MB"
            print(f"{corpus.name}, {kind}: {each.contender.name}: {told}", file=sys.stderr)
            if number >= 0:
                (each.watched if memory else each.timed).append(cost)
    return series


def _stages(folder: Path, rounds: int) -> Stages:
    command = [sys.executable, str(HERE / "stages.py"), str(folder.resolve())]
    runs = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(rounds)]
    return Stages(runs[0]["lines"], [each["seconds"] for each in runs])


def _machine(load: str) -> str:
    """Where and when this was measured."""
    model = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        match = re.search(r"^model name\s*: (.*)", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
        model = match[1] if match else model
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    date = datetime.datetime.now(datetime.UTC).date()
    python = f"asynclint on Python {platform.python_version()}"
    return f"{date}; {platform.system()}, {model}, {cores} cores; {python}; load {load} before, {_load()} after.\n"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def filled(page: str, text: str) -> str:
    """The page with the text between its marks."""
    result, number = re.subn(
        "(<!-- bench -->\n).*?(<!-- /bench -->)", lambda match: f"{match[1]}{text}{match[2]}", page, flags=re.DOTALL
    )
    if number != 1:
        raise SystemExit(f"{PAGE} must have exactly one pair of <!-- bench --> marks, not {number}")
    return result


if __name__ == "__main__":
    main(sys.argv[1:])
