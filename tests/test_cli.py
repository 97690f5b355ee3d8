"""The command line: what each argument does, where output goes, and what the exit status says.

Most tests replace the engine by one that records how it was called and gives the report it is told to.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import asynclint
import asynclint.rules
from asynclint import cli
from asynclint.codes import BY_CODE
from asynclint.findings import Confidence, FileError, Finding, Location, Report, Severity, Suppression
from asynclint.settings import Settings

ROOT = Path(asynclint.__file__).parent.parent


class Sleep:
    """Blocks the loop, e.g. for a second. Then it goes on.

    ## What it does

    Finds `time.sleep`.
    """

    code, name, severity, default, mends = "ASL201", "blocking-sleep", Severity.ERROR, True, ""


class Cheap:
    """## What it does

    Finds `open`.
    """

    code, name, severity, default, mends = "ASL209", "cheap-file-system-call", Severity.WARNING, False, ""


def found(severity: Severity = Severity.ERROR) -> Finding:
    at = Location("app.py", 1, 1, 1, 2)
    return Finding("ASL201", "blocking-sleep", severity, Confidence.CERTAIN, at, "it blocks", "app.f", "f1", cause="c1")


class Engine:
    """Stands in for ``asynclint.engine``."""

    report = Report((), (), files=1)

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.settings: Settings
        self.options: dict[str, Any] = {}
        self.during: Callable[[], object] = lambda: None

    def lint(self, paths: list[str], settings: Settings, **options: Any) -> Report:
        self.paths, self.settings, self.options = list(paths), settings, options
        self.during()
        return self.report


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    """An engine that finds nothing, in an empty working directory."""
    fake = Engine()
    monkeypatch.setitem(sys.modules, "asynclint.engine", fake)
    monkeypatch.setattr(asynclint, "engine", fake, raising=False)
    monkeypatch.setattr(asynclint.rules, "RULES", (Sleep, Cheap), raising=False)
    monkeypatch.setattr("asynclint.codes.ROWS", tuple(BY_CODE[rule.code] for rule in (Sleep, Cheap)))
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return fake


@pytest.mark.parametrize(
    ("arguments", "paths"),
    [
        ([], ["."]),
        (["check"], ["."]),
        (["a", "b"], ["a", "b"]),
        (["check", "a", "b"], ["a", "b"]),
        (["a", "rule"], ["a", "rule"]),
        (["check", "rules", "check"], ["rules", "check"]),
        (["./rules"], ["./rules"]),
        (["--statistics", "a"], ["a"]),
        (["--", "--odd"], ["--odd"]),
    ],
)
def test_check_needs_not_be_named(engine: Engine, arguments: list[str], paths: list[str]) -> None:
    assert cli.main(arguments) == 0
    assert engine.paths == paths


def test_options_reach_settings_and_engine(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "env/lib/python3.12/site-packages").mkdir(parents=True)
    arguments = "--select ASL2,blocking-sleep --select ASL209 --ignore ASL209 --min-confidence possible --fail-on info"
    assert (
        cli.main([*arguments.split(), "--python", "env", "--follow-libraries", "--jobs", "3", "--no-screen", "src"])
        == 0
    )
    assert engine.settings.select == ("ASL2", "blocking-sleep", "ASL209")
    assert engine.settings.ignore == ("ASL209",)
    assert engine.settings.min_confidence is Confidence.POSSIBLE
    assert engine.settings.fail_on is Severity.INFO
    assert engine.settings.python == tmp_path / "env"
    assert engine.settings.follow_libraries
    assert engine.options == {"screen": False, "jobs": 3, "given": {}, "progress": None, "cached": True}


def test_a_path_that_is_no_environment_is_the_users_mistake(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "src").mkdir()
    assert cli.main(["--python", "src", "src"]) == 2
    assert capsys.readouterr().err == "Error: --python: 'src' is no environment: it has no site-packages\n"


def test_without_paths_it_is_what_the_settings_say(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "asynclint.toml").write_text("src = ['lib', 'main.py']")
    (tmp_path / "lib").mkdir()
    assert (cli.main(["check"]), engine.paths) == (0, ["lib", "main.py"])
    assert (cli.main(["check", "lib/a.py"]), engine.paths) == (0, ["lib/a.py"])
    assert (cli.main(["check", "--isolated"]), engine.paths) == (0, ["."])
    monkeypatch.chdir(tmp_path / "lib")
    assert (cli.main(["check"]), engine.paths) == (0, [".", "../main.py"])


def test_settings_come_from_what_is_linted(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one" / "src").mkdir(parents=True)
    (tmp_path / "one" / "asynclint.toml").write_text("fail-on = 'info'")
    (tmp_path / "two.toml").write_text("fail-on = 'error'")
    cases = {
        "one/src": Severity.INFO,
        "one/src/gone.py": Severity.INFO,
        "one": Severity.INFO,
        ".": Severity.WARNING,
        "one --isolated": Severity.WARNING,
        "one --config two.toml": Severity.ERROR,
        "--stdin-filename one/src/a.py -": Severity.INFO,
    }
    for arguments, fail_on in cases.items():
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        cli.main(arguments.split())
        assert engine.settings.fail_on is fail_on, arguments


@pytest.mark.parametrize(
    ("findings", "errors", "options", "status"),
    [
        ((), (), [], 0),
        ((found(),), (), [], 1),
        ((found(Severity.WARNING),), (), [], 1),
        ((found(Severity.INFO),), (), [], 0),
        ((found(Severity.INFO),), (), ["--fail-on", "info"], 1),
        ((found(Severity.WARNING),), (), ["--fail-on", "error"], 0),
        ((), (FileError("a.py", "cannot be parsed"),), [], 2),
        ((found(),), (FileError("a.py", "cannot be parsed"),), [], 2),
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_exit_status(
    engine: Engine,
    findings: tuple[Finding, ...],
    errors: tuple[FileError, ...],
    options: list[str],
    status: int,
    form: str,
) -> None:
    engine.report = Report(findings, errors)
    assert cli.main(["--format", form, *options]) == status


def test_text_goes_to_output_and_errors_to_the_error_stream(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.report = Report((found(),), (FileError("b.py", "cannot be parsed", 3),), files=2)
    assert cli.main([]) == 2
    output = capsys.readouterr()
    assert output.out == (
        "app.py:1:1 ASL201 blocking-sleep [error]\n"
        "  it blocks\n"
        "\n"
        "Found 1 finding (1 cause): 1 error, 0 warnings, 0 info in 2 files.\n"
        "1 path could not be linted.\n"
    )
    assert output.err == "b.py:3: error: cannot be parsed\n"


def test_quiet(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.report = Report((found(),), (FileError("b.py", "cannot be parsed"),))
    cli.main(["-q"])
    assert capsys.readouterr() == (
        "app.py:1:1 ASL201 blocking-sleep [error]\n  it blocks\n\n",
        "b.py: error: cannot be parsed\n",
    )


def test_json_is_utf8_and_alone(
    engine: Engine, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    suppressed = Finding(**{**_fields(found()), "function": "größe", "suppressed": Suppression(1, "why")})
    engine.report = Report((), (FileError("b.py", "cannot be parsed"),), (suppressed,))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.FileIO(1, "w", closefd=False), encoding="ascii"))
    assert cli.main(["--format", "json", "--show-suppressed"]) == 2
    output = capfdbinary.readouterr()
    assert output.err == b""
    assert '"function": "größe"'.encode() in output.out
    assert json.loads(output.out)["findings"][0]["suppressed"] == {"line": 1, "reason": "why"}


def _fields(finding: Finding) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in finding.__slots__}


def test_standard_input(engine: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    engine.report = Report((found(),), ())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("größe\n".encode())))
    assert cli.main(["src", "-", "--stdin-filename", "app.py"]) == 1
    assert engine.paths == ["src"]
    assert engine.options["given"] == {"app.py": "größe\n"}
    assert "     1 | größe\n       | ^\n" in capsys.readouterr().out


def test_standard_input_without_a_name(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"# coding: latin-1\n'\xe9'\n")))
    assert cli.main(["-"]) == 0
    assert engine.paths == []
    assert engine.options["given"] == {"<stdin>": "# coding: latin-1\n'é'\n"}


@pytest.mark.parametrize(
    ("data", "why"), [(b"'\xff'", "not valid utf-8"), (b"# coding: no-such\n", "unknown encoding 'no-such'")]
)
def test_standard_input_that_is_no_text(
    engine: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: bytes, why: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert cli.main(["-"]) == 2
    assert capsys.readouterr().err == f"<stdin>:1: error: {why}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--no-such"], "No such option '--no-such'"),
        (["--format", "xml"], "'xml' is not one of 'text', 'json'"),
        (["--output", "report.txt"], "'report.txt' does not begin with one of text:, json:, sarif:, github:, gitlab:,"),
        (["--output", "xml:report"], "'xml:report' does not begin with one of text:, json:,"),
        (["--output", "json:"], "'json:' names no file: FORMAT:PATH, like json:report.txt"),
        (["--output", "json:-"], "what goes to standard output is said by --format"),
        (["--output", "json:gone/a.json"], "there is no folder 'gone'"),
        (["--output", "json:."], "'.' is a folder"),
        (["--output", "json:a", "--output", "sarif:./a"], "'a' is named twice"),
        (["--output", "json:a", "--diff"], "--output writes a report, and --diff and --fix-only make none"),
        (["--output", "json:a", "--fix-only"], "--output writes a report, and --diff and --fix-only make none"),
        (["--jobs", "0"], "0 is not in the range x>=1"),
        (["--interactive"], "--interactive goes with --fix, and neither with --diff nor with standard input"),
        (["--fix", "--interactive", "--diff"], "--interactive goes with --fix, and neither with --diff"),
        (["--fix", "--interactive", "-"], "--interactive goes with --fix, and neither with --diff nor"),
        (["--config", "a", "--isolated"], "--config and --isolated exclude each other"),
        (["--stdin-filename", "a.py", "a.py"], "- is not among the paths"),
        (["--select", "ASL21"], "there is no rule 'ASL21'"),
        (["--select", "blocking-slep"], "did you mean 'blocking-sleep'?"),
        (["--config", "gone.toml"], "gone.toml: cannot be read"),
        (["rule"], "Missing argument 'CODE|NAME'"),
        (["rule", "ASL999"], "there is no rule 'ASL999': did you mean ASL209?"),
        (["rule", "Blocking-Slep"], "there is no rule 'Blocking-Slep': did you mean blocking-sleep?"),
        (["rule", "x"], "there is no rule 'x': `asynclint rules` lists them"),
    ],
)
def test_wrong_usage(engine: Engine, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    assert cli.main(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert message in " ".join(output.err.split())


def test_interrupt(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    engine.during = interrupt
    assert cli.main([]) == 130
    assert capsys.readouterr() == ("", "asynclint: interrupted\n")


def test_a_mistake_of_ours_is_one_line(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.during = lambda: (ROOT / "gone").read_text()
    assert cli.main([]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("asynclint: internal error: FileNotFoundError: [Errno 2] No such file or directory: ")
    assert " (asynclint/commands/linting.py:" in first
    assert "please report it" in second


def test_a_mistake_in_a_worker_names_the_workers_line(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        remote = (
            'Traceback:\n  File "/x/asynclint/rules/flow.py", line 12, in f\n  File "/usr/lib/ast.py", line 3, in g\n'
        )
        raise ValueError("two\nlines") from RuntimeError(remote)

    engine.during = fail
    cli.main([])
    error = capsys.readouterr().err.splitlines()[0]
    assert error == "asynclint: internal error: ValueError: two lines (asynclint/rules/flow.py:12)"


def test_a_reader_that_goes_away_does_not_matter(
    engine: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.report = Report((found(),), (FileError("b.py", "cannot be parsed"),))
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as pipe, open(os.dup(writer), "w", encoding="utf-8") as other:
        monkeypatch.setattr(sys, "stdout", pipe)
        monkeypatch.setattr(sys, "stderr", other)
        assert cli.main([]) == 2
        engine.report = Report((found(),), ())
        assert cli.main(["--format", "json"]) == 1
        assert cli.main(["rules"]) == 0
        monkeypatch.undo()
    assert capsys.readouterr().err == ""


def test_what_the_terminal_cannot_show_is_escaped(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.report = Report((Finding(**{**_fields(found()), "function": "f", "message": "größe \udce9"}),), ())
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert cli.main([]) == 1
    assert b"  gr\\xf6\\xdfe \\udce9\n" in raw.getvalue()


def test_progress_only_on_a_terminal(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    cli.main([])
    assert engine.options["progress"] is not None
    cli.main(["-q"])
    assert engine.options["progress"] is None
    monkeypatch.setenv("TERM", "dumb")
    cli.main([])
    assert engine.options["progress"] is None


PAGE = """\
# blocking-sleep (ASL201)

Severity: **error**, on by default.

Blocks the loop, e.g. for a second. Then it goes on.

## What it does

Finds `time.sleep`.
"""


@pytest.mark.parametrize("word", ["ASL201", "asl201", "blocking-sleep", "Blocking-Sleep"])
def test_rule_prints_the_page(engine: Engine, capsys: pytest.CaptureFixture[str], word: str) -> None:
    assert cli.main(["rule", word]) == 0
    assert capsys.readouterr().out == PAGE


def test_rule_is_rendered_on_a_terminal(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("TERM", "xterm")
    assert cli.main(["rule", "ASL209"]) == 0
    assert "##" not in terminal.getvalue()
    assert "What it does" in terminal.getvalue()


def test_rules(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules"]) == 0
    assert capsys.readouterr().out == (
        "code    name                    default  what it finds\n"
        "ASL201  blocking-sleep          error    Blocks the loop, e.g. for a second\n"
        "ASL209  cheap-file-system-call  off      Finds `open`\n"
    )


def test_rules_as_json(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[1] == {
        "code": "ASL209",
        "name": "cheap-file-system-call",
        "severity": "warning",
        "default": False,
        "summary": "Finds `open`",
    }


@pytest.mark.parametrize("arguments", [["--help"], ["-h"]])
def test_help_is_that_of_check_and_more(
    engine: Engine, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert cli.main(arguments) == 0
    output = capsys.readouterr().out
    for word in ("[check] [OPTIONS] [PATHS]...", "--no-screen", "--version", "rules ", "Exit status: 0"):
        assert word in output


def run(*command: str, cwd: Path | None = None) -> SimpleNamespace:
    """``python ARGUMENTS`` where asynclint can be imported, installed or not."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, *command], cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    return SimpleNamespace(out=done.stdout, err=done.stderr, status=done.returncode)


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_version_and_help_import_nothing_heavy(argument: str) -> None:
    code = (
        "import sys; from asynclint.cli import main; main(sys.argv[1:]);"
        "print([name for name in ('libcst', 'rich', 'msgspec', 'pathspec', 'typeshed_client') if name in sys.modules])"
    )
    done = run("-c", code, argument)
    assert (done.out.splitlines()[-1], done.err) == ("[]", "")


def test_version() -> None:
    done = run("-m", "asynclint", "--version")
    assert (done.out, done.err, done.status) == (f"asynclint {asynclint.__version__}\n", "", 0)


def test_the_working_directory_is_not_on_the_import_path(tmp_path: Path) -> None:
    for name in ("click", "json", "tokenize", "rich"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the linted code was imported')")
    done = run("-m", "asynclint", "--version", cwd=tmp_path)
    assert (done.out, done.status) == (f"asynclint {asynclint.__version__}\n", 0)


# -- Reports in files --


def test_several_outputs_of_one_run(engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    calls = []
    engine.during = lambda: calls.append(1)
    engine.report = Report((found(),), (FileError("b.py", "cannot be parsed", 3),), files=2)
    outputs = ["--output", "json:a.json", "--output", f"flake8:{tmp_path / 'b:c.txt'}", "--output", "text:d.txt"]
    assert cli.main(["--format", "pylint", *outputs]) == 2
    assert capsys.readouterr() == (
        "b.py:3: [F0001(fatal), ] cannot be parsed\napp.py:1: [ASL201(blocking-sleep), app.f] it blocks\n",
        "",
    )
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["findings"][0]["code"] == "ASL201"
    assert (tmp_path / "b:c.txt").read_text() == "b.py:3:1: E902 cannot be parsed\napp.py:1:1: ASL201 it blocks\n"
    assert (tmp_path / "d.txt").read_text().endswith("1 path could not be linted.\n")
    assert calls == [1]
    assert sorted(os.listdir(tmp_path)) == ["a.json", "b:c.txt", "d.txt"]


def test_an_output_does_not_change_what_is_told(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.report = Report((found(Severity.INFO),), (), files=2)
    assert cli.main([]) == 0
    before = capsys.readouterr()
    assert cli.main(["--output", "gitlab:a.json"]) == 0
    assert capsys.readouterr() == before


def test_an_output_is_utf8_and_has_the_options(engine: Engine, tmp_path: Path) -> None:
    suppressed = Finding(**{**_fields(found()), "function": "größe \ud800", "suppressed": Suppression(1, "why")})
    engine.report = Report((), (), (suppressed,), files=1)
    assert cli.main(["--show-suppressed", "--output", "json:a.json", "--output", "text:a.txt"]) == 0
    (told,) = json.loads((tmp_path / "a.json").read_bytes().decode("utf-8"))["findings"]
    assert told["function"] == "größe \ud800"
    assert "Suppressed: 1\n" in (tmp_path / "a.txt").read_text("utf-8")


def test_an_output_that_fails_is_one_line_and_the_others_are_written(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "old.json").write_text("old")
    engine.during = lambda: shutil.rmtree(tmp_path / "b")
    engine.report = Report((), (), files=1)
    outputs = ["--output", "json:a.json", "--output", "json:b/old.json", "--output", "junit:c.xml"]
    assert cli.main(outputs) == 2
    assert capsys.readouterr() == ("No findings in 1 file.\n", "Error: b/old.json: no such file or directory\n")
    assert sorted(os.listdir(tmp_path)) == ["a.json", "c.xml"]


@pytest.mark.parametrize("path", ["closed/new.json", "closed/old.json", "old.json"])
def test_an_output_that_cannot_be_written_is_told_before_the_run(
    engine: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    path: str,
) -> None:
    """Neither into a folder that is closed, nor over a file that is."""
    engine.during = lambda: pytest.fail("it runs")
    (tmp_path / "closed").mkdir()
    for name in ("closed/old.json", "old.json"):
        (tmp_path / name).write_text("")
    closed = [Path("closed"), Path("old.json")]
    monkeypatch.setattr(os, "access", lambda target, _: target not in closed)
    assert cli.main(["--output", f"json:{path}"]) == 2
    assert f"Error: Invalid value for '--output': '{path}' cannot be written\n" in capsys.readouterr().err


def test_windows_paths_have_colons_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    import click

    from asynclint.commands.options import Output, outputs

    monkeypatch.setattr("asynclint.commands.options.writable", lambda *_: None)
    values = (r"sarif:C:\out\a.sarif", "json:D:b.json")
    found = outputs(click.Context(click.Command("x")), click.Option(["--output"]), values)
    assert found == (Output("sarif", Path(r"C:\out\a.sarif")), Output("json", Path("D:b.json")))


def test_an_output_may_be_a_pipe(engine: Engine, tmp_path: Path) -> None:
    engine.report = Report((found(),), (), files=1)
    reader, writer = os.pipe()
    with open(reader) as pipe:
        assert cli.main(["--output", f"flake8:/dev/fd/{writer}"]) == 1
        os.close(writer)
        assert pipe.read() == "app.py:1:1: ASL201 it blocks\n"


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="has no names for open files")
@pytest.mark.parametrize("path", ["/dev/stdout", "/dev/stderr", "kept"])
def test_an_output_is_no_file_that_a_shell_writes_to(
    engine: Engine, tmp_path: Path, capfd: pytest.CaptureFixture[str], path: str
) -> None:
    """It would be replaced, and what is written to it afterwards be lost."""
    engine.during = lambda: pytest.fail("it runs")
    (tmp_path / "kept").write_text("")
    standard_input = os.dup(0)
    try:
        with open("kept") as file:
            os.dup2(file.fileno(), 0)
        assert cli.main(["--output", f"json:{path}"]) == 2
    finally:
        os.dup2(standard_input, 0)
        os.close(standard_input)
    assert f"{path!r} is open as standard input, output or error" in capfd.readouterr().err


# -- Nothing to lint --


@pytest.mark.parametrize(
    ("files", "settings", "arguments", "why"),
    [
        (["notes.txt"], "", [], "no Python files in ."),
        (["notes.txt", "src/x.c"], "", ["src", "./src"], "no Python files in src, ./src"),
        (["gen/a.py", "gen/b.ipynb"], "", [], "git ignores 2 Python files"),
        (["old/a.py"], "extend-exclude = ['new/', 'old/']", [], "`extend-exclude` has 'old/', which leaves out 1 Python file"),
        (["build/a.py"], "", [], "`exclude` leaves out 1 Python file"),
        (["build/old/a.py"], "extend-exclude = ['old']", [], "`exclude` and `extend-exclude` leave out 1 Python file"),
        (["gen/build/a.py"], "", [], "git and the settings leave out 1 Python file"),
    ],
)  # fmt: skip
def test_why_nothing_was_linted(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    files: list[str],
    settings: str,
    arguments: list[str],
    why: str,
) -> None:
    (project / ".git").mkdir()
    (project / ".gitignore").write_text("gen/\n")
    (project / "asynclint.toml").write_text(settings)
    for file in files:
        (project / file).parent.mkdir(parents=True, exist_ok=True)
        (project / file).write_text("")
    assert cli.main(arguments) == 0
    assert capsys.readouterr() == ("No findings in 0 files.\n", f"Nothing was linted: {why}\n")
    assert cli.main([*arguments, "-q"]) == 0
    assert capsys.readouterr() == ("", "")
    assert cli.main([*arguments, "--format", "flake8"]) == 0
    assert capsys.readouterr() == ("", f"Nothing was linted: {why}\n")


def test_what_could_not_be_read_is_not_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["gone"]) == 2
    assert capsys.readouterr().err == "gone: error: no such file or folder\n"


# -- Fixes: with the engine itself --

CODE = "import asyncio\nimport time\n\n\nasync def f():\n    time.sleep(1)\n"
FIXED = "import asyncio\n\n\nasync def f():\n    await asyncio.sleep(1)\n"
DIFF = (
    "@@ -1,6 +1,5 @@\n import asyncio\n-import time\n \n \n async def f():\n-    time.sleep(1)\n"
    "+    await asyncio.sleep(1)\n"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    for name in ("FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def stdin_with(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


def test_fix_writes_and_reports_what_is_left(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.py").write_text(CODE)
    assert cli.main(["--isolated", "--fix", "a.py"]) == 0
    assert (project / "a.py").read_text() == FIXED
    assert capsys.readouterr() == (
        "Fixed 1 finding in 1 file.\nNo findings in 1 file.\nResolved 100 % of 1 call in async code.\n",
        "",
    )
    assert cli.main(["--isolated", "--fix", "a.py"]) == 0
    assert capsys.readouterr().out.startswith("Fixed nothing.\nNo findings")


def test_without_fix_nothing_is_written(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.py").write_text(CODE)
    assert cli.main(["--isolated", "--unsafe-fixes", "a.py"]) == 1
    assert (project / "a.py").read_text() == CODE
    out = capsys.readouterr().out
    assert "a.py:6:5 ASL201 blocking-sleep [error, fixable]\n" in out
    assert "--fix would mend 1 of them.\n" in out


# Only an unsafe fix.
UNSAFE = "import asyncio\nimport time\n\n\ndef h():\n    time.sleep(1)\n\n\nasync def f():\n    h()\n"


def test_unsafe_fixes_by_option_and_setting(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "a.py"
    path.write_text(UNSAFE)
    assert cli.main(["--fix", "a.py"]) == 1
    assert path.read_text() == UNSAFE
    out = capsys.readouterr().out
    assert out.startswith("a.py:10:5 ASL201 blocking-sleep [error, unsafe fix]\n")
    assert "Fixed nothing.\n" in out
    assert "--fix --unsafe-fixes would mend 1 of them.\n" in out
    for arguments, settings in (
        (["--fix", "--unsafe-fixes", "a.py"], ""),
        (["--fix", "a.py"], "unsafe-fixes = true"),
        (["--fix", "a.py"], "extend-safe-fixes = ['ASL201']"),
    ):
        (project / "asynclint.toml").write_text(settings)
        path.write_text(UNSAFE)
        assert cli.main(arguments) == 0
        assert "    await asyncio.to_thread(h)\n" in path.read_text()
    (project / "asynclint.toml").write_text("unsafe-fixes = true")
    path.write_text(UNSAFE)
    assert cli.main(["--fix", "--no-unsafe-fixes", "a.py"]) == 1
    assert path.read_text() == UNSAFE


def test_the_severity_of_the_settings_is_told_and_counts(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.py").write_text(CODE)
    (project / "asynclint.toml").write_text("severity = {ASL2 = 'error', blocking-sleep = 'info'}")
    assert cli.main(["--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [finding["severity"] for finding in document["findings"]] == ["info"]
    assert document["summary"]["severities"] == {"error": 0, "warning": 0, "info": 1}
    assert cli.main(["--format", "sarif", "--fail-on", "info"]) == 1
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("ASL201", "note")


def test_unfixable_is_reported_and_not_mended(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.py").write_text(CODE)
    (project / "asynclint.toml").write_text("unfixable = ['blocking-sleep']")
    assert cli.main(["--fix", "a.py"]) == 1
    assert (project / "a.py").read_text() == CODE
    out = capsys.readouterr().out
    assert "ASL201 blocking-sleep [error]\n" in out
    assert "would mend" not in out


def test_select_narrows_what_is_fixed(project: Path) -> None:
    (project / "a.py").write_text(CODE)
    assert cli.main(["--isolated", "--fix", "--select", "ASL3", "a.py"]) == 0
    assert cli.main(["--isolated", "--fix", "--ignore", "ASL201", "a.py"]) == 0
    assert (project / "a.py").read_text() == CODE


@pytest.mark.parametrize("more", [[], ["--fix"], ["--fix-only"], ["--fix", "--unsafe-fixes"]])
def test_diff_writes_nothing(project: Path, capsys: pytest.CaptureFixture[str], more: list[str]) -> None:
    (project / "a.py").write_text(CODE)
    (project / "b.py").write_text("x = 1\n")
    assert cli.main(["--isolated", "--diff", *more, "."]) == 1
    assert capsys.readouterr() == (f"--- a/a.py\n+++ b/a.py\n{DIFF}", "Would fix 1 finding in 1 file.\n")
    assert (project / "a.py").read_text() == CODE


def test_diff_without_changes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.py").write_text(UNSAFE)
    assert cli.main(["--isolated", "--diff", "a.py"]) == 0
    assert capsys.readouterr() == ("", "Would fix nothing.\n")
    assert cli.main(["--isolated", "--diff", "-q", "a.py"]) == 0
    assert capsys.readouterr() == ("", "")


def test_diff_of_what_cannot_all_be_linted(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.py").write_text(CODE)
    (project / "b.py").write_text("def\n")
    assert cli.main(["--isolated", "--diff", "."]) == 2
    output = capsys.readouterr()
    assert output.out == f"--- a/a.py\n+++ b/a.py\n{DIFF}"
    assert output.err.splitlines() == ["b.py:1: error: syntax error: invalid syntax", "Would fix 1 finding in 1 file."]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (CODE.encode(), FIXED.encode()),
        (b"\xef\xbb\xbf" + CODE.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + FIXED.replace("\n", "\r\n").encode()),
        (f"# coding: latin-1\n# é\n{CODE}".encode("latin-1"), f"# coding: latin-1\n# é\n{FIXED}".encode("latin-1")),
        (CODE.rstrip("\n").encode(), FIXED.rstrip("\n").encode()),
    ],
    ids=["plain", "windows", "latin", "no_newline"],
)
def test_a_diff_can_be_applied(project: Path, before: bytes, after: bytes) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("there is no git")
    (project / "my app.py").write_bytes(before)
    command = [sys.executable, "-m", "asynclint", "--isolated", "--diff", "."]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False)
    assert done.returncode == 1
    subprocess.run([git, "apply", "--whitespace=nowarn", "-"], input=done.stdout, check=True)
    assert (project / "my app.py").read_bytes() == after


def test_fix_only(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.py").write_text(CODE)
    (project / "b.py").write_text(UNSAFE)
    assert cli.main(["--isolated", "--fix-only", "."]) == 0  # although a finding is left
    assert capsys.readouterr() == ("Fixed 1 finding in 1 file.\n", "")
    assert (project / "a.py").read_text() == FIXED
    assert cli.main(["--isolated", "--fix", "--fix-only", "-q", "."]) == 0
    assert capsys.readouterr() == ("", "")
    (project / "c.py").write_text("def\n")
    assert cli.main(["--isolated", "--fix-only", "."]) == 2
    assert capsys.readouterr().err == "c.py:1: error: syntax error: invalid syntax\n"


@pytest.mark.parametrize(("option", "status"), [([], 1), (["--fail-on", "error"], 1), (["--select", "ASL3"], 0)])
def test_the_exit_status_is_that_of_what_is_left(
    project: Path, capsys: pytest.CaptureFixture[str], option: list[str], status: int
) -> None:
    (project / "a.py").write_text(CODE)
    (project / "b.py").write_text(UNSAFE)
    assert cli.main(["--isolated", "--fix", *option, "."]) == status


def test_quiet_fix(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.py").write_text(CODE)
    assert cli.main(["--isolated", "--fix", "-q", "a.py"]) == 0
    assert capsys.readouterr() == ("", "")


def test_json_after_fixing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.py").write_text(CODE)
    (project / "b.py").write_text(UNSAFE)
    assert cli.main(["--isolated", "--fix", "--format", "json", "."]) == 1
    output = capsys.readouterr()
    document = json.loads(output.out)
    assert [found["code"] for found in document["findings"]] == ["ASL201"]
    assert document["findings"][0]["fix"]["applicability"] == "unsafe"
    assert document["summary"]["fixes"] == {"safe": 0, "unsafe": 1}
    assert output.err == "Fixed 1 finding in 1 file.\n"
    assert (project / "a.py").read_text() == FIXED


def test_json_and_fix_only_say_nothing_on_the_output(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.py").write_text(CODE)
    assert cli.main(["--isolated", "--fix-only", "--format", "json", "."]) == 0
    assert capsys.readouterr() == ("", "Fixed 1 finding in 1 file.\n")


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_cannot_be_written_is_told_and_still_reported(
    project: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    for name in ("a.py", "b.py"):
        (project / name).write_text(CODE)
    (project / "a.py").chmod(0o444)
    assert cli.main(["--isolated", "--fix", "--format", form, "."]) == 2
    assert (project / "a.py").read_text() == CODE
    assert (project / "b.py").read_text() == FIXED
    output = capsys.readouterr()
    if form == "json":
        document = json.loads(output.out)
        assert document["errors"] == [{"path": "a.py", "cell": None, "line": None, "message": "read-only; not fixed"}]
        assert [found["path"] for found in document["findings"]] == ["a.py"]
    else:
        assert output.err == "a.py: error: read-only; not fixed\n"
        assert "a.py:6:5 ASL201 blocking-sleep [error, fixable]\n" in output.out
        assert "     6 |     time.sleep(1)\n" in output.out
        assert "Fixed 1 finding in 1 file.\n" in output.out
        assert "could not be linted" not in output.out


def test_a_file_that_changes_meanwhile(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from asynclint import fixing

    saved = fixing.saved

    def edited(outcome: fixing.Outcome) -> fixing.Outcome:
        (project / "a.py").write_text("# mine\n")
        return saved(outcome)

    (project / "a.py").write_text(CODE)
    monkeypatch.setattr(fixing, "saved", edited)
    assert cli.main(["--isolated", "--fix", "a.py"]) == 2
    assert (project / "a.py").read_text() == "# mine\n"
    assert capsys.readouterr().err == "a.py: error: changed on disk meanwhile; not fixed\n"


# -- Fixes of standard input --


@pytest.mark.parametrize("name", [None, "a.py", "./a.py", "sub/../a.py", "{folder}/a.py"])
def test_standard_input_goes_out_fixed(
    project: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, name: str | None
) -> None:
    (project / "a.py").write_text("on disk\n")
    more = "\n\nasync def g():\n    time.sleep(2)\n"
    stdin_with(monkeypatch, (CODE + more).encode())
    options = [] if name is None else ["--stdin-filename", name.format(folder=project)]
    assert cli.main(["--isolated", "--fix", *options, "-"]) == 0
    output = capfdbinary.readouterr()
    assert output.out.decode() == FIXED + more.replace("time.sleep", "await asyncio.sleep")
    assert output.err.startswith(b"Fixed 2 findings in 1 file.\nNo findings in 1 file.\n")
    assert (project / "a.py").read_text() == "on disk\n"


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + CODE.replace("\n", "\r\n").rstrip().encode(),
        f"# coding: latin-1\n# é\n{CODE}".encode("latin-1"),
    ],
)
def test_standard_input_keeps_its_encoding(
    project: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    stdin_with(monkeypatch, data)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.FileIO(1, "w", closefd=False), encoding="ascii"))
    assert cli.main(["--isolated", "--fix", "-q", "-"]) == 0
    new = (
        data.replace(b"time.sleep", b"await asyncio.sleep")
        .replace(b"import time\r\n", b"")
        .replace(b"import time\n", b"")
    )
    assert capfdbinary.readouterr() == (new, b"")


@pytest.mark.parametrize("code", ["x = 1\n", "", "def\n", UNSAFE])
def test_standard_input_that_is_not_fixed_goes_out_as_it_came(
    project: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    stdin_with(monkeypatch, code.encode())
    status = cli.main(["--isolated", "--fix-only", "-"])
    output = capfdbinary.readouterr()
    assert output.out == code.encode()
    assert status == (2 if code == "def\n" else 0)


def test_the_diff_of_standard_input(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin_with(monkeypatch, CODE.encode())
    assert cli.main(["--isolated", "--diff", "--stdin-filename", "./a.py", "-"]) == 1
    assert capsys.readouterr() == (f"--- a/a.py\n+++ b/a.py\n{DIFF}", "Would fix 1 finding in 1 file.\n")


def test_the_report_on_standard_input_is_beside_the_code(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin_with(monkeypatch, UNSAFE.encode())
    assert cli.main(["--isolated", "--fix", "--format", "json", "-"]) == 1
    output = capsys.readouterr()
    assert output.out == UNSAFE
    assert '"code": "ASL201"' in output.err


# -- Questions --


def answering(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


@pytest.mark.parametrize("option", ["--fix", "--fix-only"])
def test_interactive(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    (project / "a.py").write_text(CODE)
    (project / "b.py").write_text(CODE)
    answering(monkeypatch, "n\ny\n")
    assert cli.main(["--isolated", option, "--interactive", "."]) == (1 if option == "--fix" else 0)
    assert (project / "a.py").read_text() == CODE
    assert (project / "b.py").read_text() == FIXED
    output = capsys.readouterr()
    assert "Fixed 1 finding in 1 file.\n" in output.out
    assert "Apply?" not in output.out
    assert output.err.count("Apply? yes, no, all of ASL201, quit") == 2


def test_all_and_quit(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.py", "b.py", "c.py"):
        (project / name).write_text(CODE)
    answering(monkeypatch, "y\nq\n")
    assert cli.main(["--isolated", "--fix", "--interactive", "."]) == 1
    assert [(project / name).read_text() for name in ("a.py", "b.py", "c.py")] == [FIXED, CODE, CODE]
    answering(monkeypatch, "a\n")
    assert cli.main(["--isolated", "--fix", "--interactive", "."]) == 0
    assert [(project / name).read_text() for name in ("a.py", "b.py", "c.py")] == [FIXED] * 3


def test_who_does_not_answer_interrupts_and_nothing_is_written(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.py", "b.py"):
        (project / name).write_text(CODE)
    answering(monkeypatch, "y\n")
    assert cli.main(["--isolated", "--fix", "--interactive", "."]) == 130
    assert [(project / name).read_text() for name in ("a.py", "b.py")] == [CODE, CODE]
