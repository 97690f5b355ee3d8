"""The stages joined: the same report however the work is cut up, and what becomes of a finding on its way there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from asynclint import analysis, engine, reading, settings, workers
from asynclint.codes import ROWS
from asynclint.findings import Confidence, FileError, Finding, Report, Severity
from asynclint.program import links
from asynclint.reports import json
from asynclint.rules import RULES
from asynclint.rules.check import Checker

DATA = Path(__file__).resolve().parents[1] / "test_data"
FOLDERS = [*sorted(DATA.glob("rules/ASL???")), DATA / "demo"]
EVERYTHING = {"select": ("ALL",), "min_confidence": Confidence.POSSIBLE}

can_fork = pytest.mark.skipif(not workers.can_fork(), reason="processes are not forked here")


@pytest.fixture(autouse=True)
def project(project: Path) -> Path:
    """An empty folder, which is the working directory of every test."""
    return project


def put(files: Mapping[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(textwrap.dedent(text), "utf-8")


def lint(
    *paths: str | Path, screen: bool = True, jobs: int = 1, given: Mapping[str, str] | None = None, **wanted: object
) -> Report:
    """The report on the paths (the working directory) with the settings that lie there, changed as ``wanted``."""
    config = next((path / "asynclint.toml" for path in map(Path, paths) if (path / "asynclint.toml").exists()), None)
    found = settings.load(Path.cwd(), ROWS, config=config)
    targets = [str(path) for path in paths] or ["."]
    return engine.lint(targets, replace(found, **wanted), screen=screen, jobs=jobs, given=given)  # type: ignore[arg-type]


def told(findings: tuple[Finding, ...]) -> list[tuple[str, int, str]]:
    return [(finding.location.path, finding.location.line, finding.code) for finding in findings]


# However the work is cut up


@pytest.fixture
def many_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little there is to do, it goes to other processes."""
    monkeypatch.setattr(analysis, "_SMALL", 0)
    monkeypatch.setattr(analysis, "_FEW_LINES", 0)
    monkeypatch.setattr(links, "_FEW_CALLS", 0)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_screen_drops_nothing(folder: Path) -> None:
    screened, whole = lint(folder, **EVERYTHING), lint(folder, screen=False, **EVERYTHING)
    assert screened.findings
    assert json.render(screened, show_suppressed=True) == json.render(whole, show_suppressed=True)


@can_fork
@pytest.mark.usefixtures("many_batches")
@pytest.mark.parametrize("screen", [True, False], ids=["screened", "whole"])
def test_the_number_of_processes_changes_nothing(screen: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [DATA / "demo", DATA / "rules" / "ASL104", DATA / "rules" / "ASL202", DATA / "rules" / "ASL503"]
    batches: list[int] = []
    in_processes = workers._in_processes

    def counting(*args: object) -> object:
        batches.append(len(args[2]))  # type: ignore[arg-type]
        return in_processes(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "_in_processes", counting)
    alone = lint(*folders, screen=screen, jobs=1, **EVERYTHING)
    assert batches == []
    shares: list[int] = []
    share = workers.share

    def counting_shares(function: object, count: int, **how: object) -> object:
        shares.append(count)
        return share(function, count, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "share", counting_shares)
    together = lint(*folders, screen=screen, jobs=2, **EVERYTHING)
    assert len(shares) == 1 and shares[0] > 10
    assert len(batches) == 2 and min(batches) > 3, "both stages were cut up"
    assert alone == together
    assert json.render(alone, show_suppressed=True) == json.render(together, show_suppressed=True)


@can_fork
@pytest.mark.usefixtures("many_batches")
def test_long_chains_are_followed_to_their_end_by_all() -> None:
    length = 400
    put({"lib.py": "async def co(): ...\n"})
    for n in range(length):
        below = f"from m{n + 1} import f as g" if n + 1 < length else "from lib import co as g"
        put({f"m{n}.py": f"{below}\ndef f(): return g()\nasync def use():\n    f()\n"})
    alone, *others = (told(lint(jobs=jobs, **EVERYTHING).findings) for jobs in (1, 2, 5))
    assert len(alone) == length
    assert others == [alone, alone]


@can_fork
@pytest.mark.usefixtures("many_batches")
def test_functions_that_call_each_other_are_the_same_to_all() -> None:
    """Whoever asks first what a circle of functions returns, and in whatever process, gets the same answer."""
    put({"lib.py": "async def co(): ...\ndef a(n): return b(n) if n else co()\ndef b(n): return a(n)\n"})
    put(
        {f"{name}{n}.py": f"from lib import {name}\nasync def f():\n    {name}(1)\n" for n in range(5) for name in "ab"}
    )
    reports = {
        "alone": lint(**EVERYTHING),
        "processes": lint(jobs=4, **EVERYTHING),
        "whole": lint(screen=False, **EVERYTHING),
        "whole, processes": lint(screen=False, jobs=4, **EVERYTHING),
    }
    expected = [(f"{name}{n}.py", 3, "ASL101") for name in "ab" for n in range(5)]
    assert {how: told(report.findings) for how, report in reports.items()} == dict.fromkeys(reports, expected)


def test_the_order_of_the_paths_changes_nothing() -> None:
    paths = sorted((DATA / "rules" / "ASL202").iterdir())
    forth, back = lint(*paths, **EVERYTHING), lint(*reversed(paths), *paths[:2], **EVERYTHING)
    assert json.render(forth) == json.render(back)


def test_two_runs_in_one_process_are_the_same() -> None:
    assert json.render(lint(DATA / "demo")) == json.render(lint(DATA / "demo"))


# A process that dies


@can_fork
@pytest.mark.usefixtures("many_batches")
@pytest.mark.parametrize("stage", ["extract", "check"])
def test_a_process_that_dies_costs_one_file(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found out which file it was; all others are linted."""
    blocking = "import time\nasync def f():\n    time.sleep(1)\n"
    put({f"m{number}.py": blocking for number in range(9)})
    put({"m4.py": f"DEADLY = 1\n{blocking}"})
    here = os.getpid()
    if stage == "extract":
        extract = reading.extract

        def dying_extract(tree: object, *args: object, **options: object) -> object:
            if os.getpid() != here and getattr(getattr(tree.body[0], "targets", [None])[0], "id", "") == "DEADLY":  # type: ignore[attr-defined]
                os._exit(1)
            return extract(tree, *args, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(reading, "extract", dying_extract)
    else:
        check = Checker.check

        def dying_check(self: Checker, module: object, *args: object) -> object:
            if os.getpid() != here and module.name == "m4":  # type: ignore[attr-defined]
                os._exit(1)
            return check(self, module, *args)  # type: ignore[arg-type]

        monkeypatch.setattr(Checker, "check", dying_check)
    report = lint(jobs=2)
    assert report.errors == (FileError("m4.py", "the parser crashed on this file"),)
    assert told(report.findings) == [(f"m{n}.py", 3, "ASL201") for n in range(9) if n != 4]


@can_fork
@pytest.mark.usefixtures("many_batches")
def test_a_mistake_of_asynclint_itself_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    put({f"m{number}.py": "x = 1\n" for number in range(5)})

    def broken(*args: object, **options: object) -> object:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(reading, "extract", broken)
    with pytest.raises(ZeroDivisionError, match="a bug"):
        lint(jobs=2)


def test_a_run_leaves_the_interpreter_as_it_was() -> None:
    import gc

    put({"a.py": "x = 1\n"})
    before = sys.getrecursionlimit(), gc.isenabled()
    lint()
    assert (sys.getrecursionlimit(), gc.isenabled()) == before


# Standard input

BLOCKS = "import time\nasync def f():\n    time.sleep(1)\n"


def test_stdin_replaces_the_file_on_disk() -> None:
    put({"a.py": BLOCKS, "b.py": "async def g(): ...\n"})
    report = lint(given={"b.py": f"\n{BLOCKS}"})
    assert told(report.findings) == [("a.py", 3, "ASL201"), ("b.py", 4, "ASL201")]
    assert told(lint("b.py", given={"b.py": "x = 1\n"}).findings) == []


def test_stdin_may_be_a_file_that_does_not_exist() -> None:
    report = lint(given={"new.py": BLOCKS})
    assert told(report.findings) == [("new.py", 3, "ASL201")]
    assert not report.errors
    assert report.files == 1


def test_other_files_see_what_stdin_says() -> None:
    put({"helper.py": "def load(): ...\n", "web.py": "from helper import load\nasync def get():\n    load()\n"})
    report = lint(given={"helper.py": "import time\ndef load():\n    time.sleep(1)\n"})
    (finding,) = report.findings
    assert (finding.location.path, finding.location.line) == ("web.py", 3)
    assert [hop.text for hop in finding.chain] == ["load()", "time.sleep(1)"]


def test_suppressions_in_stdin_count() -> None:
    put({"a.py": BLOCKS})
    assert told(lint(given={"a.py": BLOCKS.replace("(1)", "(1)  # noqa")}).findings) == []


# Suppressions


def test_suppressed_findings_are_kept_apart_with_their_reason() -> None:
    put({"a.py": BLOCKS.replace("(1)", "(1)  # asynclint: ignore[ASL201] start-up only")})
    report = lint()
    assert report.findings == ()
    (finding,) = report.suppressed
    assert finding.code == "ASL201"
    assert finding.suppressed is not None
    assert (finding.suppressed.line, finding.suppressed.reason) == (3, "start-up only")


def test_a_skipped_file_has_no_findings_but_others_see_it() -> None:
    put(
        {
            "helper.py": "# asynclint: skip-file\nimport time\ndef load(): time.sleep(1)\nasync def f():\n    load()\n",
            "web.py": "from helper import load\nasync def get():\n    load()\n",
        }
    )
    report = lint()
    assert told(report.findings) == [("web.py", 3, "ASL201")]
    assert report.suppressed == ()


def test_an_unused_suppression_is_told_where_it_stands() -> None:
    put(
        {
            "a.py": """
                import asyncio
                async def f():
                    await asyncio.sleep(1)  # type: ignore  # asynclint: ignore[ASL201] fake
            """
        }
    )
    (finding,) = lint().findings
    assert (finding.code, finding.name) == ("ASL001", "unused-suppression")
    assert finding.message == "`asynclint: ignore[ASL201]` silences nothing; remove it"
    assert (finding.severity, finding.confidence) == (Severity.WARNING, Confidence.CERTAIN)
    at = finding.location
    line = Path("a.py").read_text().splitlines()[at.line - 1]
    assert (at.line, at.end_line) == (4, 4)
    assert line[at.column - 1 : at.end_column - 1] == "# asynclint: ignore[ASL201]"


def test_of_several_codes_only_the_idle_ones_are_told() -> None:
    put({"a.py": BLOCKS.replace("(1)", "(1)  # asynclint: ignore[ASL201, ASL301]")})
    (finding,) = lint().findings
    assert finding.message == "`asynclint: ignore[ASL301]` silences nothing; remove it"


def test_an_unknown_code_is_told() -> None:
    put({"a.py": BLOCKS.replace("(1)", "(1)  # asynclint: ignore[ASL201, ASL999, blocking-slep]")})
    (finding,) = lint().findings
    assert finding.message == "`asynclint: ignore[ASL999, blocking-slep]` names no rule of asynclint"
    assert len(lint().suppressed) == 1


def test_a_bare_ignore_that_silences_nothing_is_told() -> None:
    put({"a.py": "x = 1  # asynclint: ignore\n"})
    (finding,) = lint().findings
    assert finding.message == "`asynclint: ignore` silences nothing; remove it"


@pytest.mark.parametrize(
    "wanted", [{"ignore": ("ASL201",)}, {"select": ("ASL3", "ASL001")}, {"per_file_ignores": (("*.py", ("ASL2",)),)}]
)
def test_a_suppression_of_a_rule_that_did_not_run_is_not_judged(wanted: dict[str, object]) -> None:
    put({"a.py": "x = 1  # asynclint: ignore[ASL201]\n"})
    assert lint(**wanted).findings == ()


def test_a_suppression_of_a_finding_that_is_not_shown_is_used() -> None:
    """Possible findings are shown on request; whoever did request and silenced them should not hear of it otherwise."""
    put(
        {
            "a.py": """
                import time
                class A:
                    def f(self): time.sleep(1)
                class B(A):
                    def f(self): return 1
                async def main(a: A):
                    a.f()  # asynclint: ignore[ASL201]
            """
        }
    )
    assert lint().findings == ()
    assert lint(min_confidence=Confidence.POSSIBLE).findings == ()
    assert told(lint(min_confidence=Confidence.POSSIBLE).suppressed) == [("a.py", 8, "ASL201")]


def test_an_unused_suppression_cannot_be_outdone_by_min_confidence() -> None:
    put({"a.py": "x = 1  # asynclint: ignore[ASL201]\n"})
    assert told(lint(min_confidence=Confidence.CERTAIN).findings) == [("a.py", 1, "ASL001")]
    assert told(lint(ignore=("ASL001",)).findings) == []


# Settings

TWO = "import time, asyncio\nasync def f():\n    time.sleep(1)\n    asyncio.create_task(f())\n"


def test_select_and_ignore() -> None:
    put({"a.py": TWO})
    assert told(lint().findings) == [("a.py", 3, "ASL201"), ("a.py", 4, "ASL301")]
    assert told(lint(select=("ASL3",)).findings) == [("a.py", 4, "ASL301")]
    assert told(lint(ignore=("task-not-kept",)).findings) == [("a.py", 3, "ASL201")]


def test_per_file_ignores() -> None:
    put({"app/a.py": TWO, "tests/a.py": TWO, "asynclint.toml": "[per-file-ignores]\n'tests/*' = ['ASL201']\n"})
    assert told(lint().findings) == [("app/a.py", 3, "ASL201"), ("app/a.py", 4, "ASL301"), ("tests/a.py", 4, "ASL301")]


def test_severity_by_code_prefix_and_name() -> None:
    put({"a.py": TWO, "asynclint.toml": "[severity]\nASL2 = 'info'\ntask-not-kept = 'warning'\n"})
    assert {finding.code: finding.severity for finding in lint().findings} == {
        "ASL201": Severity.INFO,
        "ASL301": Severity.WARNING,
    }


SLOW = """
    import time
    from pathlib import Path
    async def f(path: Path):
        time.sleep(1)
        path.read_text()
        input()
"""


def test_sleeping_and_files_are_hints_in_tests() -> None:
    tests = ["conftest.py", "d_test.py", "pkg/test/b.py", "test_c.py", "tests/a.py"]
    others = ["latest.py", "contest.py", "pkg/a_tests.py", "pkg/tests.py", "testing/a.py"]
    put(dict.fromkeys((*tests, *others), SLOW))
    found: dict[str, str] = {}
    for finding in lint().findings:
        found[finding.location.path] = f"{found.get(finding.location.path, '')} {finding.severity.value}".lstrip()
    assert found == {**dict.fromkeys(tests, "info info error"), **dict.fromkeys(others, "error warning error")}


def test_a_project_says_itself_how_severe_sleeping_is_in_tests() -> None:
    put({"test_a.py": TWO, "asynclint.toml": "severity = {ASL201 = 'warning'}\n"})
    assert Severity.WARNING in {finding.severity for finding in lint().findings if finding.code == "ASL201"}


def test_a_folder_above_the_project_makes_no_tests_of_it() -> None:
    put({"tests/project/asynclint.toml": "", "tests/project/a.py": TWO})
    assert Severity.ERROR in {
        finding.severity for finding in lint("tests/project").findings if finding.code == "ASL201"
    }


def test_severity_of_unused_suppressions_is_a_setting_too() -> None:
    put({"a.py": "x = 1  # asynclint: ignore[ASL201]\n", "asynclint.toml": "severity = {ASL001 = 'error'}\n"})
    assert [finding.severity for finding in lint().findings] == [Severity.ERROR]


def test_min_confidence() -> None:
    put(
        {
            "a.py": """
                import time
                class A:
                    def f(self): time.sleep(1)
                class B(A):
                    def f(self): return 1
                class C:
                    def __init__(self): self.b = Clock()
                class Clock:
                    def wait(self): time.sleep(1)
                async def main(a: A, c: C):
                    time.sleep(1)
                    c.b.wait()
                    a.f()
            """
        }
    )
    lines = {
        minimum.value: [finding.location.line for finding in lint(min_confidence=minimum).findings]
        for minimum in Confidence
    }
    assert lines == {"certain": [12], "likely": [12, 13], "possible": [12, 13, 14]}


def test_settings_of_the_project_reach_the_program() -> None:
    put(
        {
            "a.py": "from own import crunch, away\nasync def f():\n    crunch()\n    away(crunch)\n    slow()\n"
            "def slow():\n    import time\n    time.sleep(1)\n",
            "own.py": "def crunch(): return 1\ndef away(f): ...\n",
            "asynclint.toml": "blocking = ['own.crunch']\noffload = ['own.away']\nnon-blocking = ['a.slow']\n",
        }
    )
    assert told(lint().findings) == [("a.py", 3, "ASL210")]


def test_settings_tell_what_runs_on_the_loop() -> None:
    put(
        {
            "a.py": "import time\nfrom own import Plugin, handler, listen, other\n@handler\ndef f(): time.sleep(1)\n"
            "class Mine(Plugin):\n    def on_start(self): time.sleep(1)\n    def stop(self): time.sleep(1)\n"
            "def g(): time.sleep(1)\nlisten('start', g)\n@other\ndef h(): time.sleep(1)\n",
            "own.py": "def handler(f): return f\ndef other(f): return f\ndef listen(event, f): ...\nclass Plugin: ...\n",
            "asynclint.toml": "on-loop = ['own.handler', 'own.Plugin.on_*', 'own.listen']\n",
        }
    )
    assert told(lint().findings) == [("a.py", 4, "ASL201"), ("a.py", 6, "ASL201"), ("a.py", 8, "ASL201")]


# Fingerprints and causes


def fingerprints(text: str) -> list[str]:
    put({"a.py": text})
    return [finding.fingerprint for finding in lint().findings]


def test_a_fingerprint_survives_moved_and_reformatted_lines() -> None:
    (before,) = fingerprints("import time\nasync def f():\n    time.sleep(1 + 2)\n")
    (after,) = fingerprints(
        "'''Text.'''\n\nimport time\n\n\nasync def f():\n    x = 1\n    if x:\n        time.sleep(1  +\n  2)\n"
    )
    assert before == after


def test_two_equal_calls_in_one_function_have_two_fingerprints() -> None:
    once = fingerprints("import time\nasync def f():\n    time.sleep(1)\n")
    twice = fingerprints("import time\nasync def f():\n    time.sleep(1)\n    time.sleep(1)\n")
    assert len(set(twice)) == 2
    assert twice[0] == once[0]


def test_other_functions_and_codes_have_other_fingerprints() -> None:
    found = fingerprints(
        "import time, os\nasync def f():\n    time.sleep(1)\nasync def g():\n    time.sleep(1)\n    os.system('x')\n"
    )
    assert len(set(found)) == 3


def test_a_moved_file_has_the_fingerprints_that_it_had() -> None:
    put({"a.py": BLOCKS, "pkg/__init__.py": "", "pkg/b.py": BLOCKS})
    first, second = lint().findings
    assert first.fingerprint == second.fingerprint
    assert first.cause != second.cause


FORMATTED = """\
import asyncio
import time


async def f(queue, *hosts):
    try:
        await asyncio.sleep( 1 )
        for host in (1, 2, 3):
            time.sleep(0xFF if host == 2 else max([host], default=u'it\\'s'))  # why
            queue.push( host, [ 'a', "b" ], key = R'x' )
    except   asyncio.CancelledError :
        print('gone')
    while True:
        time.sleep((1)); time.sleep(queue.some_long_name(hosts[0], hosts[1], hosts[2]), queue.another_long_name)


@decorated(1)
async def g(loop):
    asyncio.create_task(f( loop ))
    f(loop,
      'x', # one
    )
"""


def test_fingerprints_survive_a_formatter(tmp_path: Path) -> None:
    for name in ("before", "after"):
        shutil.copytree(DATA / "rules", tmp_path / name / "rules")
        (tmp_path / name / "odd.py").write_text(FORMATTED, "utf-8")
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "50", "--target-version", "py313"]
    subprocess.run([*command, str(tmp_path / "after")], stdout=subprocess.DEVNULL, check=True)

    def found(name: str) -> Counter[tuple[str, str, str]]:
        os.chdir(tmp_path / name)
        report = lint(**EVERYTHING)
        return Counter(
            (each.location.path, each.code, each.fingerprint) for each in report.findings + report.suppressed
        )

    before, after = found("before"), found("after")
    assert before.total() > 1000
    assert [code for path, code, _ in before if path == "odd.py"] == [
        "ASL201", "ASL501", "ASL201", "ASL201", "ASL301", "ASL101"
    ]  # fmt: skip
    assert (after - before, before - after) == (Counter(), Counter())


def test_fingerprints_are_unique_in_a_file() -> None:
    for folder in (DATA / "demo", DATA / "rules" / "ASL001", DATA / "rules" / "ASL104"):
        found = [(finding.location.path, finding.fingerprint) for finding in lint(folder, **EVERYTHING).findings]
        assert len(found) == len(set(found))


def test_call_sites_of_one_helper_share_their_cause() -> None:
    put(
        {
            "store.py": "import time\ndef load(): read()\ndef read(): time.sleep(1)\ndef save(): time.sleep(1)\n",
            "a.py": "import store\nasync def f():\n    store.load()\n    store.load()\nasync def g(): store.save()\n",
            "b.py": "from store import load\nasync def f(): load()\n",
        }
    )
    report = lint()
    causes = {(finding.location.path, finding.location.line): finding.cause for finding in report.findings}
    assert len(causes) == 4
    assert causes["a.py", 3] == causes["a.py", 4] == causes["b.py", 2]
    assert causes["a.py", 5] != causes["a.py", 3]
    assert report.causes == 2


def test_direct_calls_are_causes_of_their_own() -> None:
    twice = "import time\nasync def f():\n    time.sleep(1)\n    time.sleep(1)\n"
    put({"a.py": twice, "b.py": twice})
    assert lint().causes == 4


def test_a_chain_begins_at_the_finding_and_ends_at_the_sink() -> None:
    put(
        {
            "pkg/__init__.py": "",
            "pkg/store.py": "import time\n\n\ndef load(key):\n    return _read(key)\n\n\ndef _read(key):\n    time.sleep(1)\n",
            "web.py": "from pkg import store\n\n\nclass View:\n    async def get(self):\n        return store.load('é')\n",
        }
    )
    (finding,) = lint().findings
    assert finding.function == "web.View.get"
    assert (finding.location.line, finding.location.column, finding.location.end_column) == (6, 16, 31)
    assert [(hop.path, hop.line, hop.column, hop.function, hop.text) for hop in finding.chain] == [
        ("web.py", 6, 16, "web.View.get", "store.load('é')"),
        ("pkg/store.py", 5, 12, "pkg.store.load", "_read(key)"),
        ("pkg/store.py", 9, 5, "pkg.store._read", "time.sleep(1)"),
    ]


# Nothing is run


@pytest.fixture
def trap() -> Iterator[Path]:
    """A package that writes a file, and ends the process, when anything of it is run."""
    mark = Path("mark").resolve()
    text = f"""
        import os, time
        open({str(mark)!r}, "w").close()
        os._exit(3)
        class Meta(type):
            def __getattr__(cls, name): os._exit(3)
        @os._exit(3)
        async def f(x: os._exit(3) = os._exit(3)):
            time.sleep(1)
    """
    names = (
        "trap/__init__.py",
        "trap/__main__.py",
        "trap/mod.py",
        "conftest.py",
        "setup.py",
        "sitecustomize.py",
        "libcst.py",
    )
    put(dict.fromkeys(names, text))
    put({"main.py": "import trap.mod, libcst\nfrom trap import *\nasync def g():\n    await trap.mod.f()\n"})
    yield mark
    assert not mark.exists()


@pytest.mark.parametrize("screen", [True, False], ids=["screened", "whole"])
@pytest.mark.usefixtures("trap")
def test_nothing_of_the_linted_code_is_imported(screen: bool) -> None:
    modules, path = set(sys.modules), list(sys.path)
    report = lint(screen=screen)
    assert not report.errors
    assert len([finding for finding in report.findings if finding.code == "ASL201"]) == 7
    assert not {name for name in set(sys.modules) - modules if name.partition(".")[0] in ("trap", "main", "setup")}
    assert sys.path == path


def test_the_rows_are_those_of_the_rules() -> None:
    assert [row.code for row in ROWS] == [rule.code for rule in RULES]


LIBRARY = "import time\nasync def send(): ...\ndef slow(): time.sleep(1)\n"
PROGRAM = "import lib\n\nasync def f():\n    lib.send()\n    lib.slow()\n"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [("", ["4 ASL101"]), ("follow-libraries = true", ["4 ASL101", "5 ASL201"]), ("python = 'other'", [])],
)
def test_libraries_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: str, expected: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    for name in (".venv", "other"):
        (tmp_path / name / "lib" / "python3.12" / "site-packages").mkdir(parents=True)
    (tmp_path / ".venv/lib/python3.12/site-packages/lib.py").write_text(LIBRARY)
    (tmp_path / "app.py").write_text(PROGRAM)
    (tmp_path / "asynclint.toml").write_text(keys)
    report = engine.lint(["app.py"], settings.load(tmp_path, ROWS))
    assert [f"{finding.location.line} {finding.code}" for finding in report.findings] == expected
    assert (report.calls.total, report.calls.resolved) == (2, 2 if expected else 0)
    assert (report.files, report.errors) == (1, ())
    for finding in report.findings[1:]:
        assert [hop.path for hop in finding.chain] == ["app.py", ".venv/lib/python3.12/site-packages/lib.py"]
        assert finding.chain[-1].text == "time.sleep(1)"
