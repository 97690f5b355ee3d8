"""``pytest --asynclint``, run on small suites of its own, beside the plugins that people have.

What a suite is to show stands in it, as ``# shows KIND in TEST``: nothing else may be told.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from asynclint import cli
from asynclint.runtime import evidence

pytest_plugins = ["pytester"]

SHOWS = re.compile(r"# shows ([a-z-]+) in (.+)$")
TOLD = re.compile(r"^(test_shop\.py:\d+: [a-z-]+) \d+ times?, .*\((test_shop\.py::.+)\)$")
TRIES = 3  # for what takes time: a busy machine shows a program that is starved, which blames no line

FORGETFUL = """
import asyncio

async def job():
    await asyncio.sleep(0)

def test_forgets():
    async def main():
        job()  # shows never-awaited in test_forgets
    asyncio.run(main())

def test_behaves():
    asyncio.run(job())
"""


def run(pytester: pytest.Pytester, *arguments: str, plugins: tuple[str, ...] = ()) -> pytest.RunResult:
    """Run the suite ``test_shop.py`` with these plugins and no others; they are named as entry points."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        named = [part for name in ("asynclint", *plugins) for part in ("-p", name)]
        return pytester.runpytest_subprocess("-p", "no:cacheprovider", *named, *arguments)


def write(pytester: pytest.Pytester, source: str) -> None:
    """The suite, with its lines where they are."""
    (pytester.path / "test_shop.py").write_text(source, "utf-8")


def told(result: pytest.RunResult) -> list[str]:
    """The summary's lines, without counts and times: place and kind, and which test."""
    matches = map(TOLD.match, result.outlines)
    return [f"{match[1]} in {match[2]}" for match in matches if match]


def announced(source: str) -> list[str]:
    """What the suite says that it shows."""
    lines = enumerate(source.splitlines(), 1)
    found = ((number, match) for number, line in lines for match in [SHOWS.search(line)] if match)
    return [f"test_shop.py:{number}: {match[1]} in test_shop.py::{match[2]}" for number, match in found]


def check(pytester: pytest.Pytester, source: str, *arguments: str, plugins: tuple[str, ...] = ()) -> pytest.RunResult:
    """The suite gives the same results with and without ``--asynclint``, and shows what it announces."""
    write(pytester, source)
    plain = run(pytester, *arguments, plugins=plugins)
    watched = run(pytester, "--asynclint", *arguments, plugins=plugins)
    # Garbage is collected sooner, so there may be more warnings, which fail nothing.
    assert plain.parseoutcomes() | {"warnings": 0} == watched.parseoutcomes() | {"warnings": 0}
    assert plain.ret == watched.ret
    assert not re.search("asynclint[: ]", plain.stdout.str() + plain.stderr.str())
    assert told(watched) == announced(source)
    return watched


# -- Without the option --


def test_without_the_option_nothing_is_imported(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_shop="""
        import sys
        def test_modules():
            assert [name for name in sorted(sys.modules) if name.startswith("asynclint")] == [
                "asynclint", "asynclint.plugins", "asynclint.plugins.pytest"
            ]
            assert not {"libcst", "click", "rich", "msgspec"} & set(sys.modules)
        """
    )
    result = run(pytester)
    result.assert_outcomes(passed=1)


def test_the_marker_is_known_without_the_option(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_shop="""
        import pytest
        @pytest.mark.asynclint(allow=["never-awaited"])
        def test_marked():
            pass
        """
    )
    run(pytester, "--strict-markers").assert_outcomes(passed=1)


def test_pytest_finds_it_by_itself(pytester: pytest.Pytester) -> None:
    write(pytester, FORGETFUL)
    result = pytester.runpytest_subprocess("--asynclint")  # beside all the plugins that are installed here
    assert told(result) == announced(FORGETFUL)
    result.assert_outcomes(passed=2, warnings=1)


def test_it_can_be_switched_off_from_outside(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    pytester.makeini("[pytest]\nasynclint = true\nasynclint_fail = true\n")
    pytester.makepyfile(test_shop=FORGETFUL)
    monkeypatch.setenv("ASYNCLINT_OFF", "1")
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(passed=2, warnings=1)
    result.stdout.no_fnmatch_line("*= asynclint =*")


def test_it_can_be_switched_off(pytester: pytest.Pytester) -> None:
    write(pytester, FORGETFUL)
    result = pytester.runpytest_subprocess("-p", "no:asynclint")
    result.assert_outcomes(passed=2, warnings=1)
    assert "asynclint" not in result.stdout.str()
    result = pytester.runpytest_subprocess("-p", "no:asynclint", "--asynclint")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*unrecognized arguments: --asynclint"])


# -- What is told --


def test_the_summary_names_line_and_test(pytester: pytest.Pytester) -> None:
    result = check(pytester, FORGETFUL)
    (line,) = (line for line in result.outlines if line.startswith("test_shop.py:9"))
    assert line == ("test_shop.py:9: never-awaited 1 time, in main: coroutine of job (test_shop.py::test_forgets)")
    assert [line.strip("= ") for line in result.outlines if "asynclint =" in line] == ["asynclint"]


def test_a_clean_suite_has_no_section(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_shop="import asyncio\ndef test_behaves(): asyncio.run(asyncio.sleep(0))\n")
    result = run(pytester, "--asynclint", "--asynclint-fail")
    result.assert_outcomes(passed=1)
    assert not [line for line in result.outlines if "asynclint =" in line]


BLOCKS = """
import asyncio
import time

async def nap():
    await asyncio.sleep(0.05)
    time.sleep(0.4)  # shows blocked in test_blocks[2] and 1 more
    await asyncio.sleep(0.05)

import pytest

@pytest.mark.parametrize("number", [2, 3])
def test_blocks(number):
    asyncio.run(nap())
"""


def test_what_several_tests_show_at_one_place_is_one_line(pytester: pytest.Pytester) -> None:
    write(pytester, BLOCKS)
    for _ in range(TRIES):
        result = run(pytester, "--asynclint")
        if told(result) == announced(BLOCKS):
            break
    assert told(result) == announced(BLOCKS)
    (line,) = (line for line in result.outlines if line.startswith("test_shop.py:7: blocked"))
    assert re.search(r"blocked 2 times, 0\.\d+ s at worst, in nap \(", line)
    # A threshold above it, and nothing is seen.
    assert told(run(pytester, "--asynclint", "--asynclint-threshold", "30s")) == []


def test_repeated_evidence_is_counted_test_by_test(pytester: pytest.Pytester) -> None:
    source = """
import asyncio
import pytest

async def job(): pass

@pytest.mark.parametrize("number", range(3))
def test_forgets(number):
    async def main():
        for _ in range(60):
            job()
    asyncio.run(main())

def test_behaves():
    asyncio.run(job())
"""
    write(pytester, source)
    result = run(pytester, "--asynclint", "--asynclint-fail", "--asynclint-out=evidence")
    result.assert_outcomes(failed=3, passed=1, warnings=3)
    counts: dict[str, int] = {}
    for record in evidence.read(pytester.path / "evidence"):
        if record["kind"] == "never-awaited":
            counts[record["test"]] = counts.get(record["test"], 0) + record.get("count", 1)
    assert counts == {f"test_shop.py::test_forgets[{number}]": 60 for number in range(3)}
    assert "test_shop.py:11: never-awaited 180 times, " in result.stdout.str()


LEFT_BEHIND = """
import asyncio
import gc
import unittest

async def job(): pass

async def fails(): raise ValueError

KEPT = []

def test_fails_with_a_coroutine_in_its_frames():
    coroutine = job()  # shows never-awaited in test_fails_with_a_coroutine_in_its_frames
    assert False

def test_comes_next():
    asyncio.run(job())

def test_keeps():
    KEPT.append(job())  # shows never-awaited in test_keeps

def test_makes_another():
    KEPT.append(job())

def test_lets_both_go():
    first, second = KEPT
    asyncio.run(second)
    KEPT.clear()

def test_keeps_a_task():
    async def main():
        KEPT.append(asyncio.create_task(fails()))  # shows task-exception in test_keeps_a_task
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    asyncio.run(main())

def test_lets_it_go():
    KEPT.clear()

def test_leaves_a_cycle():
    cycle = [job()]  # shows never-awaited in test_leaves_a_cycle
    cycle.append(cycle)

def test_collects():
    gc.collect()

def test_keeps_to_the_end():
    KEPT.append(job())  # shows never-awaited in test_keeps_to_the_end

class Case(unittest.TestCase):
    def test_behaves(self):
        asyncio.run(job())
"""


def test_what_is_left_behind_is_of_the_test_that_made_it(pytester: pytest.Pytester) -> None:
    gc_off = "import gc\ngc.disable()\n"  # the test says when
    pytester.makeconftest(gc_off)
    check(pytester, LEFT_BEHIND).assert_outcomes(failed=1, passed=10, warnings=3)


# -- Fixtures, and others' plugins --


FIXTURES = """
import asyncio
import pytest

async def job(): pass

def forget():
    async def main():
        job()
    asyncio.run(main())

@pytest.fixture
def shop():
    job()  # shows never-awaited in test_first
    yield
    job()  # shows never-awaited in test_first

@pytest.fixture(scope="module")
def street(request):
    request.addfinalizer(lambda: job())  # shows never-awaited in test_last
    job()  # shows never-awaited in test_second

def test_first(shop): pass

def test_second(street): pass

def test_last(street): pass
"""


def test_fixtures_are_of_the_test_they_are_run_for(pytester: pytest.Pytester) -> None:
    check(pytester, FIXTURES)
    result = run(pytester, "--asynclint", "--asynclint-fail", "-rfE")
    assert sorted(line.split(" - ")[0] for line in result.outlines if line.startswith(("FAILED", "ERROR"))) == [
        "ERROR test_shop.py::test_first",
        "ERROR test_shop.py::test_last",
        "FAILED test_shop.py::test_first",
        "FAILED test_shop.py::test_second",
    ]
    result.assert_outcomes(passed=1, failed=2, errors=2, warnings=4)


PYTEST_ASYNCIO = """
import asyncio
import pytest
import pytest_asyncio

async def job():
    await asyncio.sleep(0)

@pytest_asyncio.fixture
async def shop():
    job()  # shows never-awaited in test_async_fixture
    yield "shop"
    job()  # shows never-awaited in test_async_fixture

@pytest.mark.asyncio
async def test_async_fixture(shop):
    await job()

@pytest.mark.asyncio
@pytest.mark.parametrize("number", [1, 2])
async def test_forgets(number):
    if number == 2:
        job()  # shows never-awaited in test_forgets[2]

@pytest.mark.asyncio(loop_scope="class")
class TestOneLoop:
    @pytest_asyncio.fixture(scope="class", loop_scope="class")
    async def street(self):
        task = asyncio.create_task(asyncio.sleep(3600))
        yield asyncio.get_running_loop()
        task.cancel()

    async def test_drops(self, street):
        assert asyncio.get_running_loop() is street
        asyncio.create_task(asyncio.sleep(3600))  # shows task-dropped in TestOneLoop::test_drops
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def test_swallows(self, street):
        assert asyncio.get_running_loop() is street
        async def stubborn():
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                pass
        task = asyncio.create_task(stubborn())  # shows cancel-swallowed in TestOneLoop::test_swallows
        await asyncio.sleep(0)
        task.cancel()
        await task

@pytest.mark.asyncio
async def test_nests():
    with pytest.raises(RuntimeError):
        asyncio.run(job())  # shows nested-run in test_nests
"""


def test_pytest_asyncio(pytester: pytest.Pytester) -> None:
    # The coroutine that a nested run is given is never awaited either.
    source = PYTEST_ASYNCIO.replace("asyncio.run(job())", "asyncio.run(asyncio.Event().wait())")
    nested = "test_shop.py:{}: never-awaited in test_shop.py::test_nests"
    write(pytester, source)
    result = run(pytester, "--asynclint", plugins=("asyncio",))
    line = announced(source)[-1].split(":")[1]
    assert [each for each in told(result) if each != nested.format(line)] == announced(source)
    assert nested.format(line) in told(result)
    plain = run(pytester, plugins=("asyncio",))
    assert plain.parseoutcomes()["passed"] == result.parseoutcomes()["passed"] == 6


ANYIO = """
import asyncio
import anyio
import pytest

pytestmark = pytest.mark.anyio

@pytest.fixture(scope="module")
def anyio_backend():
    return BACKEND

async def job():
    await anyio.sleep(0)

@pytest.fixture(scope="module")
async def shop():
    job()  # shows never-awaited in test_async_fixture
    async with anyio.create_task_group() as group:
        group.start_soon(anyio.sleep, 3600)
        yield "shop"
        group.cancel_scope.cancel()
    job()  # shows never-awaited in test_times_out

async def test_async_fixture(shop):
    await job()

@pytest.mark.parametrize("number", [1, 2])
async def test_forgets(shop, number):
    if number == 2:
        job()  # shows never-awaited in test_forgets[2]

async def test_drops(shop):
    asyncio.create_task(asyncio.sleep(3600))  # shows task-dropped in test_drops
    for _ in range(4):
        await anyio.sleep(0)

async def test_times_out(shop):
    with anyio.move_on_after(0.01):
        await anyio.sleep(3600)
"""


@pytest.mark.parametrize("backend", ["'asyncio'", "('asyncio', {'use_uvloop': True})"])
def test_anyio(pytester: pytest.Pytester, backend: str) -> None:
    if "uvloop" in backend:
        pytest.importorskip("uvloop")
    check(pytester, ANYIO.replace("BACKEND", backend), plugins=("anyio",)).assert_outcomes(passed=5, warnings=3)


AIOHTTP = """
import asyncio
from aiohttp import web

async def job():
    await asyncio.sleep(0)

async def handle(request):
    if request.path == "/forgets":
        job()  # shows never-awaited in test_handler_forgets
    return web.Response(text="welcome")

async def app():
    app = web.Application()
    app.router.add_get("/{path}", handle)
    return app

async def test_behaves(aiohttp_client):
    client = await aiohttp_client(await app())
    assert await (await client.get("/")).text() == "404: Not Found"
    assert await (await client.get("/behaves")).text() == "welcome"

async def test_handler_forgets(aiohttp_client):
    client = await aiohttp_client(await app())
    assert await (await client.get("/forgets")).text() == "welcome"

async def test_forgets(aiohttp_client):
    client = await aiohttp_client(await app())
    client.get("/behaves").close()
    job()  # shows never-awaited in test_forgets
"""


def test_aiohttp(pytester: pytest.Pytester) -> None:
    arguments = ("-o", "asyncio_mode=auto")
    check(pytester, AIOHTTP, *arguments, plugins=("asyncio", "aiohttp")).assert_outcomes(passed=3, warnings=2)


UNITTEST = """
import asyncio
import unittest

async def job():
    await asyncio.sleep(0)

async def cleanup():
    job()  # shows never-awaited in Case::test_cleans_up

class Case(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        if "set_up" in self.id():
            job()  # shows never-awaited in Case::test_set_up

    async def asyncTearDown(self):
        if "tear_down" in self.id():
            job()  # shows never-awaited in Case::test_tear_down

    async def test_behaves(self):
        await job()

    async def test_cleans_up(self):
        self.addAsyncCleanup(cleanup)

    async def test_set_up(self):
        await job()

    async def test_tear_down(self):
        await job()

    async def test_swallows(self):
        task = asyncio.create_task(self.stubborn())  # shows cancel-swallowed in Case::test_swallows
        await asyncio.sleep(0)
        task.cancel()
        await task

    async def stubborn(self):
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            pass
"""


def test_isolated_asyncio_test_case(pytester: pytest.Pytester) -> None:
    check(pytester, UNITTEST).assert_outcomes(passed=5, warnings=3)
    result = run(pytester, "--asynclint", "--asynclint-fail", "-rf")
    assert sorted(line.split()[1] for line in result.outlines if line.startswith("FAILED")) == [
        f"test_shop.py::Case::test_{name}" for name in ("cleans_up", "set_up", "swallows", "tear_down")
    ]


def test_xdist(pytester: pytest.Pytester) -> None:
    source = (
        FORGETFUL
        + "def test_also_forgets():\n"
        + "    async def main():\n"
        + "        job()  # shows never-awaited in test_also_forgets\n"
        + "    asyncio.run(main())\n"
    )
    check(pytester, source, "-n", "2", plugins=("xdist",)).assert_outcomes(passed=3, warnings=2)
    result = run(pytester, "--asynclint", "--asynclint-fail", "-n", "2", "-rf", plugins=("xdist",))
    result.assert_outcomes(passed=1, failed=2, warnings=2)
    assert sorted(line.split(" - ")[0] for line in result.outlines if line.startswith("FAILED")) == [
        "FAILED test_shop.py::test_also_forgets",
        "FAILED test_shop.py::test_forgets",
    ]
    run(pytester, "--asynclint", "--asynclint-out", "evidence", "-n", "2", plugins=("xdist",))
    records = list(evidence.read(pytester.path / "evidence"))
    assert sorted(each["test"] for each in records if each["kind"] == "never-awaited") == [
        "test_shop.py::test_also_forgets",
        "test_shop.py::test_forgets",
    ]


def test_coverage(pytester: pytest.Pytester) -> None:
    arguments = ("--cov=test_shop", "--cov-report=term")
    result = check(pytester, FORGETFUL, *arguments, plugins=("pytest_cov",))
    plain = run(pytester, *arguments, plugins=("pytest_cov",))
    (line,) = (line for line in plain.outlines if line.startswith("TOTAL"))
    assert line in result.outlines


# -- Failing --


def test_fail(pytester: pytest.Pytester) -> None:
    write(pytester, FORGETFUL)
    result = run(pytester, "--asynclint", "--asynclint-fail")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=1, failed=1, warnings=1)
    line = "asynclint: test_shop.py:9: never-awaited 1 time, in main: coroutine of job"
    assert line in result.outlines
    assert told(result) == announced(FORGETFUL)


def test_the_first_failure_ends_the_run(pytester: pytest.Pytester) -> None:
    write(pytester, FORGETFUL)
    result = run(pytester, "--asynclint", "--asynclint-fail", "-x")
    result.assert_outcomes(failed=1, warnings=1)
    result.stdout.fnmatch_lines(["*stopping after 1 failures*"])
    assert told(result) == announced(FORGETFUL)


def test_a_failure_of_its_own_stays_one(pytester: pytest.Pytester) -> None:
    source = """
import asyncio

async def job(): pass

def test_fails():
    async def main():
        job()  # shows never-awaited in test_fails
    asyncio.run(main())
    print("some output")
    assert 1 == 2
"""
    result = check(pytester, source, "--asynclint-fail")
    result.assert_outcomes(failed=1, warnings=1)
    assert "E       assert 1 == 2" in result.outlines
    assert "some output" in result.outlines
    assert not [line for line in result.outlines if line.startswith("asynclint: ")]


def test_what_is_seen_too_late_to_fail_a_test_fails_the_run(pytester: pytest.Pytester) -> None:
    source = """
async def job(): pass

KEPT = []

def test_keeps():
    KEPT.append(job())  # shows never-awaited in test_keeps
"""
    write(pytester, source)
    result = run(pytester, "--asynclint", "--asynclint-fail")
    result.assert_outcomes(passed=1)
    assert told(result) == announced(source)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert run(pytester, "--asynclint").ret == pytest.ExitCode.OK


def test_an_expected_failure_stays_one(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(FORGETFUL.replace("def test_forgets", "import pytest\n@pytest.mark.xfail\ndef test_forgets"))
    result = run(pytester, "--asynclint", "--asynclint-fail")
    result.assert_outcomes(passed=1, xfailed=1, warnings=1)
    assert result.ret == pytest.ExitCode.OK


def test_errors_of_warnings_stay_where_they_were(pytester: pytest.Pytester) -> None:
    source = """
import warnings

class Resource:
    def __del__(self):
        warnings.warn("unclosed", ResourceWarning)

def test_leaves_a_cycle():
    cycle = [Resource()]
    cycle.append(cycle)
"""
    pytester.makeconftest("import gc\ngc.disable()\n")
    write(pytester, source)
    for more in ((), ("--asynclint-fail",)):
        result = run(pytester, "--asynclint", "-W", "error", *more)
        assert result.parseoutcomes()["passed"] == 1
        assert "failed" not in result.parseoutcomes()


# -- Markers, settings, output --


def test_what_a_marker_allows_is_not_told(pytester: pytest.Pytester) -> None:
    source = FORGETFUL.replace("# shows", "# allowed:").replace(
        "def test_forgets", "import pytest\n@pytest.mark.asynclint(allow=['never-awaited'])\ndef test_forgets"
    )
    result = check(pytester, source, "--strict-markers", "--asynclint-fail")
    result.assert_outcomes(passed=2, warnings=1)


def test_a_marker_that_allows_something_else_is_no_excuse(pytester: pytest.Pytester) -> None:
    source = FORGETFUL.replace(
        "import asyncio\n", "import asyncio, pytest\npytestmark = pytest.mark.asynclint(allow=['blocked'])\n", 1
    )
    write(pytester, source)
    result = run(pytester, "--asynclint", "--asynclint-fail")
    result.assert_outcomes(passed=1, failed=1, warnings=1)


def test_a_marker_that_allows_what_is_none(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_shop="import pytest\n@pytest.mark.asynclint(allow=['never_awaited'])\ndef test_marked(): pass\n"
    )
    result = run(pytester, "--asynclint")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    (line,) = (line for line in result.errlines if line.startswith("ERROR"))
    assert line.startswith(
        "ERROR: test_shop.py::test_marked: marker asynclint allows 'never_awaited', which is none of blocked, "
    )


def test_settings(pytester: pytest.Pytester) -> None:
    write(pytester, FORGETFUL)
    pytester.makeini("[pytest]\nasynclint = true\nasynclint_fail = true\n")
    result = run(pytester)
    result.assert_outcomes(passed=1, failed=1, warnings=1)
    for setting in ("asynclint_scope = elsewhere", "asynclint_exclude = test_shop"):
        pytester.makeini(f"[pytest]\nasynclint = true\nasynclint_fail = true\n{setting}\n")
        result = run(pytester)
        assert result.ret == 0
        assert told(result) == []


def test_debug_mode(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_shop="""
        import asyncio
        def test_debug():
            async def main():
                assert asyncio.get_running_loop().get_debug()
            asyncio.run(main())
        """
    )
    run(pytester, "--asynclint", "--asynclint-debug-mode").assert_outcomes(passed=1)
    run(pytester, "--asynclint").assert_outcomes(failed=1)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--asynclint-threshold", "long"), "asynclint-threshold: 'long' is no duration like 100ms or 0.5s"),
        (("--asynclint-out", "test_shop.py"), "asynclint-out: {}/test_shop.py: file exists"),
    ],
)
def test_bad_options_are_one_line(pytester: pytest.Pytester, arguments: tuple[str, ...], error: str) -> None:
    write(pytester, FORGETFUL)
    result = run(pytester, "--asynclint", *arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert [line for line in result.errlines if line] == [f"ERROR: {error.format(pytester.path)}"]


@pytest.mark.parametrize("quiet", ["-q", "-qq", "-s", "-v"])
def test_the_section_is_there_however_much_else_is(pytester: pytest.Pytester, quiet: str) -> None:
    write(pytester, FORGETFUL)
    assert told(run(pytester, "--asynclint", quiet)) == announced(FORGETFUL)


def test_children_run_pytest_without_it(pytester: pytest.Pytester) -> None:
    source = FORGETFUL.replace("# shows", "#") + (
        "\ndef test_child():\n"
        "    import subprocess, sys\n"
        "    command = [sys.executable, '-m', 'pytest', '-k', 'forgets', '-p', 'asynclint', __file__]\n"
        "    done = subprocess.run(command, capture_output=True, text=True)\n"
        "    assert done.returncode == 0 and 'asynclint =' not in done.stdout\n"
    )
    write(pytester, source)
    run(pytester, "--asynclint").assert_outcomes(passed=3, warnings=1)


def test_the_tests_may_watch_by_themselves(pytester: pytest.Pytester) -> None:
    source = FORGETFUL + (
        "\ndef test_watches():\n"
        "    from asynclint import runtime\n"
        "    seen = []\n"
        "    with runtime.watch(seen.append):\n"
        "        asyncio.run(job())\n"
        "    assert seen == []\n"
    )
    check(pytester, source).assert_outcomes(passed=3, warnings=1)


# -- The evidence --


def test_no_folder_is_left(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    (pytester.path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(pytester.path / "temporary"))
    write(pytester, FORGETFUL)
    for more in ((), ("-n", "2")):
        run(pytester, "--asynclint", *more, plugins=("xdist",) if more else ())
        assert not [name for name in os.listdir(pytester.path / "temporary") if name.startswith("asynclint-")]
    assert tempfile.gettempdir() != str(pytester.path / "temporary")


def test_older_evidence_in_the_folder_is_not_told(pytester: pytest.Pytester) -> None:
    write(pytester, FORGETFUL)
    assert told(run(pytester, "--asynclint", "--asynclint-out", "evidence")) == announced(FORGETFUL)
    pytester.makepyfile(test_shop="def test_nothing(): pass\n")
    result = run(pytester, "--asynclint", "--asynclint-out", "evidence", "--asynclint-fail")
    result.assert_outcomes(passed=1)
    assert told(result) == []
    assert result.ret == 0


def test_the_evidence_joins_the_findings(pytester: pytest.Pytester) -> None:
    write(pytester, FORGETFUL)
    run(pytester, "--asynclint", "--asynclint-out", "evidence")
    imported = [each for each in evidence.read(pytester.path / "evidence") if each["kind"] == "imported"]
    path = os.path.realpath(pytester.path / "test_shop.py")
    assert [each["digest"] for each in imported if each["path"] == path] == [evidence.digest(path)]
    command = [
        sys.executable,
        "-m",
        "asynclint",
        "--isolated",
        "--evidence",
        "evidence",
        "--only-confirmed",
        "test_shop.py",
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    (found,) = (line for line in done.stdout.splitlines() if line.startswith("test_shop.py:"))
    assert found.split()[:2] == ["test_shop.py:9:9", "ASL101"]
    assert "confirmed 1 time" in found


def test_only_confirmed_wants_evidence(tmp_path: Path) -> None:
    assert cli.main(["--only-confirmed", str(tmp_path)]) == 2


ALLOWED = """
[tool.asynclint.runtime]
allow = [{ call = "never-awaited", in = "%s", reason = "it is only forgotten here" }]
"""


def test_the_allow_list_of_the_settings(pytester: pytest.Pytester) -> None:
    write(pytester, FORGETFUL)
    pytester.makepyprojecttoml(ALLOWED % "test_shop.py")
    result = run(pytester, "--asynclint", "--asynclint-fail")
    result.assert_outcomes(passed=2)
    assert told(result) == []
    pytester.makepyprojecttoml(ALLOWED % "test_other.py")
    result = run(pytester, "--asynclint", "--asynclint-fail")
    result.assert_outcomes(passed=1, failed=1)
    assert told(result) == announced(FORGETFUL)


def test_an_allow_list_that_cannot_be_read(pytester: pytest.Pytester) -> None:
    write(pytester, FORGETFUL)
    path = pytester.makepyprojecttoml("[tool.asynclint.runtime]\nallow = 3\n")
    result = run(pytester, "--asynclint")
    result.assert_outcomes(passed=2)
    assert told(result) == announced(FORGETFUL)
    mistake = f"{path}: runtime.allow: expected a list of tables, got an integer"
    assert result.outlines.count(f"asynclint: the allow-list is not used: {mistake}") == 1
