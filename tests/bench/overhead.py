"""``python tests/bench/overhead.py``: what the sanitizer costs a program, beside other tools that watch a loop.

Each cell is the processor time of the work under a watcher divided by that without one, in the same round; the median of the
rounds. In a round every watcher is run once, one after the other, so that what else happens on the machine falls on all.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from page import CACHE, PAGE, put

from asynclint.supervisor import Watch, environment

HERE = Path(__file__).resolve().parent
WORKLOADS = HERE / "workloads.py"
WORK = ("switch", "echo", "tasks", "calls")
PEERS = ("blockbuster==1.5.29", "aiocop==1.2.1", "pyleak==0.2.0", "uvloop>=0.21")
# asyncio's receive buffers would make the heap grow and shrink by the moods of the C library.
STEADY = {"MALLOC_TOP_PAD_": "67108864", "MALLOC_TRIM_THRESHOLD_": "268435456", "MALLOC_MMAP_THRESHOLD_": "33554432"}


@dataclass(frozen=True, slots=True)
class Watcher:
    """A way to watch: its name in the table, what the program begins itself, and the environment it runs in."""

    name: str
    begun: str = "none"
    environment: Mapping[str, str] | None = None


def main(arguments: Sequence[str]) -> None:
    """Measure, print, and with ``--write`` put it in the page."""
    parser = argparse.ArgumentParser(prog="python tests/bench/overhead.py", description=__doc__)
    parser.add_argument("pythons", nargs="*", default=[sys.executable], help="interpreters (default: this one)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="default: 5")
    parser.add_argument("--write", action="store_true", help=f"put the tables in {PAGE.name}")
    options = parser.parse_args(arguments)
    tables = [
        _table(prepared(python), loop, options.rounds) for python in options.pythons for loop in ("asyncio", "uvloop")
    ]
    machine = f"{datetime.date.today()}; {platform.system()}, {os.cpu_count()} cores; {options.rounds} rounds."
    text = "\n".join([machine, "", *tables])
    print(text)
    if options.write:
        put("overhead", text)


def prepared(python: str) -> str:
    """An environment for that Python with the other tools in it; its interpreter."""
    version = subprocess.run(
        [python, "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    folder = CACHE / f"overhead-{version}"
    interpreter = folder / "bin" / "python"
    if not (folder / "ready").exists():
        subprocess.run([python, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(interpreter), "-m", "pip", "install", "-q", *PEERS], check=True)
        (folder / "ready").touch()
    return str(interpreter)


def watchers(folder: Path) -> list[Watcher]:
    """All ways to watch, the plain run first; evidence goes to ``folder``."""
    ours = environment(folder, Watch(0.1))
    flagged = environment(folder, Watch(0.1, lines={str(WORKLOADS): range(1, 200)}))
    return [
        Watcher("plain"),
        Watcher("plain, again"),
        Watcher("**asynclint**", environment=ours),
        Watcher("asynclint, every line flagged", environment=flagged),
        Watcher("asyncio's debug mode", environment={"PYTHONASYNCIODEBUG": "1"}),
        Watcher("blockbuster", "blockbuster"),
        Watcher("aiocop", "aiocop"),
        Watcher("pyleak (blocking)", "pyleak"),
    ]


def _table(python: str, loop: str, rounds: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        ways = watchers(Path(folder))
        ratios: dict[tuple[str, str], list[float]] = {}
        for _ in range(rounds):
            for work in WORK:
                seconds = {way.name: _seconds(python, work, way, loop) for way in ways}
                for way in ways[1:]:
                    if seconds[way.name] and seconds["plain"]:
                        ratios.setdefault((way.name, work), []).append(seconds[way.name] / seconds["plain"])
    version = Path(python).parents[1].name.removeprefix("overhead-")
    rows = [f"| Python {version}, {loop} | {' | '.join(WORK)} |", f"|---|{'--:|' * len(WORK)}"]
    for way in ways[1:]:
        cells = (ratios.get((way.name, work)) for work in WORK)
        rows.append(
            f"| {way.name} | {' | '.join(f'{statistics.median(cell):.2f}' if cell else '–' for cell in cells)} |"
        )
    return "\n".join(rows) + "\n"


def _seconds(python: str, work: str, way: Watcher, loop: str) -> float:
    """The seconds of processor of one run; 0 where the watcher does not let the work be done."""
    done = subprocess.run(
        [python, str(WORKLOADS), work, way.begun, loop],
        env={**os.environ, **STEADY, **(way.environment or {})},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        print(f"{way.name}, {work}, {loop}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return 0.0
    return float(done.stdout.split()[-1])


if __name__ == "__main__":
    main(sys.argv[1:])
