"""The report for people, to the character."""

from __future__ import annotations

import dataclasses
import io
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from asynclint.findings import Applicability, Calls, FileError, Finding, Fix, Hop, Location, Report
from asynclint.fixing import Change, Outcome
from asynclint.known import Entry, Known
from asynclint.reports import text
from asynclint.reports.formats import Options
from asynclint.reports.screen import Progress, Screen
from asynclint.reports.source import Sources, excerpt, one_line, printable

Make = Callable[..., Finding]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory and an environment that has no opinion on colours."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def report(*findings: Finding, errors: tuple[FileError, ...] = (), suppressed: tuple[Finding, ...] = ()) -> Report:
    return Report(findings, errors, suppressed, files=3, lines=100)


def written(report: Report, stream: io.StringIO | None = None, **options: object) -> str:
    stream = stream or io.StringIO()
    text.findings(report, stream, Options(**options))  # type: ignore[arg-type]
    return stream.getvalue()


def summed(report: Report) -> str:
    stream = io.StringIO()
    text.summary(report, stream)
    return stream.getvalue()


def test_findings_of_one_cause_are_one_block(finding: Make, project: Path) -> None:
    (project / "app.py").write_text("async def f():\n    helper(1)\n    other()\n")
    chain = (
        Hop("app.py", 2, 5, "app.f", "helper(1)"),
        Hop("lib/deep.py", 10, 1, "lib.deep.helper", "time.sleep(\n  1\n)"),
    )
    first = finding(span=(2, 5, 2, 14), chain=chain, cause="c")
    second = finding("lib/zoo.py", (7, 5, 7, 8), function="lib.zoo.g", chain=chain, cause="c", confidence="likely")
    third = finding("lib/zoo.py", (11, 15, 11, 18), function="lib.zoo.h", chain=chain, cause="c")
    assert written(report(first, second, third)) == (
        "app.py:2:5 ASL201 blocking-sleep [error]\n"
        "  it blocks\n"
        "     2 |     helper(1)\n"
        "       |     ^^^^^^^^^\n"
        "    app.py:2       app.f            helper(1)\n"
        "    lib/deep.py:10 lib.deep.helper  time.sleep( 1 )\n"
        "  `asynclint asyncify lib.deep.helper PATHS` makes the helper asynchronous, if it can be\n"
        "  also reached from:\n"
        "    lib/zoo.py:7:5   lib.zoo.g [likely]\n"
        "    lib/zoo.py:11:15 lib.zoo.h\n"
        "\n"
    )


def test_the_most_harmful_cause_stands_first(finding: Make) -> None:
    hop = Hop("lib.py", 1, 1, "lib.f", "g()")
    short, long = (hop,) * 2, (hop,) * 3
    findings = [
        finding("a.py", severity="info"),
        finding("b.py", severity="warning", confidence="likely"),
        finding("c.py", severity="warning"),
        finding("d.py", chain=long, cause="far"),
        finding("e.py", chain=short, cause="near", confidence="likely"),
        finding("f.py", chain=short, cause="surely"),
        finding("g.py", chain=long, cause="often"),
        finding("h.py", chain=long, cause="often"),
        finding("i.py", chain=short, cause="last of equals"),
    ]
    headers = [line for line in written(report(*findings), show_source=False).splitlines() if " ASL" in line]
    assert [header[0] for header in headers] == ["g", "f", "i", "e", "d", "c", "b", "a"]


def test_without_source(finding: Make, project: Path) -> None:
    (project / "app.py").write_text("x\n")
    assert written(report(finding()), show_source=False) == "app.py:1:1 ASL201 blocking-sleep [error]\n  it blocks\n\n"


@pytest.mark.parametrize("content", [None, b"", b"\n", b"# coding: no-such\nx\nx"])
def test_source_that_is_gone_is_left_out(finding: Make, project: Path, content: bytes | None) -> None:
    if content is not None:
        (project / "app.py").write_bytes(content)
    found = finding(span=(3, 1, 3, 2))
    assert written(report(found)) == "app.py:3:1 ASL201 blocking-sleep [error]\n  it blocks\n\n"


def test_standard_input_is_quoted_from_what_was_read(finding: Make, project: Path) -> None:
    (project / "app.py").write_text("on disk\n")
    assert "     1 | unsaved\n" in written(report(finding()), given={"./app.py": "unsaved\n"})


def test_lines_end_where_python_ends_them(project: Path) -> None:
    (project / "app.py").write_bytes("\ufeffone\ftwo\u2028\r\nthree\rfour\n".encode())
    sources = Sources()
    assert [sources.line("app.py", number) for number in range(7)] == [
        None,
        "one\ftwo\u2028",
        "three",
        "four",
        "",
        None,
        None,
    ]


def test_source_in_its_own_encoding(project: Path) -> None:
    (project / "app.py").write_bytes(b"# coding: latin-1\nx = '\xe9'\n")
    assert Sources().line("app.py", 2) == "x = 'é'"


def marked(line: str, start: int, end: int, limit: int = 80, end_line: int = 1) -> list[str]:
    shown = excerpt(line, Location("app.py", 1, start, end_line, end), limit)
    return [shown.before + shown.marked + shown.after, shown.mark]


def test_span_on_one_line() -> None:
    assert marked("x = sleep(1)  # now", 5, 13) == ["x = sleep(1)  # now", "    ^^^^^^^^"]


def test_span_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    assert marked("x = sleep(  ", 5, 2, end_line=3) == ["x = sleep(", "    ^^^^^^ ... to line 3"]


def test_tabs_wide_and_combining_characters_keep_the_mark_in_place() -> None:
    assert marked("\tx = '日本', e\u0301, sleep()", 15, 22) == [
        "    x = '日本', e\u0301, sleep()",
        " " * 18 + "^^^^^^^",
    ]


def test_a_wide_span_is_marked_to_its_last_cell() -> None:
    assert marked("名前()", 1, 5) == ["名前()", "^^^^^^"]


@pytest.mark.parametrize(("start", "end", "expected"), [(2, 2, " ^"), (9, 12, "   ^"), (3, 1, "  ^")])
def test_a_span_that_is_empty_or_beyond_the_line_still_gets_a_mark(start: int, end: int, expected: str) -> None:
    assert marked("abc", start, end) == ["abc", expected]


def test_a_long_line_is_cut_around_the_span() -> None:
    line = "a" * 100 + "sleep()" + "b" * 100
    assert marked(line, 101, 108, limit=40) == ["..." + "a" * 10 + "sleep()" + "b" * 17 + "...", " " * 13 + "^^^^^^^"]
    assert marked(line, 3, 6, limit=40) == ["a" * 37 + "...", "  ^^^"]


def test_a_long_span_is_cut_and_so_is_its_mark() -> None:
    assert marked("    " + "日" * 100, 5, 105, limit=20) == ["    " + "日" * 6 + "...", "    " + "^" * 12]


def test_a_huge_line_takes_no_time() -> None:
    code, mark = marked("x" * 5_000_000, 4_000_000, 4_000_010)
    assert len(code) <= 80
    assert mark.count("^") == 10


def test_nothing_in_code_steers_the_terminal() -> None:
    assert printable("\x1b[31m\ta\u00a0b\u202ec\ud800\x00") == "\\x1b[31m    a b\\u202ec\\ud800\\x00"


def test_one_line() -> None:
    assert one_line("f(\n    1,\n)", 100) == "f( 1, )"
    assert one_line("abcdefghij", 8) == "abcde..."


def test_markup_is_code(finding: Make, project: Path) -> None:
    (project / "app.py").write_text("x = '[bold]y[/bold]' :smile: [link=x]\n")
    found = finding(message="[red]not red[/red] [/]", function="[b]", chain=())
    for stream in (io.StringIO(), Terminal()):
        output = written(report(found), stream)
        assert "[red]not red[/red] [/]" in output
        assert "= '[bold]y[/bold]' :smile: [link=x]" in output


def test_a_message_stays_on_one_line_where_there_is_no_edge(finding: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    message = "word " * 100 + "end"
    assert f"  {message}\n" in written(report(finding(message=message)))
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert f"  {message}\n" in written(report(finding(message=message)))


def test_a_terminal_has_an_edge(finding: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.setenv("NO_COLOR", "1")
    path = "a/path/that/is/far/too/long/for/it.py"
    assert written(report(finding(path, message="it blocks the loop, so nothing else runs")), Terminal()) == (
        f"{path}:1:1 ASL201 blocking-sleep [error]\n  it blocks the loop, so\n  nothing else runs\n\n"
    )


@pytest.mark.parametrize(
    ("terminal", "environment", "colours"),
    [
        (True, {}, True),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
        (False, {}, False),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (False, {"TTY_COMPATIBLE": "1"}, False),
    ],
)
def test_colours(
    finding: Make, monkeypatch: pytest.MonkeyPatch, terminal: bool, environment: dict[str, str], colours: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    output = written(report(finding()), Terminal() if terminal else io.StringIO())
    assert ("\x1b[" in output) is colours


# -- Links --

LINK = re.compile(r"\x1b\]8;id=\d+;(.*?)\x1b\\(.*?)\x1b\]8;;\x1b\\")
HOST = f"file://{os.uname().nodename}" if hasattr(os, "uname") else "file://"
TERMINAL = {"TMUX": "", "STY": "", "TERM_PROGRAM": "", "VTE_VERSION": "", "WT_SESSION": "", "DOMTERM": ""}


def linked(
    report: Report, monkeypatch: pytest.MonkeyPatch, stream: io.StringIO | None = None, **environment: str
) -> list[tuple[str, str]]:
    """Where the links of a report on a terminal lead, and their texts."""
    for name, value in (TERMINAL | environment).items():
        monkeypatch.setenv(name, value)
    stream = Terminal() if stream is None else stream
    text.errors(report, stream)
    return [(uri, re.sub(r"\x1b\[\d*m", "", shown)) for uri, shown in LINK.findall(written(report, stream))]


def test_places_are_links(finding: Make, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("app.py", "a lib.py", "c.ipynb", "d.py"):
        (project / name).write_text("")
    chain = (Hop("app.py", 2, 5, "app.f", "g()"), Hop("a lib.py", 10, 1, "lib.g", "time.sleep(1)"))
    first = finding(span=(2, 5, 2, 14), chain=chain, cause="c")
    cell = dataclasses.replace(first, location=Location("c.ipynb", 7, 5, 7, 8, cell=3))
    run = report(first, cell, errors=(FileError("d.py", "cannot be parsed", 3), FileError("gone.py", "no such file")))
    assert linked(run, monkeypatch, TERM="xterm-kitty") == [
        (f"{HOST}{project}/d.py#3", "d.py:3"),
        (f"{HOST}{project}/app.py#2", "app.py:2:5"),
        (f"{HOST}{project}/app.py#2", "app.py:2"),
        (f"{HOST}{project}/a%20lib.py#10", "a lib.py:10"),
        (f"{HOST}{project}/c.ipynb", "c.ipynb:cell 3:7:5"),
    ]
    assert linked(run, monkeypatch, TERM="foot")[:2] == [
        (f"{HOST}{project}/d.py", "d.py:3"),
        (f"{HOST}{project}/app.py", "app.py:2:5"),
    ]


@pytest.mark.parametrize(
    ("environment", "has_links"),
    [
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "alacritty"}, True),
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"VTE_VERSION": "7603"}, True),
        ({"VTE_VERSION": "5004"}, False),
        ({"VTE_VERSION": "new"}, False),
        ({"WT_SESSION": "1-2"}, True),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM_PROGRAM": "vscode", "VTE_VERSION": "7603"}, False),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux-0/default,1,0"}, False),
        ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb", "WT_SESSION": "1-2"}, False),
    ],
)
def test_which_terminals_have_links(
    finding: Make, project: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], has_links: bool
) -> None:
    (project / "app.py").write_text("")
    assert bool(linked(report(finding()), monkeypatch, **environment)) is has_links


def test_what_is_no_terminal_has_no_links(finding: Make, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "app.py").write_text("")
    assert linked(report(finding()), monkeypatch, io.StringIO(), TERM="xterm-kitty", FORCE_COLOR="1") == []


def test_statistics(finding: Make) -> None:
    findings = [
        finding(cause="1"),
        finding("b.py", cause="1"),
        finding("c.py", cause="2"),
        finding("d.py", code="ASL101", name="unawaited-coroutine"),
    ]
    assert written(report(*findings), statistics=True).endswith(
        "\n\n"
        "code    name                 findings  causes\n"
        "ASL201  blocking-sleep              3       2\n"
        "ASL101  unawaited-coroutine         1       1\n"
        "\n"
    )
    assert written(report(), statistics=True) == ""


def test_statistics_list_what_could_not_be_resolved() -> None:
    names = (("client.get", 12), ("f().g", 2), *((f"n{number:02}", 1) for number in range(30)))
    found = Report((), (), calls=Calls(100, 56, names))
    lines = written(found, statistics=True).splitlines()
    assert lines[:4] == ["not resolved  calls", "client.get       12", "f().g             2", "n00               1"]
    assert lines[-2:] == ["n17               1", ""]
    assert written(found) == ""


def test_suppressed(finding: Make) -> None:
    run = report(suppressed=(finding(reason="start-up [i]only[/i]"), finding("b.py", reason="")))
    assert written(run) == ""
    assert written(run, show_suppressed=True) == (
        "Suppressed: 2\n"
        "  app.py:1:1 ASL201 blocking-sleep: start-up [i]only[/i]\n"
        "  b.py:1:1 ASL201 blocking-sleep: (no reason given)\n"
        "\n"
    )


def test_known(finding: Make) -> None:
    run = dataclasses.replace(report(), known=(dataclasses.replace(finding(), known="m\x1bain"),))
    assert written(run) == ""
    assert written(run, show_suppressed=True) == "Known: 1\n  app.py:1:1 ASL201 blocking-sleep: m\\x1bain\n\n"


def test_what_it_was_compared_with(finding: Make, project: Path) -> None:
    def compared(*names: str, tell_gone: bool = True) -> str:
        entries = tuple(Entry(f"{name}.py", "ASL201", "app.f", "f1") for name in names)
        known = Known("o\x1bld.json", project, entries, frozenset([str(project)]), can_be_pruned=True)
        past = Known("main", project, entries, frozenset([str(project)]))
        stream = io.StringIO()
        text.compared(known.hide(report(finding())), (known, past), stream, tell_gone=tell_gone)
        return stream.getvalue()

    assert compared() == "No findings known from o\\x1bld.json.\nNo findings known from main.\n"
    assert compared("app") == "1 finding known from o\\x1bld.json.\nNo findings known from main.\n"
    assert compared("app", "b", tell_gone=False) == compared("app")
    assert compared("app", "b").splitlines() == [
        "1 finding known from o\\x1bld.json.",
        "1 entry no longer occurs; `asynclint baseline prune` takes it out.",
        "No findings known from main.",
    ]
    assert "2 entries no longer occur; `asynclint baseline prune` takes them out.\n" in compared("app", "b", "c")


def test_errors() -> None:
    stream = io.StringIO()
    text.errors(report(errors=(FileError("a.py", "cannot be parsed", 3), FileError("b\n.py", "no such file"))), stream)
    assert stream.getvalue() == "a.py:3: error: cannot be parsed\nb\\n.py: error: no such file\n"


def test_summary(finding: Make) -> None:
    many = report(finding(cause="1"), finding("b.py", cause="1"), finding("c.py", severity="info"))
    assert summed(many) == "Found 3 findings (2 causes): 2 errors, 0 warnings, 1 info in 3 files.\n"
    one = Report((finding(severity="warning"),), (), (finding(reason=""),), files=1)
    assert summed(one) == "Found 1 finding (1 cause): 0 errors, 1 warning, 0 info in 1 file.\n1 finding suppressed.\n"
    counted = dataclasses.replace(report(), calls=Calls(12345, 9999))
    assert summed(counted) == "No findings in 3 files.\nResolved 80 % of 12,345 calls in async code.\n"
    single = dataclasses.replace(report(), calls=Calls(1, 1))
    assert summed(single) == "No findings in 3 files.\nResolved 100 % of 1 call in async code.\n"
    assert summed(report(errors=(FileError("a", "b"),))) == "No findings in 3 files.\n1 path could not be linted.\n"


def test_a_screen_survives_a_very_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "5")
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    Screen(stream).print([("          deep and long",)])
    assert stream.getvalue() == "          deep and long\n"


def test_progress_is_silent_until_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("asynclint.reports.screen.time.monotonic", lambda: now)
    stream = Terminal()
    progress = Progress(stream)
    progress("reading", 1, 10)
    assert stream.getvalue() == ""
    now = 1.5
    progress("reading", 5, 10)
    progress("linting", 1, 2)
    progress.close()
    assert "reading" in stream.getvalue()
    assert stream.getvalue().endswith("\x1b[1A\x1b[2K")  # the line is cleared


# -- Fixes --


def with_fix(found: Finding, kind: str = "safe") -> Finding:
    return dataclasses.replace(found, fix=Fix(Applicability(kind), "await it"))


@pytest.mark.parametrize(
    ("kind", "confidence", "nature"),
    [
        ("safe", "certain", "[error, fixable]"),
        ("unsafe", "certain", "[error, unsafe fix]"),
        ("safe", "likely", "[error, likely, fixable]"),
        (None, "certain", "[error]"),
    ],
)
def test_a_finding_that_can_be_mended_is_marked(finding: Make, kind: str | None, confidence: str, nature: str) -> None:
    found = finding(confidence=confidence)
    shown = written(report(found if kind is None else with_fix(found, kind)))
    assert shown.splitlines()[0] == f"app.py:1:1 ASL201 blocking-sleep {nature}"


def test_of_others_of_a_cause_the_mark_is_told_where_it_differs(finding: Make) -> None:
    hop = Hop("lib.py", 1, 1, "lib.f", "g()")
    findings = [
        with_fix(finding(chain=(hop,), cause="c")),
        with_fix(finding("b.py", chain=(hop,), cause="c", function="b.f"), "unsafe"),
        with_fix(finding("c.py", chain=(hop,), cause="c", function="c.f")),
    ]
    lines = written(report(*findings), show_source=False).splitlines()
    assert lines[-3:-1] == ["    b.py:1:1 b.f [unsafe fix]", "    c.py:1:1 c.f"]


def test_asyncify_is_offered_for_a_helper_that_has_no_other_fix(finding: Make) -> None:
    hop = Hop("lib.py", 1, 1, "lib.f", "g()")
    offer = "  `asynclint asyncify lib.f PATHS` makes the helper asynchronous, if it can be\n"
    through = finding(chain=(hop, hop), cause="c")
    assert offer in written(report(through))
    assert "asyncify" not in written(report(with_fix(through, "unsafe")))
    assert "asyncify" not in written(report(finding(chain=(hop,), cause="c")))
    assert "asyncify" not in written(report(finding(chain=(hop, hop), cause="c", code="ASL401")))
    made = Hop("lib.py", 1, 1, "lib.C.__init__", "g()")
    assert "asyncify" not in written(report(finding(chain=(hop, made), cause="c")))


@pytest.mark.parametrize(
    ("kinds", "unsafe_fixes", "line"),
    [
        ([None], False, ""),
        (["safe"], False, "--fix would mend 1 of them.\n"),
        (["safe", None, "safe"], False, "--fix would mend 2 of them.\n"),
        (["unsafe"], False, "--fix --unsafe-fixes would mend 1 of them.\n"),
        (["safe", "unsafe", "unsafe"], False, "--fix would mend 1 of them, --fix --unsafe-fixes 2 more.\n"),
        (["safe", "unsafe", "unsafe"], True, "--fix would mend 3 of them.\n"),
        (["unsafe", None], True, "--fix would mend 1 of them.\n"),
        ([None], True, ""),
    ],
)
def test_the_sum_tells_what_can_be_mended(
    finding: Make, kinds: list[str | None], unsafe_fixes: bool, line: str
) -> None:
    findings = [
        finding(f"{n}.py") if kind is None else with_fix(finding(f"{n}.py"), kind) for n, kind in enumerate(kinds)
    ]
    stream = io.StringIO()
    text.summary(report(*findings), stream, unsafe_fixes)
    assert "".join(stream.getvalue().splitlines(keepends=True)[1:]) == line


def outcome(fixed: tuple[Finding, ...] = (), dropped: tuple[tuple[Finding, str], ...] = (), files: int = 1) -> Outcome:
    changes = tuple(Change(f"{number}.py", "a", "b", b"a") for number in range(files))
    return Outcome(report(), report(), changes, fixed, dropped, ())


def told(outcome: Outcome, **options: bool) -> str:
    stream = io.StringIO()
    text.mended(outcome, stream, **options)
    return stream.getvalue()


def test_what_was_mended(finding: Make) -> None:
    assert told(outcome((finding(),))) == "Fixed 1 finding in 1 file.\n"
    assert told(outcome((finding(), finding()), files=2)) == "Fixed 2 findings in 2 files.\n"
    assert told(outcome((finding(),)), would=True) == "Would fix 1 finding in 1 file.\n"
    assert told(outcome(files=0)) == "Fixed nothing.\n"
    assert told(outcome(files=0), would=True) == "Would fix nothing.\n"


def test_what_was_silenced(finding: Make) -> None:
    def told(outcome: Outcome, **options: bool) -> str:
        stream = io.StringIO()
        text.silenced(outcome, stream, **options)
        return stream.getvalue()

    assert told(outcome((finding(),), ((finding(), "why"),))) == (
        "app.py:1:1 ASL201: not silenced: why\nSilenced 1 finding in 1 file.\n"
    )
    assert told(outcome((finding(),)), would=True) == "Would silence 1 finding in 1 file.\n"


def test_what_was_dropped_and_why(finding: Make) -> None:
    dropped = ((finding("a\x1b.py", (3, 5, 3, 9)), "the fixed file would not compile"),)
    assert told(outcome((finding(),), dropped)) == (
        "a\\x1b.py:3:5 ASL201: not fixed: the fixed file would not compile\nFixed 1 finding in 1 file.\n"
    )
