"""``--watch``: which changes are noticed, and what is done then."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

import asynclint
from asynclint import cli, watching
from asynclint.codes import ROWS
from asynclint.settings import SettingsError, candidates, load
from asynclint.watching import Snapshot

ROOT = Path(asynclint.__file__).parent.parent
BLOCKS = "import time\nasync def f():\n    time.sleep(1)\n"


def put(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, "utf-8")


def look(*paths: str) -> Snapshot:
    try:
        settings = load(Path.cwd(), ROWS)
    except SettingsError:
        settings = None
    return watching.snapshot(paths or ["."], candidates(Path.cwd()), settings)


@pytest.fixture(autouse=True)
def project(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a file of each kind that counts, as working directory."""
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    put("app/a.py", "")
    put("app/sub/notes.txt", "")
    put("old/b.py", "")
    put(".gitignore", "old\n")
    put("asynclint.toml", "exclude = ['gone']\nbaseline = 'known.json'\n")
    put("gone/c.py", "")
    put(".venv/pyvenv.cfg", "")
    put(".venv/lib/python3.12/site-packages/lib.py", "")
    for path in (project, *project.rglob("*")):
        os.utime(path, (10**9, 10**9))  # a change in the same tick of the file system's clock would not be seen
    return project


# What is noticed


@pytest.mark.parametrize(
    "change",
    [
        lambda: put("app/a.py", "1\n"),
        lambda: os.remove("app/a.py"),
        lambda: put("app/new.py", ""),
        lambda: put("app/sub/new.py", ""),
        lambda: put("app/more/deep/new.py", ""),
        lambda: os.rename("app/a.py", "app/z.py"),
        lambda: put(".gitignore", "ol\n"),
        lambda: os.remove(".gitignore"),
        lambda: put("asynclint.toml", "select = ['ASL2']\n"),
        lambda: put("asynclint.toml", "select = ["),
        lambda: os.remove("asynclint.toml"),
        lambda: put("../asynclint.toml", ""),
        lambda: put("known.json", "{}"),
        lambda: put(".venv/lib/python3.12/site-packages/new.py", ""),
    ],
)
def test_a_change_that_counts(change: Callable[[], object]) -> None:
    before = look()
    assert before.still_holds()
    change()
    assert not before.still_holds()
    after = look()
    assert not after.is_like(before)
    assert after.still_holds()


def test_a_path_that_comes_to_be_there() -> None:
    before = look("later.py")
    assert before.still_holds()
    put("later.py", "")
    assert not before.still_holds()
    assert not look("later.py").is_like(before)


@pytest.mark.parametrize(
    "path", ["old/b.py", "gone/c.py", "app/sub/notes.txt", ".venv/lib/python3.12/site-packages/lib.py"]
)
def test_what_is_not_linted_may_change(path: str) -> None:
    before = look()
    put(path, "1\n")
    assert before.still_holds()


def test_a_new_file_that_is_not_linted_is_looked_at_and_changes_nothing() -> None:
    before = look()
    put("app/notes.txt", "")
    assert not before.still_holds()
    assert look().is_like(before)


def test_while_the_settings_cannot_be_read_only_they_count() -> None:
    put("asynclint.toml", "select = [")
    before = look()
    put("app/a.py", "1\n")
    assert before.still_holds()
    put("asynclint.toml", "")
    assert not before.still_holds()


def test_changes_are_told_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    happen: Iterator[Callable[[], object]] = iter(
        [
            lambda: put("app/a.py", "1\n"),
            lambda: None,
            lambda: put("app/notes.txt", ""),
            lambda: put("app/a.py", "22\n"),
        ]
    )
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        next(happen)()

    monkeypatch.setattr(watching, "time", SimpleNamespace(sleep=sleep, monotonic=lambda: 0.0))
    changes = watching.changes(look)
    texts = [Path("app/a.py").read_text("utf-8") for _, _ in zip(range(3), changes, strict=False)]
    assert texts == ["", "1\n", "22\n"]
    assert waited == [0.5] * 4


def test_a_project_that_takes_long_to_look_at_is_looked_at_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 2.0])

    def sleep(seconds: float) -> None:
        raise KeyboardInterrupt(seconds)

    monkeypatch.setattr(watching, "time", SimpleNamespace(sleep=sleep, monotonic=lambda: next(clock)))
    with pytest.raises(KeyboardInterrupt, match=r"^40\.0$"):
        list(watching.changes(look))


# On the command line


@pytest.mark.parametrize(
    "arguments", [["--fix"], ["--diff"], ["--fix-only"], ["--add-ignores", "ASL201"], ["-"]], ids=lambda words: words[0]
)
def test_what_does_not_go_with_it(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--watch", *arguments]) == 2
    assert capsys.readouterr().err.endswith(
        "\n\nError: --watch only reports: it goes neither with changes (--fix, --diff, …) nor with standard input\n"
    )


def test_settings_that_are_wrong_from_the_beginning_are_not_watched(capsys: pytest.CaptureFixture[str]) -> None:
    put("asynclint.toml", "nothing = 1")
    assert cli.main(["--watch"]) == 2
    assert "there is no key 'nothing'" in capsys.readouterr().err


class Watcher:
    """``asynclint --watch`` as a process, whose output is read from ``source``."""

    def __init__(self, *arguments: str, terminal: bool) -> None:
        self.source, output = os.openpty() if terminal else os.pipe()
        command = [sys.executable, "-m", "asynclint", "--watch", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "NO_COLOR": "1"}
        self.process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
        os.close(output)

    def round(self) -> str:
        """What is written up to the line that ends a round, without the time."""
        text = b""
        while not re.search(rb"ends it\.\r?\n", text):
            ready, _, _ = select.select([self.source], [], [], 120)
            assert ready, f"nothing after {text!r}"
            part = os.read(self.source, 10_000)
            assert part, f"ended after {text!r}"
            text += part
        return re.sub(r"\d\d:\d\d:\d\d", "TIME", text.decode().replace("\r\n", "\n"))

    def interrupted(self) -> int:
        """The exit status after Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(120)


@pytest.fixture
def watcher() -> Iterator[Callable[..., Watcher]]:
    started: list[Watcher] = []

    def start(*arguments: str, terminal: bool) -> Watcher:
        started.append(Watcher(*arguments, terminal=terminal))
        return started[-1]

    yield start
    for each in started:
        each.process.kill()
        each.process.wait()
        os.close(each.source)


CLEARED = "\x1b[2J\x1b[1;1H"
END = "TIME Watching for changes; Ctrl-C ends it.\n"


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_on_a_terminal_each_report_has_the_screen_for_itself(watcher: Callable[..., Watcher]) -> None:
    Path("asynclint.toml").unlink()
    started = watcher("app", terminal=True)
    first = started.round()  # in which progress may be told, on a slow machine
    assert first.startswith(CLEARED)
    assert first.endswith(f"No findings in 1 file.\n{END}")
    put("app/sub/new.py", BLOCKS)
    second = started.round()
    assert second.startswith(CLEARED)
    assert "app/sub/new.py:3:5 ASL201 blocking-sleep [error, fixable]\n" in second
    assert "\nFound 1 finding (1 cause): 1 error, 0 warnings, 0 info in 2 files.\n" in second
    assert started.interrupted() == 0


def test_broken_settings_are_told_and_read_again(watcher: Callable[..., Watcher]) -> None:
    Path("asynclint.toml").unlink()
    put("app/a.py", BLOCKS)
    started = watcher("app", "--format", "json", terminal=False)
    assert '"code": "ASL201"' in started.round()
    put("asynclint.toml", "ignore = ['ASL201']\nnothing = 1\n")
    assert re.fullmatch(rf"Error: .*asynclint\.toml: there is no key 'nothing'\n{END}", started.round())
    put("asynclint.toml", "ignore = ['ASL201']\n")
    assert '"findings": []' in started.round()
    assert started.interrupted() == 0
