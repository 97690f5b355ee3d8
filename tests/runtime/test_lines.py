"""Flagged lines: whether they ran is known of scripts, imports, ``-m``, children and tests, and nothing else changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from asynclint.runtime import child, evidence
from asynclint.supervisor import BOOTSTRAP

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
MARKS = sys.version_info < (3, 12)  # else sys.monitoring

MODULE = '''\
"""A module."""
from __future__ import annotations

import json as _json


def used(value: int = len(
        "ab")) -> int:
    """A function."""
    if value > 100:
        value -= 1
    for number in range(2):
        value += number
    with open(__file__) as file:
        text = [
            file.read(),
            _json.dumps(
                value),
        ]
    match value:
        case 0:
            return 0
        case int() if str(
                value):
            pass
    names = {key: len(key)
             for key in text}
    return len(names)


class Thing:
    """A class."""

    size: int = 3

    def unused(self) -> int:
        return self.size


def fails() -> None:
    try:
        raise ValueError("no")
    except (
            KeyError):
        print("key")
    except ValueError:
        print("value")
'''


def run(
    tmp_path: Path, command: Sequence[str], lines: dict[Path, list[int]], *, check: bool = True
) -> tuple[list[dict[str, Any]], subprocess.CompletedProcess[str]]:
    """The records of a run in ``tmp_path`` in which those lines are flagged."""
    folder = tmp_path / "evidence"
    folder.mkdir(exist_ok=True)
    options = {"lines": {str(path): numbers for path, numbers in lines.items()}}
    environment = {
        **ENVIRONMENT,
        "PYTHONPATH": str(BOOTSTRAP),
        child.FOLDER: str(folder),
        child.OPTIONS: json.dumps(options),
    }
    done = subprocess.run(
        [sys.executable, *command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=check
    )
    return list(evidence.read(folder)), done


def ran(records: list[dict[str, Any]], path: Path) -> set[int]:
    return {record["line"] for record in records if record["kind"] == "ran" and record["path"] == str(path)}


def watched(records: list[dict[str, Any]], path: Path) -> list[list[int]]:
    return [record["watched"] for record in records if record["kind"] == "imported" and record["path"] == str(path)]


@pytest.fixture
def module(tmp_path: Path) -> Path:
    path = tmp_path / "module.py"
    path.write_text(MODULE)
    return path


def line_of(text: str) -> int:
    """The only line of the module with that text, 1-based."""
    [number] = [number for number, line in enumerate(MODULE.splitlines(), 1) if text in line]
    return number


EVERY = list(range(1, MODULE.count("\n") + 1))


def test_imported_lines_that_ran(tmp_path: Path, module: Path) -> None:
    (tmp_path / "main.py").write_text("import module\nmodule.used()\nmodule.fails()\n")
    records, done = run(tmp_path, ["main.py"], {module: EVERY})
    assert done.stdout == "value\n"
    assert not [record for record in records if record["kind"] == "fault"]
    did = ran(records, module)
    texts = ("def used", "if value >", "for number", "value += number", "with open", "file.read()", "_json.dumps(",
             "match value", "case int() if", "pass", "names = {", "return len(names)", "class Thing", "raise ValueError",
             "except ValueError", 'print("value")')  # fmt: skip
    assert {line_of(text) for text in texts} - did == set()
    assert did & {line_of(text) for text in ("value -= 1", "return 0", "return self.size", 'print("key")')} == set()
    [known] = watched(records, module)
    never = {line_of(text) for text in ("value -= 1", "return 0", "return self.size", 'print("key")')}
    assert never <= set(known)


def test_the_lines_of_a_script(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("def used():\n    return 1\n\ndef unused():\n    return 2\n\nused()\n")
    records, _ = run(tmp_path, ["script.py"], {script: [2, 5, 7]})
    assert ran(records, script) == ({2} if MARKS else {2, 7})
    # Before Python 3.12 nothing is known of what stands outside of functions in a script.
    assert watched(records, script) == ([[2, 5]] if MARKS else [[2, 5, 7]])


@pytest.mark.parametrize("command", [["-m", "package"], ["-c", "import package.__main__"]])
def test_the_lines_of_a_package_that_is_run(command: list[str], tmp_path: Path) -> None:
    main = tmp_path / "package" / "__main__.py"
    main.parent.mkdir()
    main.with_name("__init__.py").write_text("")
    main.write_text("def used():\n    return 1\n\nif used():\n    print('done')\nelse:\n    print('not done')\n")
    records, done = run(tmp_path, command, {main: [2, 4, 5, 7]})
    assert done.stdout == "done\n"
    assert ran(records, main) == {2, 4, 5}
    assert watched(records, main) == [[2, 4, 5, 7]]


def test_the_lines_of_a_child_that_is_spawned(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(
            """\
            import multiprocessing

            def work():
                return 1

            if __name__ == "__main__":
                with multiprocessing.get_context("spawn").Pool(1) as pool:
                    pool.apply(work)
            """
        )
    )
    records, _ = run(tmp_path, ["script.py"], {script: [4]})
    assert ran(records, script) == {4}


def test_the_lines_of_a_test_that_pytest_has_rewritten(tmp_path: Path) -> None:
    test = tmp_path / "test_it.py"
    source = (
        "def double(n):\n    return 2 * n\n\ndef test_it():\n    assert double(2) == 5\n\ndef unused():\n    pass\n"
    )
    test.write_text(source)
    command = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py"]
    plain = subprocess.run(
        [sys.executable, *command], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False
    ).stdout
    (cached,) = tmp_path.glob("__pycache__/test_it.*.pyc")
    before = cached.read_bytes()
    records, done = run(tmp_path, command, {test: [2, 5, 8]}, check=False)
    assert ran(records, test) == {2, 5}
    assert watched(records, test) == [[2, 5, 8]]
    assert "assert 4 == 5" in done.stdout
    assert "where 4 = double(2)" in done.stdout
    assert untimed(done.stdout) == untimed(plain)
    assert cached.read_bytes() == before


def untimed(output: str) -> str:
    return output.rpartition(" in ")[0]


def test_bytecode_on_disk_is_unmarked(tmp_path: Path, module: Path) -> None:
    (tmp_path / "main.py").write_text("import module\n")
    run(tmp_path, ["main.py"], {module: EVERY})
    (cached,) = tmp_path.glob("__pycache__/module.*.pyc")
    assert b"asynclint" not in cached.read_bytes()
    # And what is on disk already serves as well.
    records, _ = run(tmp_path, ["main.py"], {module: EVERY})
    assert ran(records, module)


def test_tracebacks_are_what_they_were(tmp_path: Path) -> None:
    (tmp_path / "deep.py").write_text(
        "import asyncio\n"
        "def divide(one, other):\n"
        "    return max(\n"
        "        abs(one /\n"
        "            other), 1)\n"
        "async def main():\n"
        "    await asyncio.sleep(0)\n"
        "    return divide(1,\n"
        "                  other=0)\n"
    )
    (tmp_path / "main.py").write_text(
        "import deep\ntry:\n    deep.main().send(None)\nexcept StopIteration:\n    pass\ndeep.divide(1, 0)\n"
    )
    plain = subprocess.run([sys.executable, "main.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    records, done = run(tmp_path, ["main.py"], {tmp_path / "deep.py": list(range(1, 10))}, check=False)
    assert "ZeroDivisionError" in plain.stderr
    assert done.stderr.replace("<sys>:0: RuntimeWarning", "") == plain.stderr.replace("<sys>:0: RuntimeWarning", "")
    assert ran(records, tmp_path / "deep.py") >= {3, 4}


@pytest.mark.parametrize(
    "source",
    [
        "a = [1, 2, 3]\nassert a[\n    0:2] == [1, 2]\n",
        "class A:\n    def m(self):\n        return super(\n        ).__repr__()\nA().m()\n",
        "def f(*a, **b):\n    return a, b\nassert f(*[1],\n         x=2, **dict(\n             y=3)) == ((1,), {'x': 2, 'y': 3})\n",
        "from __future__ import annotations\ndef f(x: print(\n        1)): ...\nassert f.__annotations__ == {'x': 'print(1)'}\n",
        "x = 'a'\nprint(f'{x!r:>{len(\"abcd\")}}')\n",
        "def g():\n    got = yield (\n        1)\n    return got\nassert [*g()] == [1]\n",
        "import functools\n@functools.lru_cache(\n    10)\ndef f(x): return x\nassert f(\n    1) == 1\n",
        "try:\n    raise ExceptionGroup('g', [ValueError()])\nexcept* ValueError as group:\n    assert group\n",
        "x = 1\ndel (\n    x)\ny = z = [0]\ny[len(\n    z) - 1] += 1\nassert z == [1]\nassert locals()['y'] is z\n",
        "def f():\n    '''text'''\n    return (lambda n=len(\n        '12'): n + 1)()\nassert f() == 3 and f.__doc__ == 'text'\n",
        "if (n := len(\n    'abc')) > 2: print(n)\nelif n:\n    print(0)\nwhile n:\n    n -= 1\nelse:\n    print('end')\n",
        "match {'a': 1}:\n    case {'a': int(\n            x)}:\n        print(x)\n",
        "import asyncio\nasync def f():\n    return [x async for x in g(\n    )]\nasync def g(): yield\nasyncio.run(\n    f())\n",
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("way", ["script", "import"])
def test_a_program_does_what_it_did(source: str, way: str, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(source)
    command = ["program.py"] if way == "script" else ["-c", "import program"]
    plain = subprocess.run([sys.executable, *command], cwd=tmp_path, capture_output=True, text=True, check=True)
    records, done = run(tmp_path, command, {path: list(range(1, 20))})
    assert (done.stdout, done.stderr) == (plain.stdout, plain.stderr)
    assert not [record for record in records if record["kind"] == "fault"]
    if way == "import":
        assert ran(records, path)
        assert watched(records, path) != [[]]


def test_warnings_of_the_compiler_are_told_once(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text("def f():\n    return 1 is 1\n")
    _, done = run(tmp_path, ["-W", "always", "-c", "import program"], {path: [2]})
    assert done.stderr.count("SyntaxWarning") == 1


def test_a_module_that_somebody_else_transforms_stays_theirs(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text("def f():\n    return 1\nprint(f())\n")
    (tmp_path / "main.py").write_text(
        textwrap.dedent(
            """\
            import importlib.machinery, sys

            class Loader(importlib.machinery.SourceFileLoader):
                def get_data(self, path):
                    return super().get_data(path).replace(b"1", b"2")
                def cache_bytecode(self, *args): ...

            class Finder:
                @staticmethod
                def find_spec(name, path, target=None):
                    if name == "program":
                        from importlib.util import spec_from_loader
                        return spec_from_loader(name, Loader(name, "program.py"))

            sys.meta_path.insert(0, Finder)
            import program
            """
        )
    )
    records, done = run(tmp_path, ["main.py"], {path: [2]})
    assert done.stdout == "2\n"
    assert watched(records, path) == ([[]] if MARKS else [[2]])


def test_a_tool_that_is_taken_is_left_to_whoever_has_it(tmp_path: Path) -> None:
    if MARKS:
        pytest.skip("no sys.monitoring")
    (tmp_path / "usercustomize.py").write_text("")
    script = tmp_path / "script.py"
    script.write_text("def f():\n    return 1\nf()\n")
    code = (
        "import sys, runpy; sys.monitoring.use_tool_id(4, 'theirs');"
        f"from asynclint.runtime.lines import Lines; Lines({{{str(script)!r}: [2]}}, print).install();"
        f"runpy.run_path({str(script)!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "'watched': []" in done.stdout
    assert "'ran'" not in done.stdout


def test_a_handler_is_told_with_the_cancellation_it_swallows(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(
            """\
            import asyncio

            async def stubborn():
                try:
                    await asyncio.sleep(10)
                except asyncio.CancelledError:
                    pass

            async def main():
                tasks = [asyncio.create_task(stubborn()) for _ in range(3)]
                await asyncio.sleep(0)
                for task in tasks:
                    task.cancel()
                await asyncio.wait(tasks)

            asyncio.run(main())
            """
        )
    )
    records, _ = run(tmp_path, ["script.py"], {script: [6]})
    swallowed = [evidence.evidence_of(record) for record in records if record["kind"] == "cancel-swallowed"]
    assert len(swallowed) == 3
    for each in swallowed:
        assert each is not None
        assert each.place is not None
        assert each.about is not None
        assert [(handler.line, handler.function) for handler in each.handlers] == [(6, "stubborn")]
        assert (each.place.line, each.about.line) == (10, 3)
        assert f"cancelled at {script}:13" in each.detail


def test_calls_are_summed_up(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import asyncio, time\n"
        "async def main():\n"
        "    for _ in range(60):\n"
        "        time.sleep(0.002)\n"
        "    for _ in range(40):\n"
        "        len('')\n"
        "asyncio.run(main())\n"
    )
    records, _ = run(tmp_path, ["script.py"], {script: [4, 6]})
    found = [evidence.evidence_of(record) for record in records if record["kind"] == "blocking-call"]
    assert sum(each.count for each in found if each) == 60
    assert all(each and each.detail == "call of time.sleep" and each.duration >= 0.002 for each in found)
    assert sum(each.total or each.duration for each in found if each) >= 60 * 0.002
    sums = {record["line"]: record["count"] for record in records if record["kind"] == "calls"}
    assert sums == {4: 60, 6: 40}
