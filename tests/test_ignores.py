"""Comments that silence findings: where they go, and that they do what they should."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asynclint import cli, ignores, suppressions
from asynclint.codemods.apply import compiles, edited
from asynclint.findings import Confidence, FileError, Finding, Location, Report, Severity, Suppression

COMMENT = "# asynclint: ignore[ASL201]"


def commented(text: str, line: int, *codes: str, reason: str = "") -> str:
    return edited(text, [ignores.comment_edit(text, line, codes or ("ASL201",), reason)])


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("a()\nb()\n", 1, f"a()  {COMMENT}\nb()\n"),
        ("a()\nb()", 2, f"a()\nb()  {COMMENT}"),
        ("a()  \t\r\nb()\r\n", 1, f"a()  {COMMENT}\r\nb()\r\n"),
        ("a()\rb()\r", 2, f"a()\rb()  {COMMENT}\r"),
        ("a(\n    b,\n    c,\n)\n", 2, f"a(\n    b,  {COMMENT}\n    c,\n)\n"),
        ("a(b,  # one\n  c)\n", 1, f"a(b,  # one  {COMMENT}\n  c)\n"),
        ("a()  # noqa: E501\n", 1, f"a()  # noqa: E501  {COMMENT}\n"),
        ("a() + \\\n    b()\n", 1, f"a() + \\\n    b()  {COMMENT}\n"),
        ("a('''x\ny''', b)\n", 1, f"a('''x\ny''', b)  {COMMENT}\n"),
        ("a('''x\ny''',\n  b)\n", 1, f"a('''x\ny''',\n  b)  {COMMENT}\n"),
        ("a(f'''{\nb()}''',\n  c)\n", 2, f"a(f'''{{\nb()}}''',  {COMMENT}\n  c)\n"),
        ("a(f'''{\nb()}''',\n  c)\n", 1, f"a(f'''{{\nb()}}''',\n  c)  {COMMENT}\n"),
        ("a('''x\ny''',\n  b)\n", 2, f"a('''x\ny''',  {COMMENT}\n  b)\n"),
        ("a = {\n  b: '#',\n}\n", 2, f"a = {{\n  b: '#',  {COMMENT}\n}}\n"),
        ("a(b \\\n  ,\n  c)\n", 1, f"a(b \\\n  ,\n  c)  {COMMENT}\n"),
        ("if a():\n    b()\n", 1, f"if a():  {COMMENT}\n    b()\n"),
        ("@a()\n@b\nasync def f(\n  x\n): pass\n", 1, f"@a()  {COMMENT}\n@b\nasync def f(\n  x\n): pass\n"),
        ("@a()\n@b\nasync def f(\n  x\n): pass\n", 3, f"@a()\n@b\nasync def f(  {COMMENT}\n  x\n): pass\n"),
        ("a(); b()\n", 1, f"a(); b()  {COMMENT}\n"),
        ("größe()  # ü\n", 1, f"größe()  # ü  {COMMENT}\n"),
    ],
)
def test_where_the_comment_goes(text: str, line: int, expected: str) -> None:
    assert commented(text, line) == expected
    assert suppressions.parse(expected).silences("ASL201", "blocking-sleep", line) is not None


@pytest.mark.parametrize(
    ("comment", "reason", "expected"),
    [
        ("# asynclint: ignore[ASL501]", "", "# asynclint: ignore[ASL501, ASL201]"),
        ("# asynclint: ignore[ASL501]", "new", "# asynclint: ignore[ASL501, ASL201] new"),
        ("# asynclint: ignore[ASL501] old", "", "# asynclint: ignore[ASL501, ASL201] old"),
        ("# asynclint: ignore[ASL501] old", "new", "# asynclint: ignore[ASL501, ASL201] old; new"),
        ("# asynclint: ignore[ASL501] new", "new", "# asynclint: ignore[ASL501, ASL201] new"),
        ("# asynclint: ignore[ASL5]  old  # noqa", "", "# asynclint: ignore[ASL5, ASL201] old  # noqa"),
        ("# x # asynclint:ignore [ ASL5,b ]", "", "# x # asynclint:ignore [ASL5, b, ASL201]"),
        ("# asynclint: ignore[]", "", "# asynclint: ignore[ASL201]"),
        ("# asynclint: ignore[ASL201]", "", "# asynclint: ignore[ASL201]"),
        ("# noqa: ASL501", "new", "# noqa: ASL501  # asynclint: ignore[ASL201] new"),
        ("# asynclint: ignored[ASL501]", "", "# asynclint: ignored[ASL501]  # asynclint: ignore[ASL201]"),
    ],
)
def test_a_comment_that_is_there_gets_the_code(comment: str, reason: str, expected: str) -> None:
    after = commented(f"a()  {comment}\nb()\n", 1, reason=reason)
    assert after == f"a()  {expected}\nb()\n"


def test_of_several_comments_the_next_one_gets_the_code() -> None:
    text = "a(  # asynclint: ignore[A1]\n  b,\n  c,  # asynclint: ignore[C1]\n)\n"
    assert commented(text, 1, "ASL201") == text.replace("[A1]", "[A1, ASL201]")
    assert commented(text, 2, "ASL201") == text.replace("[C1]", "[C1, ASL201]")
    assert commented(text, 4, "ASL201") == text.replace("[A1]", "[A1, ASL201]")


def test_codes_are_sorted_and_the_reason_stands_behind_them() -> None:
    assert commented("a()\n", 1, "ASL501", "ASL201", reason="why") == "a()  # asynclint: ignore[ASL201, ASL501] why\n"
    found = suppressions.parse("a()  # asynclint: ignore[ASL201, ASL501] why\n")
    assert found.silences("ASL501", "x", 1) == Suppression(1, "why")


@pytest.mark.parametrize("line", [0, 3, -1])
def test_a_line_that_is_not_there(line: int) -> None:
    with pytest.raises(ValueError, match=rf"^there is no line {line}$"):
        ignores.comment_edit("a()\n", line, ("ASL201",))


LINES = st.sampled_from(
    [
        "a()", "if a():\n    pass", "a(\n  b,\n)", "a(b) + \\\n  c", "'''x\n# y'''", "f'''{\na}''' + b", "x = [  # c\n  1,\n]",
        "a()  # noqa", "a()  # asynclint: ignore[ASL5] x", "@a\ndef f(\n  b): pass", "", "# c", "a('\\\n', b,\n'''\n''')",
        "a(); b()",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(LINES, min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]), st.data())
def test_whatever_the_line_its_finding_is_silenced(parts: list[str], line_end: str, data: st.DataObject) -> None:
    text = line_end.join("\n".join(parts).split("\n"))
    line = data.draw(st.integers(1, text.count("\n") + 1))
    after = commented(text, line)
    assert compiles(after)
    assert after.count("\n") == text.count("\n")
    assert suppressions.parse(after).silences("ASL201", "blocking-sleep", line) is not None


# The command


SLEEPS = "import time\n\nasync def f():\n    time.sleep(\n        1)\n    time.sleep(2)  # noqa: E501\n"
SILENT = (
    "import time\n\nasync def f():\n    time.sleep(  # asynclint: ignore[ASL201] start-up only\n        1)\n"
    "    time.sleep(2)  # noqa: E501  # asynclint: ignore[ASL201] start-up only\n"
)


def test_findings_are_silenced_with_the_reason(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.py").write_text(SLEEPS + "    open('x')\n")
    options = ["--isolated", "--select", "ASL2"]
    assert cli.main([*options, "--add-ignores", "blocking-sleep", "--reason", "start-up only"]) == 1
    assert (project / "a.py").read_text() == SILENT + "    open('x')\n"
    out = capsys.readouterr().out
    assert "a.py:7:5 ASL209" in out
    assert "ASL201" not in out
    assert out.endswith(
        "Silenced 2 findings in 1 file.\n"
        "Found 1 finding (1 cause): 0 errors, 1 warning, 0 info in 1 file.\n"
        "2 findings suppressed.\n"
        "Resolved 100 % of 3 calls in async code.\n"
    )
    assert cli.main([*options, "--add-ignores", "ASL201,ASL209"]) == 0
    assert (project / "a.py").read_text() == SILENT + "    open('x')  # asynclint: ignore[ASL209]\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\xef\xbb\xbf" + SLEEPS.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + SILENT.replace("\n", "\r\n").encode()),
        (f"# coding: latin-1\n# é\n{SLEEPS}".encode("latin-1"), f"# coding: latin-1\n# é\n{SILENT}".encode("latin-1")),
        (SLEEPS.rstrip("\n").encode(), SILENT.rstrip("\n").encode()),
    ],
    ids=["windows", "latin", "no_newline"],
)  # fmt: skip
def test_bytes_stay_what_they_are(project: Path, before: bytes, after: bytes) -> None:
    (project / "a.py").write_bytes(before)
    assert cli.main(["--isolated", "--add-ignores", "ASL201", "--reason", "start-up only"]) == 0
    assert (project / "a.py").read_bytes() == after


def test_a_reason_that_the_file_cannot_hold(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = f"# coding: latin-1\n{SLEEPS}".encode("latin-1")
    (project / "a.py").write_bytes(before)
    assert cli.main(["--isolated", "--add-ignores", "ASL201", "--reason", "★"]) == 2
    assert (project / "a.py").read_bytes() == before
    output = capsys.readouterr()
    assert output.err == "a.py:1: error: cannot be written as latin-1\n"
    assert "Silenced nothing.\nFound 2 findings" in output.out
    assert "suppressed" not in output.out


def test_cells_of_a_notebook(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def notebook(*sources: list[str]) -> str:
        cells = [
            {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": each}
            for each in sources
        ]
        return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)

    first = ["import asyncio\n", "async def f(): ..."]
    lab = project / "lab.ipynb"
    lab.write_text(notebook(first, ["%time 1\n", "asyncio.run(\n", "  f())"]))
    assert cli.main(["--isolated", "--add-ignores", "ASL401", "--reason", "shown"]) == 0
    comment = "  # asynclint: ignore[ASL401] shown"
    assert lab.read_text() == notebook(first, ["%time 1\n", f"asyncio.run({comment}\n", "  f())"])


def test_a_diff_of_the_comments(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.py").write_text(SLEEPS)
    assert cli.main(["--isolated", "--add-ignores", "ASL201", "--diff"]) == 1
    output = capsys.readouterr()
    assert "-    time.sleep(\n+    time.sleep(  # asynclint: ignore[ASL201]\n" in output.out
    assert output.err == "Would silence 2 findings in 1 file.\n"
    assert (project / "a.py").read_text() == SLEEPS


def test_standard_input(
    project: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "given").write_text(SLEEPS)
    with (project / "given").open("rb") as file:
        monkeypatch.setattr("sys.stdin", type("Stream", (), {"buffer": file}))
        assert cli.main(["-", "--isolated", "--add-ignores", "ASL201", "--reason", "start-up only", "-q"]) == 0
    assert capfdbinary.readouterr().out.decode() == SILENT


def test_a_statement_gets_one_comment(project: Path) -> None:
    (project / "a.py").write_text(
        "import time, requests\n\nasync def f():\n    g(\n        requests.get('x'),\n        time.sleep(1),\n    )\n"
    )
    assert cli.main(["--isolated", "--add-ignores", "ASL2"]) == 0
    assert (project / "a.py").read_text() == (
        "import time, requests\n\nasync def f():\n    g(\n        requests.get('x'),  # asynclint: ignore[ASL201, ASL202]\n"
        "        time.sleep(1),\n    )\n"
    )


def test_nothing_to_silence(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.py").write_text("x = 1\n")
    assert cli.main(["--isolated", "--add-ignores", "ASL201"]) == 0
    assert capsys.readouterr().out == "Silenced nothing.\nNo findings in 1 file.\n"


def test_what_cannot_be_silenced_stays_as_it_was(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "import asyncio, time\n\nasync def f():\n    await asyncio.sleep(1)  # asynclint: ignore[ASL201]\n"
    (project / "a.py").write_text(text + "    time.sleep(1)\n    time.sleep(1)\n")
    assert cli.main(["--isolated", "--add-ignores", "ALL"]) == 1
    assert (project / "a.py").read_text() == text + "    time.sleep(1)  # asynclint: ignore[ASL201]\n" * 2
    out = capsys.readouterr().out
    assert "a.py:4:29 ASL001: not silenced: a comment does not silence it\nSilenced 2 findings in 1 file.\n" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--add-ignores", "ASL999"], "--add-ignores: there is no rule 'ASL999'; did you mean 'ASL209'?"),
        (["--add-ignores", "ASL201", "--fix"], "--add-ignores and --fix exclude each other"),
        (["--reason", "x"], "--reason goes with --add-ignores"),
        (["--add-ignores", "ASL201", "--reason", "a\nb"], "expected one line, without a # that stands alone"),
        (["--add-ignores", "ASL201", "--reason", "a # b"], "expected one line, without a # that stands alone"),
    ],
)
def test_wrong_usage(project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    assert cli.main(["--isolated", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_file_whose_comments_do_harm_stays_as_it_was(project: Path) -> None:
    (project / "a.py").write_text("a()\n")
    at = Location("a.py", 1, 1, 1, 4)
    found = Finding("ASL201", "blocking-sleep", Severity.ERROR, Confidence.CERTAIN, at, "m", "f", "1")

    def lint(texts: object) -> Report:
        return Report((), (FileError("a.py", "broken"),)) if texts else Report((found,), ())

    outcome = ignores.add(lint, {"ASL201"}, "")
    assert (outcome.changes, outcome.fixed, outcome.report.errors) == ((), (), ())
    assert outcome.dropped == ((found, "a comment does not silence it"),)
