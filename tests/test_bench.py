"""The benchmark harness: its arithmetic, its tables, its edits and shapes, and how it watches a process and its children."""

from __future__ import annotations

import ast
import os
import re
import sys
import textwrap
import xml.etree.ElementTree
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parent / "bench"
sys.path.append(str(BENCH))  # it is a program, run as `python tests/bench`, and no package

from contenders import FILES, Contender, with_files  # noqa: E402
from corpora import Corpus, Size, size  # noqa: E402
from curve import Point, curve_table, exponent  # noqa: E402
from edits import edits  # noqa: E402
from measure import Cost, Failed, TooSlow, run  # noqa: E402
from page import filled  # noqa: E402
from plot import drawn  # noqa: E402
from shapes import GENERATED, packages, write  # noqa: E402
from states import Cache  # noqa: E402
from table import Series, Stages, corpus_table, ratio, spread, stage_table  # noqa: E402
from targets import Results, target_table  # noqa: E402

CORPUS = Corpus("shop", "1.0")


def contender(tool: str, state: str = "") -> Contender:
    return Contender(tool, f"{tool} 1.0", (), state)


def test_a_ratio_is_the_median_of_the_rounds_that_both_ran() -> None:
    assert ratio([1.0, 4.0, 9.0], [2.0, 4.0]) == 0.75
    assert ratio([1.0], []) is None
    assert ratio([1.0], [0.0]) is None


def test_a_spread_is_the_median_with_its_range() -> None:
    assert spread([3.0, 1.0, 2.0], 1) == "2.0 (1.0–3.0)"
    assert spread([1234.4], 0) == "1,234"
    assert spread([0.0], 0) == spread([], 0) == "n/a"


def test_a_corpus_table_has_a_row_a_contender_and_ratios_to_the_first() -> None:
    cold = Series(contender("asynclint", "cold"), [Cost(1, 2, 50), Cost(2, 3, 60)], [Cost(1, 2, 50, 80)])
    other = Series(contender("other"), [Cost(4, 4, 400)], [Cost(4, 4, 400, 400)])
    slow = Series(contender("slow"), ended="> 600")
    assert corpus_table(CORPUS, Size(3, 1000), [cold, other, slow]) == textwrap.dedent("""\
        ### shop 1.0: 3 files, 1,000 lines

        |  | rounds | wall s | CPU s | memory MB | largest process MB | wall × | CPU × | memory × |
        | --- | --: | --: | --: | --: | --: | --: | --: | --: |
        | asynclint 1.0, cold | 2 | 1.50 (1.00–2.00) | 2.50 (2.00–3.00) | 80 | 55 (50–60) |  |  |  |
        | other 1.0 | 1 | 4.00 | 4.00 | 400 | 400 | 4.00 | 2.00 | 5.00 |
        | slow 1.0 |  | > 600 |  |  |  |  |  |  |
        """)


def test_a_stage_table_gives_seconds_and_lines_a_second() -> None:
    runs = [{"read": (1.0, 2.0), "… parse": (None, 0.5)}, {"read": (3.0, 4.0)}, {"read": (2.0, 3.0)}]
    stages = Stages(9000, runs, [(0.5, 0.9)])
    assert stage_table({CORPUS: stages}).splitlines()[2:] == [
        "| read | 2.00 | 3.00 | 4 |",
        "| … parse |  | 0.50 |  |",
        "| `ast.parse` alone | 0.50 | 0.90 | 18 |",
    ]


def test_targets_are_reached_or_missed_by_each_asynclint() -> None:
    series = {
        "prefect": [
            Series(contender("plain", "cold"), [Cost(10, 0, 0)], [Cost(0, 0, 0, 100)]),
            Series(contender("plain", "warm"), [Cost(0, 0.2, 0)]),
            Series(contender("plain", "leaf: body edited"), [Cost(1, 0, 0)]),
            Series(contender("fast", "cold"), [Cost(5, 0, 0)], [Cost(0, 0, 0, 300)]),
            Series(contender("hydroid"), [Cost(20, 0, 0)], [Cost(0, 0, 0, 1000)]),
        ],
        "": [
            Series(contender("plain"), [Cost(0.3, 0, 0)]),
            Series(contender("click of plain"), [Cost(0.1, 0, 0)]),
        ],
    }
    stages = {"plain": {"prefect": Stages(1, [{"read": (3.0, 0)}], [(2.0, 0)])}, "fast": {}}
    assert target_table(Results(["plain", "fast"], series, stages)).splitlines()[2:] == [
        "| prefect, cold: wall of hydroid's | 0.33 × | 0.50 ×, **missed** | 0.25 ×, reached |",
        "| prefect, cold: memory of hydroid's | 0.25 × | 0.10 ×, reached | 0.30 ×, **missed** |",
        "| prefect, warm: CPU | 0.25 s | 0.20 s, reached | not measured |",
        "| prefect, leaf: body edited: wall of the cold run's | 0.15 × | 0.10 ×, reached | not measured |",
        "| prefect: reading, of what `ast.parse` alone takes | 1.60 × | 1.50 ×, reached | not measured |",
        "| `asynclint --version`, of `python -c 'import click'` | 1.50 × | 3.00 ×, **missed** | not measured |",
    ]


def test_size_counts_python_files_and_lines(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "a.py").write_text("a = 1\nb = 2\n")
    (tmp_path / "b.py").write_text("c = 3\n")
    (tmp_path / "notes.txt").write_text("no code\n")
    assert size(tmp_path) == Size(2, 3)
    assert with_files(("tool", FILES, "-q"), tmp_path) == ("tool", "b.py", "package/a.py", "-q")


def test_the_page_keeps_what_is_outside_of_the_marks() -> None:
    page = "a\n<!-- bench -->\nold\n<!-- /bench -->\n<!-- curve -->\n<!-- /curve -->\n"
    assert filled(page, "bench", "new\n") == page.replace("old", "new")
    with pytest.raises(SystemExit, match="exactly one pair"):
        filled(page, "other", "")


PROGRAM = {
    "shop/__init__.py": "",
    "shop/core.py": '''\
def first(a,
          b): return a

class Order:
    """An order."""

    async def place(self):
        """Places it."""
        return first(1, 2)

def settle():
    pass
''',
    "shop/app.py": "from .core import Order\nimport shop.tools\n\ndef main():\n\treturn Order()\n",
    "shop/tools.py": "from shop import core\n\ndef tool():\n    return core\n",
}


def test_edits_are_of_a_leaf_and_of_the_hub_and_leave_nothing_behind(tmp_path: Path) -> None:
    write(((name, text.encode()) for name, text in PROGRAM.items()), tmp_path)
    os.utime(tmp_path / "shop" / "core.py", ns=(5, 7))
    made = {each.title: each for each in edits(tmp_path)}
    assert [(title, str(each.path)) for title, each in made.items()] == [
        ("leaf: body edited", "shop/app.py"),
        ("leaf: function added", "shop/app.py"),
        ("hub: body edited", "shop/core.py"),
        ("hub: function added", "shop/core.py"),
    ]
    assert (
        made["leaf: body edited"].after
        == b"from .core import Order\nimport shop.tools\n\ndef main():\n\tprint()\n\treturn Order()\n"
    )
    added = b"\n\ndef added_at_the_end(first, second=None):\n    return first if second is None else second\n"
    assert made["hub: function added"].after == PROGRAM["shop/core.py"].encode() + added
    core = made["hub: body edited"]
    assert core.after.decode() == PROGRAM["shop/core.py"].replace("    pass\n", "    print()\n    pass\n")
    path = tmp_path / core.path
    with core.made(tmp_path):
        assert path.read_bytes() == core.after
    assert path.read_text() == PROGRAM["shop/core.py"]
    assert path.stat().st_mtime_ns == 7


def test_a_cache_holds_what_it_held_before(tmp_path: Path) -> None:
    keeper = (
        "import os; open(os.path.join(os.environ['ASYNCLINT_CACHE_DIR'], os.path.basename(os.getcwd())), 'w').close()"
    )
    cache = Cache(Contender("x", "x", (sys.executable, "-c", keeper)), tmp_path / "scratch")
    held = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        cache.fill(tmp_path / name)
        cache.keep(name)
    for name in ("one", "two"):
        cache.restore(name)
        held.append(sorted(os.listdir(cache.environment["ASYNCLINT_CACHE_DIR"])))
    assert held == [["one"], ["one", "two"]]


@pytest.mark.parametrize("shape", GENERATED)
def test_generated_programs_are_of_their_size_and_valid(shape: str, tmp_path: Path) -> None:
    _, lines = write(GENERATED[shape](3000), tmp_path)
    assert 1500 < lines < 4500
    for path in tmp_path.rglob("*.py"):
        ast.parse(path.read_text())


def test_copies_of_packages_have_names_of_their_own(tmp_path: Path) -> None:
    write(iter([("one/shop/__init__.py", b"import shop.a\nfrom shop.a import b\nworkshop = shop.a\n")]), tmp_path)
    assert list(packages([tmp_path / "one"], 6)) == [
        (f"shop_{n}/__init__.py", b"import shop_%d.a\nfrom shop_%d.a import b\nworkshop = shop_%d.a\n" % (n, n, n))
        for n in range(2)
    ]


def test_an_exponent_is_the_slope_of_the_logarithms() -> None:
    assert exponent([10, 100, 1000], [3, 300, 30000]) == pytest.approx(2)
    assert exponent([10], [3]) is None


def test_a_curve_table_tells_exponents_without_small_programs() -> None:
    points = [Point(1000, 1, 1, 1, 50), Point(10_000, 2, 2, 2, 60), Point(100_000, 3, 20, 200, 60)]
    assert curve_table({"shape": points}).splitlines()[2:] == [
        "| shape | 1,000 | 1 | 1.00 | 1.00 | 50 | 1.00 | 2.00 | 0.00 |",
        "|  | 10,000 | 2 | 2.00 | 2.00 | 60 |  |  |  |",
        "|  | 100,000 | 3 | 20.00 | 200.00 | 60 |  |  |  |",
    ]


def test_a_plot_is_well_formed_and_on_logarithmic_axes() -> None:
    text = drawn({"<Seconds>": {"a & b": [(1000, 1), (100_000, 100)]}}, "lines")
    root = xml.etree.ElementTree.fromstring(text)
    words = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words == ["<Seconds>", "1 k", "10 k", "100 k", "1", "10", "100", "lines", "a & b"]
    assert re.findall(r'<polyline points="(.*?)"', text) == ["0.0,300.0 380.0,0.0"]


FAMILY = """
import os, time
shared = bytearray(os.urandom(1)) * 60_000_000
child = os.fork()
private = bytearray(b"x") * 60_000_000
until = time.process_time() + 0.3
while time.process_time() < until:
    pass
time.sleep(1.5)  # so that even on a busy machine somebody looks
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
    with pytest.raises(Failed, match=r"ended with 1: .* / ZeroDivisionError: "):
        run([sys.executable, "-c", "1 / 0"], tmp_path)


def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(TooSlow, match="took more than 0 s"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, limit=0.2)
