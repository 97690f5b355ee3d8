"""The benchmark harness: its arithmetic, its tables, and how it watches a process and its children."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parent / "bench"
sys.path.append(str(BENCH))  # it is a program, run as `python tests/bench`, and no package

from contenders import Contender  # noqa: E402
from corpora import Corpus, Size, size  # noqa: E402
from measure import Cost, Failed, run  # noqa: E402
from table import Series, Stages, corpus_table, ratio, spread, stage_table  # noqa: E402

CORPUS = Corpus("shop", "1.0")


def test_a_ratio_is_the_median_of_the_rounds_that_both_ran() -> None:
    assert ratio([1.0, 4.0, 9.0], [2.0, 4.0]) == 0.75
    assert ratio([1.0], []) is None
    assert ratio([1.0], [0.0]) is None


def test_a_spread_is_the_median_with_its_range() -> None:
    assert spread([3.0, 1.0, 2.0], 1) == "2.0 (1.0–3.0)"
    assert spread([1234.4], 0) == "1,234"
    assert spread([0.0], 0) == spread([], 0) == "n/a"


def test_a_corpus_table_has_a_row_a_tool_and_ratios_for_the_others() -> None:
    ours = Series(Contender("asynclint 1.0", ()), [Cost(1, 2, 50), Cost(2, 3, 60)], [Cost(1, 2, 50, 80)])
    theirs = Series(Contender("other 2.0", ()), [Cost(4, 4, 400)], [Cost(4, 4, 400, 400)])
    assert corpus_table(CORPUS, Size(3, 1000), ours, [theirs]) == textwrap.dedent("""\
        ### shop 1.0: 3 files, 1,000 lines

        |  | rounds | wall s | CPU s | memory MB | largest process MB | wall × | CPU × | memory × |
        | --- | --: | --: | --: | --: | --: | --: | --: | --: |
        | asynclint 1.0 | 2 | 1.50 (1.00–2.00) | 2.50 (2.00–3.00) | 80 | 55 (50–60) |  |  |  |
        | other 2.0 | 1 | 4.00 | 4.00 | 400 | 400 | 0.25 | 0.50 | 0.20 |
        """)


def test_a_stage_table_gives_lines_a_second() -> None:
    stages = Stages(9000, [{"read": 1.0, "rules": 2.0}, {"read": 3.0, "rules": 4.0}, {"read": 2.0, "rules": 3.0}])
    assert stage_table({CORPUS: stages}).splitlines()[2:] == [
        "| read | 2.00 | 4 |",
        "| rules | 3.00 | 3 |",
        "| all | 5.00 | 2 |",
    ]


def test_size_counts_python_files_and_lines(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "a.py").write_text("a = 1\nb = 2\n")
    (tmp_path / "b.py").write_text("c = 3\n")
    (tmp_path / "notes.txt").write_text("no code\n")
    assert size(tmp_path) == Size(2, 3)


FAMILY = """
import os, time
shared = bytearray(os.urandom(1)) * 60_000_000
child = os.fork()
private = bytearray(b"x") * 60_000_000
until = time.process_time() + 0.3
while time.process_time() < until:
    pass
time.sleep(0.3)
if child:
    os.waitpid(child, 0)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_children_count_and_shared_pages_count_once(tmp_path: Path) -> None:
    cost = run([sys.executable, "-c", FAMILY], tmp_path, look_at_memory=True)
    assert 180 < cost.memory < 235  # not 120, not 240
    assert cost.largest > 120  # the kernel counts what the parent had at the fork, too
    assert cost.cpu > 0.6
    assert cost.wall > 0.6


def test_a_run_without_a_look_at_the_memory(tmp_path: Path) -> None:
    cost = run([sys.executable, "-c", "raise SystemExit(1)"], tmp_path)  # findings: nothing wrong
    assert cost.memory == 0
    assert cost.wall > 0


def test_a_crash_is_told(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="ended with 3: oh no"):
        run([sys.executable, "-c", "import sys; print('oh no', file=sys.stderr); sys.exit(3)"], tmp_path)
