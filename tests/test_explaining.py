"""``asynclint explain``: what is said of a line, whether it is flagged or not."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest

from asynclint import cli

ALL_LOOK = "27 of 29 rules look at this file.\n  Off (it is off by default): ASL208, ASL209\n"

Explain = Callable[..., str]


@pytest.fixture
def explain(project: Path, capsys: pytest.CaptureFixture[str]) -> Explain:
    """What is said of a place, without the rules that look at a file when nothing is selected."""

    def explained(*arguments: str) -> str:
        assert cli.main(["explain", *arguments]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out.removesuffix(ALL_LOOK)

    return explained


def put(files: Mapping[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(textwrap.dedent(text).lstrip("\n"), "utf-8")


HELPERS = {
    "app/__init__.py": "",
    "app/helpers.py": """
        import time

        def pause(again):
            if again:
                time.sleep(1)

        def sleepy():
            pause(True)
    """,
    "app/main.py": """
        from asyncio import to_thread
        from app.helpers import pause, sleepy

        async def main():
            sleepy()
            await to_thread(pause, True)
    """,
}


# What blocks


def test_a_flagged_call_with_its_chain_and_its_finding(explain: Explain) -> None:
    put(HELPERS)
    assert explain("app/main.py:5") == textwrap.dedent(
        """\
        app/main.py:5  sleepy()

        In app.main.main (a coroutine function), which runs on the event loop.

        sleepy()
          calls app.helpers.sleepy, a function (app/helpers.py:7)
          ASL201 blocking-sleep: `time.sleep` puts the whole event loop to sleep \
[likely: 1 branch inside the helpers need not be taken]
            app/main.py:5    app.main.main       sleepy()
            app/helpers.py:8 app.helpers.sleepy  pause(True)
            app/helpers.py:5 app.helpers.pause   time.sleep(1)

        ASL201 blocking-sleep [error, likely, unsafe fix] is reported.
          `sleepy` blocks the event loop: 2 calls further down `time.sleep` puts the whole event loop to sleep; \
offload the helper with `await asyncio.to_thread(...)`, or make it asynchronous
          Fix: run it in a thread (unsafe)
        """
    )


def test_a_helper_is_told_who_calls_it_on_the_loop(explain: Explain) -> None:
    put(HELPERS)
    assert explain("app/helpers.py:5") == textwrap.dedent(
        """\
        app/helpers.py:5  time.sleep(1)

        In app.helpers.pause (a function), which runs wherever it is called.
        It is called on the loop:
            app/main.py:5    app.main.main       sleepy()
            app/helpers.py:8 app.helpers.sleepy  pause(True)

        time.sleep(1)
          calls time.sleep, a function of a library
          ASL201 blocking-sleep: `time.sleep` puts the whole event loop to sleep, where it runs on a loop [certain]
            app/helpers.py:5 app.helpers.pause  time.sleep(1)

        No rule finds anything on this line.
        """
    )


def test_what_is_handed_to_a_thread_blocks_no_loop(explain: Explain) -> None:
    put(HELPERS)
    assert explain("app/main.py:6") == textwrap.dedent(
        """\
        app/main.py:6  await to_thread(pause, True)

        In app.main.main (a coroutine function), which runs on the event loop.

        to_thread(pause, True)
          calls asyncio.to_thread, a coroutine function of a library
          It runs `pause` in another thread, where it blocks no loop.

        No rule finds anything on this line.
        """
    )


def test_what_python_calls_itself_is_told_where_it_blocks(explain: Explain) -> None:
    put(
        {
            "a.py": """
                import time

                class Box:
                    def __enter__(self): time.sleep(1)
                    def __exit__(self, *args): ...

                async def f(box: Box):
                    with box: ...
            """
        }
    )
    told = explain("a.py:8")
    assert "box  (entering it)\n  is about a.Box, an object of this class (a.py:3)\n  ASL201 blocking-sleep" in told


# What a call means


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("client.get()", "  It is not known what it calls: nothing says what is passed as the parameter `client`."),
        ("missing()", "  It is not known what it calls: the name `missing` is bound nowhere."),
        ("Box().nothing()", "  It is not known what it calls: nothing is known of an attribute `nothing` of `a.Box`."),
        (
            "absent.fetch()",
            "  calls absent.fetch, of which nothing but the name is known\n"
            "  It is not known in full what it calls: the module `absent` is neither in the program nor in the environment.",
        ),
        (
            "local.run()",
            "  It is not known what it calls: nothing says what is passed as the parameter `client`.",
        ),
        (
            "len('x')",
            "  calls len, a function of a library\n  As far as is known, calling it neither blocks nor runs a loop.",
        ),
        (
            "work()",
            "  calls a.work, a coroutine function (a.py:7)\n"
            "  Calling it runs none of its body yet; what blocks there is told there.",
        ),
        (
            "either()",
            "  calls a.work, a coroutine function (a.py:7)\n  or a.Box, a class (a.py:4)\n"
            "  Calling it runs none of its body yet; what blocks there is told there.",
        ),
    ],
)
def test_what_a_call_means_or_why_that_is_not_known(explain: Explain, call: str, said: str) -> None:
    source = f"""
        import absent
        import random

        class Box:
            pass

        async def work():
            pass

        async def f(client):
            local = client
            either = work if random.random() else Box
            {call}
    """
    put({"a.py": source})
    told = explain("a.py:13").split("\n\n")
    assert told[2].partition("\n")[2] == said


def test_calls_that_reach_over_a_line_are_told_where_none_begins(explain: Explain) -> None:
    put({"a.py": "def f(a):\n    return (\n        a.b()\n        .c()\n        .d()\n    )\n"})
    assert [line for line in explain("a.py:5").splitlines() if line.startswith("a")] == [
        "a.py:5  .d()",
        "a.b() .c() .d()",
    ]
    assert [line for line in explain("a.py:3").splitlines() if line.startswith("a")] == [
        "a.py:3  a.b()", "a.b() .c() .d()", "a.b() .c()", "a.b()"
    ]  # fmt: skip


# Where it runs


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (3, "In a.tick (handed over as a callback), which runs on the event loop."),
        (
            6,
            "In a.work (decorated with `@sync_to_async`), "
            "which runs in another thread, where what blocks keeps no loop waiting.",
        ),
        (
            9,
            "In a.alone (a function), which runs wherever it is called.\n"
            "No code that runs on the loop is known to call it.",
        ),
        (11, "At the top level of a, which runs when the module is imported."),
        (13, "At the top level of a, which runs when the module is imported."),
        (16, "In a.rows (a generator function), which runs wherever it is called.\nIt is called on the loop:\n"
             "    a.py:19 a.main  rows()"),
    ],
)  # fmt: skip
def test_where_the_function_around_runs(explain: Explain, line: int, said: str) -> None:
    source = """
        import asyncio; from asgiref.sync import sync_to_async
        def tick():
            print()
        @sync_to_async
        def work():
            print()

        def alone():
            print()

        print()
        class Box:
            size = print()

        def rows():
            yield print()
        async def main():
            asyncio.get_running_loop().call_soon(tick)
            for _ in rows(): pass
    """
    put({"a.py": source})
    assert explain(f"a.py:{line}").split("\n\n")[1] == said


def test_a_line_without_calls_is_told_the_function_that_it_stands_in(explain: Explain) -> None:
    put({"a.py": "async def f(a):\n    return a\n"})
    assert explain("a.py:2") == (
        "a.py:2  return a\n\nIn a.f (a coroutine function), which runs on the event loop.\n"
        "No call begins on this line.\n\nNo rule finds anything on this line.\n"
    )


# What becomes of findings


SLEEP = "import time\nasync def f(g=None):\n    time.sleep(1){}\n"


@pytest.mark.parametrize(
    ("comment", "options", "settings", "said"),
    [
        ("", [], "", "[error, fixable] is reported."),
        (
            "  # asynclint: ignore[ASL201] it is short",
            [],
            "",
            "[error, fixable] is suppressed: the comment in line 3 says so (it is short).",
        ),
        ("  # noqa", [], "", "[error, fixable] is suppressed: the comment in line 3 says so (no reason given)."),
        ("", ["--ignore", "ASL2"], "", "[error, fixable] is not reported: `ignore` has ASL2."),
        ("", ["--select", "ASL1"], "", "[error, fixable] is not reported: `select` does not have it."),
        (
            "",
            [],
            "[per-file-ignores]\n'a*' = ['blocking-sleep']",
            "[error, fixable] is not reported: `per-file-ignores` has a*.",
        ),
    ],
)
def test_what_a_report_makes_of_a_finding(
    explain: Explain, comment: str, options: list[str], settings: str, said: str
) -> None:
    put({"a.py": SLEEP.format(comment), "asynclint.toml": settings})
    told = explain("a.py:3", *options).splitlines()
    assert [line for line in told if line.startswith("ASL201")] == [f"ASL201 blocking-sleep {said}"]


def test_a_finding_that_is_not_sure_enough(explain: Explain) -> None:
    put({"a.py": "import threading\nasync def f():\n    lock = threading.Lock()\n    lock.acquire()\n"})
    told = explain("a.py:4")
    assert "[possible: there may be nothing to wait for at `lock.acquire`, or no loop]" in told
    assert (
        "ASL206 blocking-synchronization [warning, possible, fixable] is not reported: "
        "it is possible, and min-confidence is likely.\n" in told
    )
    assert "is reported." in explain("a.py:4", "--min-confidence", "possible")


def test_a_finding_that_the_baseline_lists(explain: Explain, capsys: pytest.CaptureFixture[str]) -> None:
    put({"a.py": SLEEP.format(""), "asynclint.toml": "baseline = 'known.json'"})
    assert cli.main(["baseline", "write", "--quiet"]) == 0
    capsys.readouterr()
    assert "ASL201 blocking-sleep [error, fixable] is known: known.json lists it.\n" in explain("a.py:3")
    put({"a.py": SLEEP.format("") + "    time.sleep(1)\n"})
    assert "is known" in explain("a.py:3")
    assert "is reported." in explain("a.py:4")


def test_why_there_is_no_fix(explain: Explain) -> None:
    put({"a.py": "async def f():\n    open('x')\n"})
    told = explain("a.py:2", "--select", "ALL")
    assert "  No fix: a thread may cost more than it saves.\n29 of 29 rules look at this file.\n" in told


def test_a_file_that_a_run_does_not_come_to_or_that_silences_itself(explain: Explain) -> None:
    put({"old/a.py": "# asynclint: skip-file\nprint()\n", "asynclint.toml": "exclude = ['old']"})
    cause = "The comment `asynclint: skip-file` silences them all.\nLinting the project leaves the file out: `exclude` has old.\n"
    assert explain("old/a.py:2").endswith(ALL_LOOK + cause)


# Places


def notebook(path: str, *cells: str) -> None:
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("Hello"), *map(nbformat.v4.new_code_cell, cells)]
    )
    nbformat.write(made, path)


def test_a_line_of_a_cell(explain: Explain) -> None:
    notebook("n.ipynb", "import asyncio", "def f():\n    asyncio.run(g())\n\nf()")
    assert explain("n.ipynb:cell 3:4:1") == textwrap.dedent(
        """\
        n.ipynb:cell 3:4  f()

        In n (a cell of a notebook: what blocks keeps nobody waiting but the cell), which runs on the event loop.

        f()
          calls n.f, a function (n.ipynb:cell 3:1)
          ASL401 asyncio-run-on-loop: `asyncio.run` cannot run while an event loop is running in this thread: \
it raises RuntimeError [certain]
            n.ipynb:cell 3:4 n    f()
            n.ipynb:cell 3:2 n.f  asyncio.run(g())

        ASL401 asyncio-run-on-loop [error] is reported.
          `f` ends in `asyncio.run(...)`, which cannot run while an event loop is running in this thread: \
it raises RuntimeError; await the coroutine here, or call it from a thread (the cells of a notebook run on a loop)
          No fix: the loop is run in a helper.
        """
    )


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("a.py:2", "a.py:2: there is no code on this line: it is blank"),
        ("a.py:3:5", "a.py:3: there is no code on this line: it is a comment"),
        ("a.py:9", "a.py: there is no line 9: the last one is 6"),
        ("a.py:0", "a.py: there is no line 0: the last one is 6"),
        ("a.py:cell 1:1", "a.py: not a notebook, so it has no cells"),
        ("gone.py:1", "gone.py: no such file or folder"),
        (".:1", ".: a folder, not a file"),
        ("broken.py:1", "broken.py:1: syntax error: invalid syntax"),
        ("n.ipynb:1", "n.ipynb: a line of a notebook is one of a cell: write n.ipynb:cell N:LINE"),
        ("n.ipynb:cell 1:1", "n.ipynb: there is no Python code in a cell 1"),
        ("n.ipynb:cell 2:3", "n.ipynb:cell 2: there is no line 3: the last one is 2"),
        ("n.ipynb:cell 3:1", "n.ipynb:cell 3:1: there is no code on this line: it is a comment"),
    ],
)
def test_a_place_without_code_is_told_in_one_line(
    project: Path, capsys: pytest.CaptureFixture[str], place: str, reason: str
) -> None:
    put({"a.py": "print()\n\n# comment\nx = '''\n# text\n'''\n", "broken.py": "x = = 1\n"})
    notebook("n.ipynb", "x = 1\ny = 2", "# nothing")
    assert cli.main(["explain", place]) == 2
    assert capsys.readouterr() == ("", f"Error: {reason}\n")


def test_a_comment_sign_in_a_string_is_no_comment(explain: Explain) -> None:
    put({"a.py": "x = '''\n# text\n'''\n"})
    assert explain("a.py:2").startswith("a.py:2  # text\n\nAt the top level of a")


def test_what_is_no_place_is_wrong_usage(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "a.py"]) == 2
    assert capsys.readouterr().err.endswith(
        "Error: 'a.py' is no place: write PATH:LINE, or PATH:cell N:LINE in a notebook\n"
    )


# For programs


def test_json_says_the_same(explain: Explain) -> None:
    put(HELPERS)
    told: dict[str, Any] = json.loads(explain("app/helpers.py:8", "--format", "json"))
    at = {"path": "app/helpers.py", "cell": None, "line": 8, "column": 5}
    hop = {**at, "function": "app.helpers.sleepy", "text": "pause(True)"}
    sleep = {"path": "app/helpers.py", "cell": None, "line": 5, "column": 9, "function": "app.helpers.pause"}
    above = {
        "path": "app/main.py",
        "cell": None,
        "line": 5,
        "column": 5,
        "function": "app.main.main",
        "text": "sleepy()",
    }
    assert told == {
        "version": 1,
        "path": "app/helpers.py",
        "cell": None,
        "line": 8,
        "text": "pause(True)",
        "parts": [
            {
                "function": "app.helpers.sleepy",
                "runs": "caller",
                "why": "a function",
                "ways": [[above]],
                "calls": [
                    {
                        **hop,
                        "implicit": None,
                        "meanings": [{"name": "app.helpers.pause", "what": "a function", "place": "app/helpers.py:3"}],
                        "complete": True,
                        "unknown": None,
                        "notes": [],
                        "effects": [
                            {
                                "code": "ASL201",
                                "does": "`time.sleep` puts the whole event loop to sleep",
                                "confidence": "likely",
                                "doubts": ["1 branch inside the helpers need not be taken"],
                                "chain": [hop, {**sleep, "text": "time.sleep(1)"}],
                            }
                        ],
                    }
                ],
            }
        ],
        "findings": [],
        "rules_off": {"ASL208": "it is off by default", "ASL209": "it is off by default"},
        "left_out": None,
        "skipped": False,
    }


def test_json_has_findings_with_their_state(explain: Explain) -> None:
    put({"a.py": SLEEP.format("  # noqa")})
    (told,) = json.loads(explain("a.py:3", "--format", "json"))["findings"]
    assert (told["code"], told["line"], told["state"], told["reason"], told["unfixed"]) == (
        "ASL201",
        3,
        "suppressed",
        "the comment in line 3 says so (no reason given)",
        "",
    )
