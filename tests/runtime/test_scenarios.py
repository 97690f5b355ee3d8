"""Programs that are run under the sanitizer: each shows exactly the evidence that its comments announce.

``# expect: KIND, KIND`` stands on the line of the evidence, or on a line of its own near the top where the evidence has no
line. ``# expect-near: KIND`` stands within two lines of it: where a loop calculates, and after a call in C, is a matter of luck.
``flagged`` before it is for a line that a finding is about. ``# with: ...`` near the top says what it takes to run the program.
A name that begins with ``fine`` is a well-behaved twin, and has none. A machine that is busy with something else shows programs
that are congested or starved, and lets a moment pass unseen: neither blames a line, and there are three tries.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from asynclint import supervisor, verdicts

FOLDER = Path(__file__).parent / "scenarios"
COMMENT = re.compile(r"# (?:flagged, )?(expect|expect-near): (.+)$")
FLAGGED = re.compile(r"# flagged(?:,|$)")
WITH = re.compile(r"^# with: (.+)$", re.MULTILINE)
SCENARIOS = sorted(FOLDER.glob("*.py"))
TRIES = 3
BLAMELESS = ("congested", "starved")

Seen = tuple[int, str]
"""Line (0 where there is none) and kind."""


def expected(path: Path) -> tuple[list[Seen], list[Seen]]:
    """What must be seen at its line, and what near it."""
    exact, near = [], []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        match = COMMENT.search(line)
        if match is not None:
            kinds = match[2].split(", ")
            place = 0 if line.startswith("#") else number
            (exact if match[1] == "expect" else near).extend((place, kind) for kind in kinds)
    return exact, near


def needs(path: Path) -> list[str]:
    """What the program is to be run with: "debug mode", "asyncio only", a package, "Linux", or "Python 3.12"."""
    match = WITH.search(path.read_text("utf-8"))
    return match[1].split(", ") if match else []


def flagged(path: Path) -> list[int]:
    lines = path.read_text("utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if FLAGGED.search(line)]


def function_at(path: Path, line: int) -> str:
    """The qualified name of the function around a line."""
    name = "<module>"
    nodes: list[tuple[ast.AST, str]] = [(ast.parse(path.read_text("utf-8")), "")]
    while nodes:
        node, around = nodes.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            around = f"{around}{node.name}"
            assert node.end_lineno is not None
            if node.lineno < line <= node.end_lineno:
                name = around
            around += "." if isinstance(node, ast.ClassDef) else ".<locals>."
        nodes += [(child, around) for child in ast.iter_child_nodes(node)]
    return name


def seen(path: Path, folder: Path, loop: str) -> set[Seen]:
    """What the sanitizer tells of a run of the program on that kind of loop."""
    options = json.dumps({"lines": {str(path): flagged(path)}, "debug": "debug mode" in needs(path)})
    command = [sys.executable, "-c", _RUN, str(path), str(folder), loop, options]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    run = verdicts.load(folder)
    assert not run.faults
    for each in run.evidence:
        if each.place is not None:
            assert each.place.path == str(path)
            assert each.place.function == function_at(path, each.place.line)
    return {(0 if each.place is None else each.place.line, each.kind) for each in run.evidence}


# The supervisor takes signals, which only a main thread may do, and leaves them to the program: so it gets a process.
_RUN = """
import json
import sys
from pathlib import Path
from asynclint.supervisor import Watch, run
with_uvloop = ["-c", "import runpy, uvloop; uvloop.install(); runpy.run_path(%r, run_name='__main__')" % sys.argv[1]]
command = with_uvloop if sys.argv[3] == "uvloop" else [sys.argv[1]]
run(command, Path(sys.argv[2]), Watch(0.1, **json.loads(sys.argv[4])), sys.executable)
"""


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
def test_what_is_seen_is_what_is_announced(path: Path, loop: str, tmp_path: Path) -> None:
    if loop == "uvloop" and "asyncio only" in needs(path):
        pytest.skip("not of its loop")
    if "Linux" in needs(path) and not sys.platform.startswith("linux"):
        pytest.skip("needs Linux")
    if "Python 3.12" in needs(path) and sys.version_info < (3, 12):
        pytest.skip("needs Python 3.12")
    for package in ({"anyio", "uvloop"} & set(needs(path))) | ({loop} - {"asyncio"}):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"needs {package}")
    exact, near = expected(path)
    assert bool(exact or near) is not path.stem.startswith("fine")
    for attempt in range(TRIES):
        (folder := tmp_path / str(attempt)).mkdir()
        found = seen(path, folder, loop)
        if is_as_announced(found, exact, near):
            return
    if (0, "starved") in found and all(each in exact or each[1] in BLAMELESS for each in found):
        pytest.skip("the machine gave the program no processor, three times")
    assert sorted(found) == sorted([*exact, *near])


def is_as_announced(found: set[Seen], exact: list[Seen], near: list[Seen]) -> bool:
    """Whether everything was seen that was announced, and nothing else that blames a line."""
    found = {each for each in found if each in exact or each[1] not in BLAMELESS}
    close = {(line, kind) for line, kind in found for wanted, same in near if kind == same and abs(line - wanted) <= 2}
    return bool(close) is bool(near) and sorted(found - close) == sorted(exact)


def test_bootstrap_is_where_the_supervisor_looks_for_it() -> None:
    assert (supervisor.BOOTSTRAP / "sitecustomize.py").is_file()
