"""Evidence meets findings: verdicts, what no finding speaks of, runs that were elsewhere, the allow-list."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from asynclint import cli, verdicts
from asynclint.allowances import Allowance
from asynclint.codes import ROWS
from asynclint.findings import Report, Verdict
from asynclint.runtime.evidence import Evidence, digest
from asynclint.runtime.frames import Place
from asynclint.verdicts import Joined

APP = """\
import asyncio
import time


def pause():
    time.sleep(0.2)


async def main():
    time.sleep(1)
    pause()
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("cancelled")
    print("on")


async def other():
    time.sleep(2)
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(APP)
    return tmp_path / "app.py"


def place(path: Path, line: int, function: str = "main") -> dict[str, Any]:
    return {"path": str(path), "line": line, "function": function}


def blocked(path: Path, line: int, *around: tuple[int, str], function: str = "main", **more: Any) -> dict[str, Any]:
    stack = [place(path, line, function), *(place(path, *each) for each in around)]
    return {"kind": "blocked", "place": stack[0], "stack": stack, "duration": 0.25, "time": 1.0, **more}


def imported(path: Path, *watched: int) -> dict[str, Any]:
    return {"kind": "imported", "path": str(path), "digest": digest(str(path)), "watched": list(watched)}


def ran(path: Path, line: int) -> dict[str, Any]:
    return {"kind": "ran", "path": str(path), "line": line}


def run(folder: Path, *records: dict[str, Any], cwd: str = "/nowhere") -> verdicts.Run:
    folder.mkdir(exist_ok=True)
    lines = [{"kind": "start", "version": 1, "cwd": cwd}, *records]
    (folder / "1-1.evidence.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return verdicts.load(folder)


def linted() -> Report:
    from asynclint import engine, settings

    return engine.lint(["app.py"], settings.load(Path.cwd(), ROWS, isolated=True), jobs=1)


def told(joined: Joined) -> dict[tuple[str, int], tuple[Verdict, int, float, float]]:
    return {
        (each.code, each.location.line): (
            each.runtime.verdict,
            each.runtime.count,
            each.runtime.worst,
            each.runtime.total,
        )
        for each in joined.report.findings
        if each.runtime is not None
    }


def only(verdict: Verdict) -> tuple[Verdict, int, float, float]:
    return verdict, 0, 0.0, 0.0


def test_every_verdict(app: Path) -> None:
    seen = run(
        app.parent / "e",
        imported(app, 10, 11, 14, 20),
        ran(app, 10),
        ran(app, 11),
        ran(app, 14),
        blocked(app, 10),
        blocked(app, 10, duration=0.5, count=3, total=1.0),
        blocked(app, 6, (11, "main"), function="pause"),
    )
    joined = verdicts.join(linted(), seen)
    assert told(joined) == {
        ("ASL201", 10): (Verdict.CONFIRMED, 4, 0.5, 1.25),
        ("ASL201", 11): (Verdict.CONFIRMED, 1, 0.25, 0.25),
        ("ASL501", 14): only(Verdict.RAN_UNSEEN),
        ("ASL201", 20): only(Verdict.NEVER_RAN),
    }
    (finding,) = (each for each in joined.report.findings if each.location.line == 11)
    assert finding.runtime is not None
    assert finding.runtime.stack == (f"{app}:6 pause", f"{app}:11 main")
    assert joined.unforeseen == ()


def test_a_file_that_was_not_imported(app: Path) -> None:
    assert set(told(verdicts.join(linted(), run(app.parent / "e"))).values()) == {only(Verdict.NEVER_IMPORTED)}


def test_lines_that_nobody_watched(app: Path) -> None:
    joined = verdicts.join(linted(), run(app.parent / "e", imported(app)))
    assert set(told(joined).values()) == {only(Verdict.UNSEEN)}


def test_evidence_of_old_code_is_not_used(app: Path) -> None:
    seen = run(app.parent / "e", imported(app, 10), ran(app, 10), blocked(app, 10), blocked(app, 3))
    app.write_text(APP + "\n")
    joined = verdicts.join(linted(), seen)
    assert set(told(joined).values()) == {only(Verdict.OUTDATED)}
    assert (joined.unforeseen, joined.outdated) == ((), (str(app),))


def test_a_stack_through_old_code_is_not_used(app: Path) -> None:
    helper = app.with_name("helper.py")
    helper.write_text("import time\n\ndef rest():\n    time.sleep(1)\n")
    record = {**blocked(helper, 4, function="rest"), "stack": [place(helper, 4, "rest"), place(app, 11)]}
    seen = run(app.parent / "e", imported(app, 11), imported(helper), ran(app, 11), record)
    assert told(verdicts.join(linted(), seen))["ASL201", 11][0] is Verdict.CONFIRMED
    app.write_text("# moved\n" + APP)
    joined = verdicts.join(linted(), seen)
    assert set(told(joined).values()) == {only(Verdict.OUTDATED)}
    assert joined.unforeseen == ()


@pytest.mark.parametrize(
    ("record", "line"),
    [
        ({"kind": "cancel-swallowed", "handlers": [{"line": 14}], "place": {"line": 99}}, 14),
        ({"kind": "cancel-swallowed", "about": {"line": 9}, "place": {"line": 99}}, 14),
        ({"kind": "timeout-swallowed", "place": {"line": 99}}, 14),
        ({"kind": "cpu", "place": {"line": 10}}, 10),
        ({"kind": "blocking-call", "place": {"line": 10}}, 10),
        ({"kind": "never-awaited", "place": {"line": 10}}, None),
        ({"kind": "cancel-swallowed", "handlers": [{"line": 10}], "about": {"line": 9}, "place": {"line": 99}}, None),
        ({"kind": "starved", "place": {"line": 10}}, None),
    ],
)
def test_which_evidence_confirms_which_finding(app: Path, record: dict[str, Any], line: int | None) -> None:
    for key in ("place", "about"):
        if key in record:
            record[key] = place(app, record[key]["line"])
    record["handlers"] = [place(app, each["line"]) for each in record.get("handlers", [])]
    joined = verdicts.join(linted(), run(app.parent / "e", imported(app), record))
    confirmed = [each.location.line for each in joined.report.findings if each.runtime and each.runtime.count]
    assert confirmed == ([] if line is None else [line])


def test_a_short_call_that_confirms_nothing_is_nothing(app: Path) -> None:
    """A line is flagged for another reason, and the machine was busy."""
    calls = [{"kind": "blocking-call", "place": place(app, line), "duration": 0.002, "time": 1.0} for line in (10, 14)]
    joined = verdicts.join(linted(), run(app.parent / "e", imported(app), *calls))
    assert told(joined)["ASL201", 10] == (Verdict.CONFIRMED, 1, 0.002, 0.002)
    assert told(joined)["ASL501", 14][0] is not Verdict.CONFIRMED
    assert joined.unforeseen == ()
    assert [each.place.line for each in joined.evidence if each.place is not None] == [10]


def test_what_no_finding_speaks_of(app: Path) -> None:
    joined = verdicts.join(
        linted(),
        run(
            app.parent / "e",
            imported(app),
            {"kind": "wrong-thread", "place": place(app, 16), "detail": "call_soon"},
            blocked(app, 16),
            blocked(app, 16, duration=0.5, count=2, total=0.9),
            {"kind": "nested-run", "place": place(app, 15)},
            {"kind": "never-awaited", "place": place(app, 15)},
            {"kind": "never-awaited", "place": place(app, 16)},
            {"kind": "never-awaited-mock", "place": place(app, 16)},
            {"kind": "congested", "place": place(app, 16), "duration": 1.0},
            {"kind": "exempt", "place": place(app, 16), "duration": 1.0},
        ),
    )
    assert [
        (each.code, each.evidence.kind, each.count, each.evidence.duration, each.total) for each in joined.unforeseen
    ] == [
        ("ASL101", "never-awaited", 1, 0.0, 0.0),
        ("ASL2", "blocked", 3, 0.5, 1.15),
        ("ASL401", "nested-run", 1, 0.0, 0.0),
        ("", "wrong-thread", 1, 0.0, 0.0),
    ]


def test_only_what_is_confirmed(app: Path) -> None:
    joined = verdicts.join(linted(), run(app.parent / "e", imported(app), blocked(app, 10)), only_confirmed=True)
    assert [each.location.line for each in joined.report.findings] == [10]


# -- A run that was elsewhere


def test_a_run_in_a_container(app: Path) -> None:
    there = Path("/srv/container/app.py")
    records = [{**imported(app, 10, 20), "path": str(there)}, ran(there, 10), blocked(there, 10), blocked(there, 16)]
    joined = verdicts.join(linted(), run(app.parent / "e", *records))
    assert told(joined)["ASL201", 10] == (Verdict.CONFIRMED, 1, 0.25, 0.25)
    assert told(joined)["ASL201", 20] == only(Verdict.NEVER_RAN)
    assert [str(each.evidence.place.path) for each in joined.unforeseen if each.evidence.place] == [str(app)]


def test_other_files_of_the_container_are_found_beside_those_of_the_same_content(app: Path) -> None:
    (app.parent / "pkg").mkdir()
    helper = app.parent / "pkg" / "helper.py"
    helper.write_text("import time\n\n\ndef f():\n    time.sleep(1)\n")
    there = Path("/srv/container")
    records = [
        {**imported(app), "path": str(there / "app.py")},
        {**imported(helper), "path": str(there / "pkg" / "helper.py")},
        {"kind": "task-dropped", "place": place(there / "pkg" / "helper.py", 5, "f")},
    ]
    joined = verdicts.join(linted(), run(app.parent / "e", *records))
    assert [each.evidence.place and each.evidence.place.path for each in joined.unforeseen] == [str(helper)]
    helper.write_text("")
    again = verdicts.join(linted(), verdicts.load(app.parent / "e"))
    assert (again.unforeseen, again.outdated) == ((), (str(helper),))


def test_a_changed_file_is_found_below_the_working_directory(app: Path) -> None:
    there = Path("/srv/container/app.py")
    records = [{**imported(app), "path": str(there), "digest": "0"}, blocked(there, 10)]
    joined = verdicts.join(linted(), run(app.parent / "e", *records, cwd="/srv/container"))
    assert told(joined)["ASL201", 10] == only(Verdict.OUTDATED)


def test_a_run_of_another_program(app: Path) -> None:
    there = Path("/srv/other/main.py")
    records = [{"kind": "imported", "path": str(there), "digest": "0"}, blocked(there, 10)]
    joined = verdicts.join(linted(), run(app.parent / "e", *records))
    assert set(told(joined).values()) == {only(Verdict.NEVER_IMPORTED)}
    assert (joined.unforeseen, joined.outdated) == ((), (str(there),))


# -- Damaged evidence


def test_what_is_damaged_is_told(app: Path) -> None:
    run(app.parent / "e", imported(app), blocked(app, 10))
    with (app.parent / "e" / "1-1.evidence.jsonl").open("a") as file:
        file.write('{"kind": "blocked", "place": 3}\n[[[\n{"kind": "imported", "path": 3, "watched": "x"}\n')
        file.write(json.dumps({"kind": "imported", "path": "/x", "watched": [1, "x", None]}) + "\n")
    found = verdicts.load(app.parent / "e")
    assert found.faults == ["2 damaged records of 1-1.evidence.jsonl left out"]
    assert found.watched == {("/x", 1)}
    assert verdicts.join(linted(), found).faults == tuple(found.faults)


@pytest.mark.parametrize("path", ["/dev/zero", "\0", "\ud800", "/", ""])
def test_paths_that_are_no_files(app: Path, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(
        app.parent / "e",
        {"kind": "imported", "path": path, "digest": "0", "watched": [1]},
        {"kind": "ran", "path": path, "line": 1},
        {"kind": "blocked", "place": {"path": path, "line": 1, "function": "f"}, "duration": 1.0, "time": 1.0},
        imported(app),
        blocked(app, 10),
        cwd=path,
    )
    (app.parent / "asynclint.toml").write_text('[[runtime.allow]]\ncall = "x"\nin = "*"\nreason = "y"')
    arguments = ["app.py", "--evidence", "e", "--only-confirmed", "--html", "page.html", "--trace", "trace.json"]
    assert cli.main(arguments) == 1
    captured = capsys.readouterr()
    assert captured.out.startswith("app.py:10:5 ASL201 blocking-sleep [error, confirmed 1 time, ")
    assert captured.err == ""


# -- The allow-list


@pytest.mark.parametrize(
    ("call", "where", "is_allowed"),
    [
        ("time.sleep", "app.py", True),
        ("time.*", "*", True),
        ("blocked", "app.main", True),
        ("pause", "main", True),
        ("app.pause", "app.py", True),
        ("sleep", "*", False),
        ("time.sleep", "other.py", False),
        ("cpu", "*", False),
    ],
)
def test_what_an_entry_is_about(app: Path, call: str, where: str, is_allowed: bool) -> None:
    seen = run(app.parent / "e", imported(app), blocked(app, 6, (11, "main"), function="pause", count=2))
    joined = verdicts.join(linted(), seen, allow=[Allowance(call, where, "known")], root=app.parent)
    assert (told(joined)["ASL201", 11][0] is not Verdict.CONFIRMED) is is_allowed
    assert [(used.count, used.expired) for used in joined.allowed] == [(2 if is_allowed else 0, False)]


@pytest.mark.parametrize(
    ("path", "where", "is_allowed"),
    [
        ("/r/src/myapp/startup.py", "f", True),
        ("/r/src/myapp/startup.py", "startup.f", True),
        ("/r/src/myapp/startup.py", "myapp.startup.f", True),
        ("/r/src/myapp/startup.py", "myapp.startup.*", True),
        ("/r/src/myapp/startup.py", "app.startup.f", False),
        ("/r/src/myapp/startup.py", "src/myapp/*", True),
        ("/r/myapp/__init__.py", "myapp.f", True),
    ],
)
def test_where_an_entry_is_about(path: str, where: str, is_allowed: bool) -> None:
    seen = Evidence("blocked", Place(path, 3, "f"))
    assert Allowance("blocked", where, "known").covers(seen, Path("/r")) is is_allowed


def test_an_entry_that_is_over_allows_nothing(app: Path) -> None:
    entry = Allowance("time.sleep", "*", "until the new client is there", datetime.date(2020, 1, 31))
    seen = run(app.parent / "e", imported(app), blocked(app, 10))
    joined = verdicts.join(linted(), seen, allow=[entry])
    assert told(joined)["ASL201", 10][0] is Verdict.CONFIRMED
    assert [(used.count, used.expired) for used in joined.allowed] == [(0, True)]
    assert not entry.is_expired(datetime.date(2020, 1, 31))
    assert not replace(entry, expires=None).is_expired(datetime.date(2999, 1, 1))


def test_the_report_of_a_run(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (app.parent / "asynclint.toml").write_text(
        """
        [[runtime.allow]]
        call = "time.sleep"
        in = "app.other"
        reason = "it is the last one"

        [[runtime.allow]]
        call = "task-dropped"
        in = "*"
        reason = "they are short"
        expires = 2020-01-31

        [[runtime.allow]]
        call = "print"
        in = "app.py"
        reason = "a terminal"
        """
    )
    run(
        app.parent / "e",
        imported(app, 10, 11, 14, 20),
        ran(app, 10),
        blocked(app, 10, count=3, total=0.75),
        blocked(app, 16),
        blocked(app, 20, function="other"),
        {"kind": "wrong-thread", "place": place(app, 3), "detail": "`call_soon` in\x1b[2J a thread"},
    )
    assert cli.main(["app.py", "--evidence", "e", "--only-confirmed", "--no-show-source"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("app.py:10:5 ASL201 blocking-sleep [error, confirmed 3 times, 0.25 s at worst, fixable]\n")
    assert out.partition("\n\n")[2].startswith(
        "Not found statically:\n"
        "  app.py:3 wrong-thread 1 time, in main: `call_soon` in\\x1b[2J a thread\n"
        "Allowed:\n"
        "  time.sleep in app.other (it is the last one): 1 time\n"
        "  task-dropped in * (they are short): expired on 2020-01-31, and allows nothing any more\n"
        "  print in app.py (a terminal): 1 time\n"
    )
    assert cli.main(["app.py", "--evidence", "e", "--only-confirmed", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["run"] == {
        "unforeseen": [
            {
                "code": None,
                "kind": "wrong-thread",
                "path": "app.py",
                "line": 3,
                "function": "main",
                "detail": "`call_soon` in\x1b[2J a thread",
                "count": 1,
                "worst": 0.0,
                "total": 0.0,
                "stack": [],
            }
        ],
        "allowed": [
            {
                "call": "time.sleep",
                "in": "app.other",
                "reason": "it is the last one",
                "expires": None,
                "expired": False,
                "count": 1,
            },
            {
                "call": "task-dropped",
                "in": "*",
                "reason": "they are short",
                "expires": "2020-01-31",
                "expired": True,
                "count": 0,
            },
            {"call": "print", "in": "app.py", "reason": "a terminal", "expires": None, "expired": False, "count": 1},
        ],
        "outdated": [],
        "faults": [],
    }
    assert cli.main(["app.py", "--evidence", "e", "--only-confirmed", "--format", "sarif"]) == 1
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert result["properties"]["runtime"] == {
        "verdict": "confirmed",
        "count": 3,
        "worst": 0.25,
        "total": 0.75,
        "stack": [f"{app}:10 main"],
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("runtime = 3", "runtime: expected a table, got an integer"),
        ("[runtime]\nallowed = []", "runtime: there is no key 'allowed'; did you mean 'allow'?"),
        ("[runtime]\nallow = 3", "runtime.allow: expected a list of tables, got an integer"),
        ("[runtime]\nallow = [3]", "runtime.allow: expected a list of tables, got a list with an integer"),
        ("[[runtime.allow]]\ncall = 'x'\nin = '*'", "runtime.allow: an entry has no 'reason'"),
        ("[[runtime.allow]]\ncal = 'x'", "runtime.allow: there is no key 'cal'; did you mean 'call'?"),
        (
            "[[runtime.allow]]\ncall = 'x'\nin = '*'\nreason = ' '",
            "runtime.allow: reason: expected some text, got none",
        ),
        ("[[runtime.allow]]\ncall = 'x'\nin = 1\nreason = 'y'", "runtime.allow: in: expected a string, got an integer"),
        (
            "[[runtime.allow]]\ncall = 'x'\nin = '*'\nreason = 'y'\nexpires = 'soon'",
            "runtime.allow: expires: expected a date like 2027-01-31",
        ),
    ],
)
def test_mistakes_in_the_allow_list(app: Path, capsys: pytest.CaptureFixture[str], text: str, message: str) -> None:
    (app.parent / "asynclint.toml").write_text(text)
    assert cli.main(["app.py"]) == 2
    assert capsys.readouterr().err == f"Error: {app.parent / 'asynclint.toml'}: {message}\n"
