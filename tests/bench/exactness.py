"""``python tests/bench/exactness.py FOLDER...``: whether every shortcut gives the same report, to the byte, on real code.

Each folder (an unpacked package) is copied and linted as a whole by one process without a cache. The same must come of several
processes, of a run without the screen, with an empty cache, a full one, and after each of a number of random edits; then also of a
session as the language server has it, which holds the edited files open.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from asynclint import settings
from asynclint.codes import ROWS
from asynclint.findings import Confidence
from asynclint.reports import json
from asynclint.reports.formats import Options
from asynclint.session import Session

LINT = (
    sys.executable,
    "-m",
    "asynclint",
    ".",
    "--isolated",
    "--format",
    "json",
    "--select",
    "ALL",
    "--min-confidence",
    "possible",
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def main(arguments: Sequence[str]) -> None:
    """Check the folders, and end with status 1 where anything differs."""
    parser = argparse.ArgumentParser(prog="python tests/bench/exactness.py", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--edits", type=int, default=20, metavar="N", help="random edits of each folder (default: 20)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which edits (default: 1)")
    options = parser.parse_args(arguments)
    different = sum(_differences(folder, options.edits, options.seed) for folder in options.folders)
    print(f"{different} differences")
    sys.exit(different > 0)


def _differences(folder: Path, edits: int, seed: int) -> int:
    different = 0
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / folder.name
        shutil.copytree(folder, copy)
        cache = Path(scratch) / "cache"

        def lint(*options: str) -> bytes:
            environment = {**os.environ, "ASYNCLINT_CACHE_DIR": str(cache)}
            done = subprocess.run([*LINT, *options], cwd=copy, env=environment, capture_output=True, check=False)
            return done.stdout + done.stderr

        def same(what: str, *options: str) -> None:
            compare(what, lint(*options))

        def compare(what: str, found: bytes) -> None:
            nonlocal different
            is_same = found == expected
            different += not is_same
            print(f"{folder.name}: {what}: {'same' if is_same else 'DIFFERENT'}", flush=True)

        expected = lint("--no-cache", "--jobs", "1")
        same("two processes", "--no-cache", "--jobs", "2")
        same("five processes", "--no-cache", "--jobs", "5")
        same("no screen", "--no-cache", "--no-screen")
        same("empty cache")
        same("full cache")
        chance = random.Random(seed)
        opened: set[Path] = set()
        os.chdir(copy)
        chosen = settings.load(copy, ROWS, isolated=True)
        chosen = replace(chosen, select=("ALL",), min_confidence=Confidence.POSSIBLE)
        editor = Session([str(copy)], chosen)
        editor.lint({})
        files = sorted(copy.rglob("*.py"))
        for number in range(edits):
            path = chance.choice(files)
            kind, edit = chance.choice(sorted(EDITS.items()))
            if _edit(path, edit, number, chance):
                expected = lint("--no-cache")
                what = f"edit {number}, {kind} in {path.relative_to(copy)}"
                same(what)
                opened.add(path)
                report = editor.lint({str(each): each.read_text("utf-8") for each in opened})
                compare(f"{what}, in an editor", json.render(report, Options()).encode())
    return different


def _edit(
    path: Path, edit: Callable[[list[str], Function, int, random.Random], None], number: int, chance: random.Random
) -> bool:
    """Change one function of a file; False where it has none that can be changed."""
    try:
        text = path.read_text("utf-8")
        tree = ast.parse(text)
    except (OSError, ValueError, SyntaxError):
        return False
    functions = [node for node in ast.walk(tree) if isinstance(node, Function) and node.body[0].lineno > node.lineno]
    if not functions:
        return False
    lines = text.splitlines(keepends=True)
    edit(lines, chance.choice(functions), number, chance)
    path.write_text("".join(lines), "utf-8")
    return True


def _statement(text: str) -> Callable[[list[str], Function, int, random.Random], None]:
    def insert(lines: list[str], function: Function, number: int, chance: random.Random) -> None:
        first = function.body[0]
        lines.insert(first.lineno - 1, f"{' ' * first.col_offset}{text}\n")

    return insert


def _append(text: str) -> Callable[[list[str], Function, int, random.Random], None]:
    def append(lines: list[str], function: Function, number: int, chance: random.Random) -> None:
        lines.append(text.format(number=number, name=function.name))

    return append


def _remove(lines: list[str], function: Function, number: int, chance: random.Random) -> None:
    first = min((decorator.lineno for decorator in function.decorator_list), default=function.lineno)
    del lines[first - 1 : function.end_lineno]


def _rename(lines: list[str], function: Function, number: int, chance: random.Random) -> None:
    lines[function.lineno - 1] = lines[function.lineno - 1].replace(function.name, f"{function.name}_", 1)


def _switch(lines: list[str], function: Function, number: int, chance: random.Random) -> None:
    old, new = ("async def", "def") if isinstance(function, ast.AsyncFunctionDef) else ("def", "async def")
    lines[function.lineno - 1] = lines[function.lineno - 1].replace(old, new, 1)


def _decorate(lines: list[str], function: Function, number: int, chance: random.Random) -> None:
    lines.insert(function.lineno - 1, f"{' ' * function.col_offset}@functools.cache\n")


def _move(lines: list[str], function: Function, number: int, chance: random.Random) -> None:
    lines.insert(0, "\n\n")


EDITS: dict[str, Callable[[list[str], Function, int, random.Random], None]] = {
    "a call": _statement("print('here', time)"),
    "something that blocks": _statement("import time; time.sleep(1)"),
    "another result": _statement("if __debug__: return open"),
    "a new function": _append("\n\nasync def new{number}(x):\n    import time\n    time.sleep(x)\n    return {name}\n"),
    "a new class": _append("\n\nclass New{number}(BaseModel):\n    def {name}(self):\n        open('x').read()\n"),
    "a function less": _remove,
    "another name": _rename,
    "async or not": _switch,
    "a decorator": _decorate,
    "moved lines": _move,
}


if __name__ == "__main__":
    main(sys.argv[1:])
