"""The baseline: what stays known, what is told, and what becomes of the file."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from asynclint import baseline, cli
from asynclint.known import Entry

SLEEPS = "import time\n\nasync def {}():\n    time.sleep({})\n"
FILE = "asynclint-baseline.json"


@pytest.fixture(autouse=True)
def project(project: Path) -> Path:
    """An empty folder, which is the working directory of every test."""
    return project


class Command:
    """The command line, with what it printed last."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *arguments: str) -> int:
        status = cli.main(list(arguments))
        self.out, self.err = self._capsys.readouterr()
        return status

    def new(self, *arguments: str) -> list[tuple[str, int]]:
        """Where the findings are that `check` tells, beside the baseline."""
        self("--baseline", FILE, "--format", "json", *arguments)
        return [(finding["path"], finding["line"]) for finding in json.loads(self.out)["findings"]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


def put(name: str, *functions: tuple[str, int]) -> Path:
    """A file with functions of these names that sleep so long."""
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n\n".join(SLEEPS.format(*function) for function in functions))
    return path


def test_the_file_has_an_entry_a_line_in_order(run: Command) -> None:
    put("b.py", ("f", 2), ("e", 1))
    put("a.py", ("größe", 1))
    assert run("baseline", "write") == 0
    assert run.out == (
        f"Wrote 3 entries to {FILE}.\n"
        f'`check` heeds it with --baseline, or with this in the settings: baseline = "{FILE}"\n'
    )
    text = Path(FILE).read_text("utf-8")
    fingerprints = [entry.fingerprint for entry in baseline.load(Path(FILE))]
    assert text == (
        '{\n  "version": 1,\n  "entries": [\n'
        f'    {{"path": "a.py", "code": "ASL201", "function": "a.größe", "fingerprint": "{fingerprints[0]}"}},\n'
        f'    {{"path": "b.py", "code": "ASL201", "function": "b.e", "fingerprint": "{fingerprints[1]}"}},\n'
        f'    {{"path": "b.py", "code": "ASL201", "function": "b.f", "fingerprint": "{fingerprints[2]}"}}\n'
        "  ]\n}\n"
    )
    assert run("baseline", "write") == 0
    assert Path(FILE).read_text("utf-8") == text


def test_a_baseline_of_nothing(run: Command) -> None:
    Path("a.py").write_text("x = 1\n")
    assert run("baseline", "write", "--baseline", FILE) == 0
    assert run.out == f"Wrote 0 entries to {FILE}.\n"
    assert Path(FILE).read_text() == '{\n  "version": 1,\n  "entries": []\n}\n'
    assert baseline.load(Path(FILE)) == ()


def test_what_is_known_is_not_told(run: Command) -> None:
    put("a.py", ("f", 1))
    run("baseline", "write")
    assert run("--baseline", FILE) == 0
    assert run.out.splitlines() == [
        "No findings in 1 file.",
        "Resolved 100 % of 1 call in async code.",
        f"1 finding known from {FILE}.",
    ]
    put("a.py", ("f", 1), ("g", 1))
    assert run("--baseline", FILE) == 1
    assert run.out.startswith("a.py:10:5 ASL201 ")
    assert run.out.endswith(f"1 finding known from {FILE}.\n")
    assert run() == 1


def test_the_setting_names_it(run: Command) -> None:
    put("src/a.py", ("f", 1))
    Path("asynclint.toml").write_text("baseline = 'known/old.json'")
    Path("known").mkdir()
    assert run() == 2
    assert run.err == (
        f"Error: {Path.cwd() / 'known/old.json'}: there is no such baseline; `asynclint baseline write` makes one\n"
    )
    assert run("baseline", "write", "src") == 0
    assert run.out == "Wrote 1 entry to known/old.json.\n"
    assert [entry.path for entry in baseline.load(Path("known/old.json"))] == ["../src/a.py"]
    assert run() == 0
    os.chdir("src")
    assert run("a.py") == 0
    assert run("--isolated") == 1


@pytest.mark.parametrize(
    "value", ["'../old.json'", "'/old.json'", "''", "'.'", "'link/old.json'", "'link'", "'a\\u0000'", "1"]
)
def test_a_setting_that_is_no_file_of_the_project(run: Command, tmp_path: Path, value: str) -> None:
    Path("link").symlink_to(tmp_path)
    Path("asynclint.toml").write_text(f"baseline = {value.replace(chr(39), chr(34))}")
    assert run("baseline", "write") == 2
    assert run.err.startswith(f"Error: {Path.cwd() / 'asynclint.toml'}: baseline: ")
    assert run.err.endswith((" is no file below the folder of the settings\n", " expected a string, got an integer\n"))
    assert run.err.count("\n") == 1


# What survives


@pytest.mark.parametrize(
    "after",
    [
        "import time\n\n\n\n# moved\nasync def f():\n    time.sleep( 1 )\n",
        "import time\nif 1:\n    async def f():\n        if 1:\n            time.sleep(\n                1,\n            )\n",
    ],
    ids=["moved", "indented"],
)
def test_moved_and_reformatted_code_stays_known(run: Command, after: str) -> None:
    put("a.py", ("f", 1))
    run("baseline", "write")
    Path("a.py").write_text(after)
    assert run.new() == []


def test_moved_files_and_functions_stay_known(run: Command) -> None:
    put("a.py", ("f", 1))
    put("b.py", ("g", 1))
    run("baseline", "write")
    Path("a.py").unlink()
    put("b.py", ("h", 2))
    put("pkg/c.py", ("f", 1), ("g", 1), ("g2", 1))
    assert run.new() == [("b.py", 4), ("pkg/c.py", 16)]
    assert run.new("pkg") == [("pkg/c.py", 10), ("pkg/c.py", 16)]  # b.py, which has lost g, is not looked at


def test_a_copy_is_new(run: Command) -> None:
    put("a.py", ("f", 1))
    run("baseline", "write")
    put("b.py", ("f", 1))
    assert run.new() == [("b.py", 4)]
    assert run.new("b.py") == [("b.py", 4)]


def test_other_names_and_other_code_are_new(run: Command) -> None:
    put("a.py", ("f", 1), ("g", 1))
    run("baseline", "write")
    put("a.py", ("f", 2), ("h", 1))
    assert run.new() == [("a.py", 4), ("a.py", 10)]


def test_of_equal_findings_as_many_are_known_as_there_were(run: Command) -> None:
    Path("a.py").write_text("import time\nasync def f():\n    time.sleep(1)\n    time.sleep(1)\n")
    run("baseline", "write")
    Path("a.py").write_text("import time\nasync def f():\n    time.sleep(1)\n    time.sleep(1)\n    time.sleep(1)\n")
    assert run.new() == [("a.py", 5)]
    entries = baseline.load(Path(FILE))
    baseline.save(Path(FILE), [entries[0], entries[0]])  # a merge can do that: it is counted, and does no harm
    assert run.new() == [("a.py", 4), ("a.py", 5)]


# What no longer occurs


def test_what_no_longer_occurs_is_no_failure(run: Command) -> None:
    put("a.py", ("f", 1), ("g", 1), ("h", 1))
    run("baseline", "write")
    put("a.py", ("f", 1), ("g", 1))
    assert run("--baseline", FILE) == 0
    assert run.out.splitlines()[-2:] == [
        f"2 findings known from {FILE}.",
        "1 entry no longer occurs; `asynclint baseline prune` takes it out.",
    ]
    put("a.py", ("f", 1))
    assert run("--baseline", FILE) == 0
    assert run.out.endswith("2 entries no longer occur; `asynclint baseline prune` takes them out.\n")


@pytest.mark.parametrize(
    "options", [["b.py"], ["--select", "ASL3"], ["--ignore", "ASL201"], ["--min-confidence", "certain"]]
)
def test_what_was_not_looked_for_may_still_be_there(run: Command, options: list[str]) -> None:
    put("a.py", ("f", 1))
    put("b.py")
    run("baseline", "write")
    put("a.py", ("g", 1))
    run("--baseline", FILE, *options)
    assert "no longer" not in run.out


def test_an_unreadable_file_may_still_have_its_findings(run: Command) -> None:
    put("a.py", ("f", 1))
    run("baseline", "write")
    before = Path(FILE).read_bytes()
    Path("a.py").write_text("def\n")
    put("b.py", ("f", 1))
    assert run.new() == [("b.py", 4)]
    for command in ("write", "prune"):
        assert run("baseline", command) == 2
        assert (run.out, run.err) == ("", "a.py:1: error: syntax error: invalid syntax\n")
    assert run("baseline", "show") == 2
    assert run.out == f"{FILE}: 1 entry, of which 0 no longer occur.\nASL201 a.py\n  a.f\n"
    assert Path(FILE).read_bytes() == before


def test_prune_takes_out_and_never_adds(run: Command) -> None:
    put("a.py", ("f", 1), ("g", 1))
    put("b.py", ("f", 2))
    run("baseline", "write")
    put("a.py", ("f", 1), ("h", 1))
    Path("b.py").unlink()
    assert run("baseline", "prune", "a.py") == 0
    assert run.out == f"Took 1 entry out of {FILE}; 2 entries left.\n"
    assert [entry.function for entry in baseline.load(Path(FILE))] == ["a.f", "b.f"]
    assert run("baseline", "prune") == 0
    assert run.out == f"Took 1 entry out of {FILE}; 1 entry left.\n"
    before = os.stat(FILE)
    assert run("baseline", "prune") == 0
    assert run.out == f"Took 0 entries out of {FILE}; 1 entry left.\n"
    assert os.stat(FILE).st_ino == before.st_ino


def test_write_of_some_paths_leaves_the_others(run: Command) -> None:
    put("a.py", ("f", 1))
    put("b.py", ("f", 2))
    run("baseline", "write")
    put("a.py", ("f", 3))
    put("b.py", ("f", 4))
    assert run("baseline", "write", "a.py") == 0
    assert run.new() == [("b.py", 4)]


def test_show(run: Command) -> None:
    put("a.py", ("f", 1), ("g", 1))
    Path("b.py").write_text("import time, requests\nasync def f():\n    time.sleep(1)\n    requests.get('x')\n")
    run("baseline", "write")
    put("a.py", ("g", 1))
    assert run("baseline", "show") == 0
    assert run.out == (
        f"{FILE}: 4 entries, of which 1 no longer occurs.\n"
        "ASL201 a.py\n  a.f (no longer occurs)\n  a.g\nASL201 b.py\n  b.f\nASL202 b.py\n  b.f\n"
    )
    assert run("baseline", "show", "b.py") == 0
    assert run.out == f"{FILE}: 2 entries, of which 0 no longer occur.\nASL201 b.py\n  b.f\nASL202 b.py\n  b.f\n"


# Beside other options


def test_known_findings_on_request(run: Command) -> None:
    put("a.py", ("f", 1))
    run("baseline", "write")
    assert run("--baseline", FILE, "--show-suppressed", "-q") == 0
    assert run.out == f"Known: 1\n  a.py:4:5 ASL201 blocking-sleep: {FILE}\n\n"
    run("--baseline", FILE, "--show-suppressed", "--format", "json")
    document = json.loads(run.out)
    assert [finding["known"] for finding in document["findings"]] == [FILE]
    assert (document["summary"]["known"], document["summary"]["findings"]) == (1, 0)
    run("--baseline", FILE, "--format", "sarif")
    (result,) = json.loads(run.out)["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "external", "justification": f"known from {FILE}"}]


def test_fixes_leave_alone_what_is_known(run: Command) -> None:
    put("a.py", ("f", 1))
    run("baseline", "write")
    known = put("a.py", ("f", 1), ("g", 1)).read_text()
    assert run("--baseline", FILE, "--fix") == 0
    assert Path("a.py").read_text() == known.replace("g():\n    time.", "g():\n    await asyncio.").replace(
        "import time\n\nasync def f", "import asyncio\nimport time\n\nasync def f"
    )
    assert run("--baseline", FILE, "--add-ignores", "ALL") == 0
    assert "asynclint:" not in Path("a.py").read_text()
    assert run("--fix", "-q") == 0


def test_evidence_of_what_is_known_is_foreseen(run: Command, tmp_path: Path) -> None:
    Path("a.py").write_text("import asyncio, time\n\nasync def f():\n    time.sleep(0.15)\n\nasyncio.run(f())\n")
    run("baseline", "write")
    out = str(tmp_path / "out")
    assert run("run", "--out", out, "a.py") in (0, 1)
    run("--evidence", out)
    assert "confirmed" in run.out
    assert run("--evidence", out, "--baseline", FILE) == 0
    assert "Not found statically" not in run.out


# The file


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no baseline of asynclint: Input data was truncated"),
        (b"\xff\xfe", "no baseline of asynclint: JSON is malformed: invalid character (byte 0)"),
        (b"[]", "no baseline of asynclint: Expected `object`, got `array`"),
        (b'{"version": 2, "entries": 7}', "a baseline of version 2; this asynclint knows version 1"),
        (b'{"version": 1}', "no baseline of asynclint: Object missing required field `entries`"),
        (b'{"version": true, "entries": []}', "no baseline of asynclint: Expected `int`, got `bool` - at `$.version`"),
        (
            b'{"version": 1, "entries": [{"path": 1}]}',
            "no baseline of asynclint: Expected `str`, got `int` - at `$.entries[0].path`",
        ),
        (
            b'{"version": 1, "entries": [{"path": "a.py", "code": "ASL201", "function": "\xff", "fingerprint": ""}]}',
            "no baseline of asynclint: not valid UTF-8",
        ),
        (b'{"version": 1, "x": ' + b"[" * 100_000, "no baseline of asynclint: "),
        (b'{"version": 1, "entries": []}<<<<<<< HEAD', "no baseline of asynclint: "),
    ],
)
@pytest.mark.parametrize("arguments", [["check", "--baseline", FILE], ["baseline", "write"], ["baseline", "prune"]])
def test_a_damaged_file_is_told_and_left(run: Command, content: bytes, message: str, arguments: list[str]) -> None:
    put("a.py", ("f", 1))
    Path(FILE).write_bytes(content)
    assert run(*arguments) == 2
    assert run.out == ""
    assert FILE in run.err
    assert message in run.err
    assert run.err.count("\n") == 1
    assert Path(FILE).read_bytes() == content


def test_hostile_paths_are_only_paths(run: Command) -> None:
    put("a.py", ("f", 1))
    names = ["/etc/passwd", "../../x", "a\0b", "a.py/", "\x1b[31m", "", "x" * 5000]
    baseline.save(Path(FILE), [Entry(name, "ASL201", "\x1b]8;;", "0") for name in names])
    assert run.new() == [("a.py", 4)]
    assert run("baseline", "show") == 0
    assert "ASL201 \\x1b[31m\n  \\x1b]8;; (no longer occurs)\n" in run.out


def test_what_is_no_file(run: Command) -> None:
    put("a.py", ("f", 1))
    Path("folder").mkdir()
    assert run("--baseline", "folder") == 2
    assert "'folder' is a directory" in run.err
    os.mkfifo("pipe")
    assert run("--baseline", "pipe") == 2
    assert run.err == "Error: pipe: is no file\n"
    assert run("baseline", "write", "--baseline", "nowhere/x.json") == 2
    assert run.err == "Error: nowhere/x.json: cannot be written: no such file or directory\n"


def test_a_new_file_has_the_usual_mode_and_a_changed_one_keeps_its_own(run: Command) -> None:
    put("a.py", ("f", 1))
    run("baseline", "write")
    assert stat.S_IMODE(os.stat(FILE).st_mode) == stat.S_IMODE(os.stat("a.py").st_mode)
    os.chmod(FILE, 0o600)
    run("baseline", "write")
    assert stat.S_IMODE(os.stat(FILE).st_mode) == 0o600
    assert sorted(os.listdir()) == ["a.py", FILE]


def test_a_link_is_replaced_and_not_followed(run: Command, tmp_path: Path) -> None:
    put("a.py", ("f", 1))
    elsewhere = tmp_path / "elsewhere.json"
    Path(FILE).symlink_to(elsewhere)
    assert run("baseline", "write") == 0
    assert not elsewhere.exists()
    assert not Path(FILE).is_symlink()


def test_commands_need_a_baseline(run: Command) -> None:
    for command in ("prune", "show"):
        assert run("baseline", command) == 2
        assert run.err == (
            f"Error: {Path.cwd() / FILE}: there is no such baseline; `asynclint baseline write` makes one\n"
        )
