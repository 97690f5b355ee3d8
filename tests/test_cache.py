"""The cache: whatever happens to it, a run ends well, says the same, and loses nothing."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from asynclint import cache, cli, state

BLOCKS = "import time\n\nasync def f():\n    time.sleep(1)\n"
EXPECTED = [("app.py", 4, "ASL201"), ("pkg/more.py", 4, "ASL201")]


@pytest.fixture(autouse=True)
def project(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (project / "pkg").mkdir()
    (project / "app.py").write_text(BLOCKS)
    (project / "pkg" / "more.py").write_text(BLOCKS)
    monkeypatch.setenv(cache.VARIABLE, str(project.parent / "cache"))
    return project


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str]) -> Callable[..., list[tuple[str, int, str]]]:
    """What the command finds, with nothing on standard error; it never fails."""

    def found(*options: str) -> list[tuple[str, int, str]]:
        assert cli.main([".", "--format", "json", *options]) in (0, 1)
        output = capsys.readouterr()
        assert output.err == ""
        return [(each["path"], each["line"], each["code"]) for each in json.loads(output.out)["findings"]]

    return found


Lint = Callable[..., list[tuple[str, int, str]]]


def file_of(folder: Path) -> Path:
    """The only file of a project there is."""
    (path,) = (folder.parent / "cache" / "projects").glob("*.sqlite")
    return path


def test_a_run_leaves_nothing_in_the_project(project: Path, lint: Lint) -> None:
    assert lint() == EXPECTED
    assert sorted(str(path.relative_to(project)) for path in project.rglob("*")) == ["app.py", "pkg", "pkg/more.py"]
    assert file_of(project).stat().st_size > 0


def test_without_a_cache_nothing_is_read_or_written(project: Path, lint: Lint) -> None:
    assert lint("--no-cache") == EXPECTED
    assert not (project.parent / "cache" / "projects").exists()


@pytest.mark.parametrize("seed", range(12))
def test_damage_anywhere_is_noticed(project: Path, lint: Lint, seed: int) -> None:
    lint()
    path = file_of(project)
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    kind = seed % 4
    if kind == 0:
        content = content[: chance.randrange(len(content))]
    elif kind == 1:
        start = chance.randrange(len(content))
        content[start : start + 4096] = bytes(min(4096, len(content) - start))
    elif kind == 2:
        for _ in range(200):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    else:
        content = bytearray(chance.randbytes(5000))
    path.write_bytes(bytes(content))
    (project / "app.py").write_text("\n" + BLOCKS)
    assert lint() == [("app.py", 5, "ASL201"), EXPECTED[1]]
    assert lint() == [("app.py", 5, "ASL201"), EXPECTED[1]]


def test_rows_of_somebody_who_knows_the_keys_are_checked(project: Path, lint: Lint) -> None:
    """Content that is no state, or one of another program, under the right keys and with the right checks."""
    lint()
    with sqlite3.connect(file_of(project)) as db:
        rows = db.execute("SELECT key, content FROM states").fetchall()
        for nonsense in (b"", b"\x00", b"\xc1", b"\x90" * 40, b"\x9f" + b"\x81" * 5000):
            for key, _ in rows:
                content = cache.fingerprint(nonsense) + nonsense
                db.execute("UPDATE states SET content = ? WHERE key = ?", (content, key))
            db.commit()
            assert lint() == EXPECTED
            (project / "app.py").write_text(BLOCKS + "\n")
    with sqlite3.connect(file_of(project)) as db:
        for table in ("facts", "outlines"):
            db.execute(f"UPDATE {table} SET content = ?", (cache.fingerprint(b"\x90") + b"\x90",))
    (project / "app.py").write_text(BLOCKS + "\n\n")
    assert lint() == EXPECTED


def test_what_is_no_database_is_thrown_away(project: Path, lint: Lint) -> None:
    lint()
    path = file_of(project)
    path.write_text("not a database, but somebody's letter\n" * 99)
    assert lint() == EXPECTED
    assert path.read_bytes().startswith(b"SQLite format 3")


def test_a_database_with_other_tables_does_no_harm(project: Path, lint: Lint) -> None:
    lint()
    path = file_of(project)
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE facts (something TEXT)")
    assert lint() == EXPECTED
    assert lint() == EXPECTED


def test_a_file_that_changes_within_the_tick_of_a_clock_is_read_again(project: Path, lint: Lint) -> None:
    assert lint() == EXPECTED
    before = (project / "app.py").stat()
    (project / "app.py").write_text(BLOCKS.replace("time.sleep(1)", "time.time()  "))  # as long as before
    os.utime("app.py", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert lint() == EXPECTED[1:]


@pytest.mark.parametrize("years", [-30, 30])
def test_clocks_may_be_wrong(project: Path, lint: Lint, years: int, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + years * 365 * 24 * 3600)
    monkeypatch.setattr(time, "time_ns", lambda: int((now + years * 365 * 24 * 3600) * 1e9))
    assert lint() == EXPECTED
    (project / "app.py").write_text("x = 1\n")
    assert lint() == EXPECTED[1:]
    monkeypatch.undo()
    monkeypatch.chdir(project)
    monkeypatch.setenv(cache.VARIABLE, str(project.parent / "cache"))
    (project / "app.py").write_text(BLOCKS)
    assert lint() == EXPECTED
    assert lint() == EXPECTED


def test_another_version_begins_anew_and_the_old_one_is_still_there(
    project: Path, lint: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    lint()
    monkeypatch.setattr(cache, "version", lambda: b"another")
    assert lint() == EXPECTED
    monkeypatch.undo()
    monkeypatch.chdir(project)
    monkeypatch.setenv(cache.VARIABLE, str(project.parent / "cache"))
    found = cache.of_project(Path.cwd())
    assert found is not None
    with sqlite3.connect(found.path) as db:
        assert db.execute("SELECT count(*) FROM states").fetchone() == (4,)


def test_branches_are_switched(project: Path, lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read on one branch is known when one comes back to it, though every file is new to the file system."""
    from asynclint import reading

    other = BLOCKS.replace("sleep(1)", "sleep(2)")
    lint()
    (project / "app.py").write_text(other)
    lint()
    monkeypatch.setattr(reading, "extract", lambda *args, **options: pytest.fail("read again"))
    for text in (BLOCKS, other):
        (project / "app.py").unlink()
        (project / "app.py").write_text(text)
        assert lint() == EXPECTED


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_cache_that_cannot_be_written(project: Path, lint: Lint) -> None:
    (project.parent / "cache").mkdir()
    (project.parent / "cache").chmod(0o500)
    assert lint() == EXPECTED


def test_a_file_in_the_place_of_the_folder(project: Path, lint: Lint) -> None:
    (project.parent / "cache").write_text("in the way")
    assert lint() == EXPECTED
    assert lint() == EXPECTED


def test_a_full_disk(project: Path, lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite says of a database that may not grow what it says of a disk that is full."""
    monkeypatch.setattr(cache, "_MOST_OF_ONE", 3 * 4096)
    assert lint() == EXPECTED
    monkeypatch.undo()
    monkeypatch.chdir(project)
    monkeypatch.setenv(cache.VARIABLE, str(project.parent / "cache"))
    assert lint() == EXPECTED


def test_somebody_else_is_writing_for_very_long(project: Path, lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    lint()
    monkeypatch.setattr(cache, "_PATIENCE", 0.05)
    cache_of = cache.of_project(Path.cwd())
    assert cache_of is not None
    with sqlite3.connect(cache_of.path) as db:
        db.execute("BEGIN EXCLUSIVE")
        (project / "app.py").write_text("x = 1\n")
        assert lint() == EXPECTED[1:]
    assert lint() == EXPECTED[1:]


RUN = [sys.executable, "-m", "asynclint", ".", "--format", "json"]


def test_many_runs_at_once(project: Path) -> None:
    for number in range(20):
        (project / f"m{number}.py").write_text(BLOCKS + f"\nx = {number}\n")
    expected = subprocess.run([*RUN, "--no-cache"], capture_output=True, check=False).stdout
    for _ in range(2):
        runs = [subprocess.Popen(RUN, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(5)]
        for run in runs:
            out, err = run.communicate(timeout=120)
            assert (out, err) == (expected, b"")


@pytest.mark.slow
def test_a_run_that_is_killed_at_any_moment(project: Path, lint: Lint) -> None:
    for number in range(60):
        (project / f"m{number}.py").write_text(BLOCKS + f"\nx = {number}\n")
    for step in range(14):
        (project / "app.py").write_text(f"{BLOCKS}\ny = {step}\n")
        run = subprocess.Popen(RUN, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(0.15 + 0.06 * step)
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    found = lint()
    assert found == lint("--no-cache")
    assert len(found) == 62


def _write_again_and_again(path: Path, seed: int) -> None:
    for number in range(30):
        kept = cache.Cache(path)
        kept.put({"facts": {f"{seed}.{number}".encode(): bytes(20_000)}}, {})
        kept.close()


def test_writers_do_not_lose_what_others_wrote(tmp_path: Path) -> None:
    path = tmp_path / "shared.sqlite"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_again_and_again, args=(path, seed)) for seed in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    keys = [f"{seed}.{number}".encode() for seed in range(3) for number in range(30)]
    assert cache.Cache(path).get_all("facts", keys).keys() == set(keys)


def test_what_nobody_has_used_for_long_is_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = cache.Cache(tmp_path / "a.sqlite")
    kept.put({"facts": {b"old": b"1", b"in use": b"2"}}, {})
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 20 * 24 * 3600)
    kept.put({"facts": {b"new": b"3"}}, {"facts": [b"in use"]})
    assert kept.get_all("facts", [b"old", b"in use", b"new"]) == {b"in use": b"2", b"new": b"3"}


def test_all_projects_together_take_so_much_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        kept = cache.Cache(tmp_path / f"{number}.sqlite")
        kept.put({"facts": {b"x": bytes(30_000)}}, {})
        os.utime(kept.path, (time.time() - 1000 + number,) * 2)
    monkeypatch.setattr(cache, "_MOST", int(2.5 * (tmp_path / "0.sqlite").stat().st_size))
    cache.forget_unused(tmp_path)
    assert sorted(path.name for path in tmp_path.glob("*.sqlite")) == ["4.sqlite", "5.sqlite"]


def test_nothing_of_a_cache_in_the_project_is_believed(project: Path, lint: Lint) -> None:
    """A folder of that name that somebody has committed is a folder like any other that begins with a dot."""
    lint()
    shutil.copytree(project.parent / "cache", project / ".asynclint_cache")
    shutil.rmtree(project.parent / "cache")
    (project / "app.py").write_text("x = 1\n")
    assert lint() == EXPECTED[1:]


def test_info_and_clear(project: Path, lint: Lint, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["cache", "info"]) == 0
    assert capsys.readouterr().out == f"{project.parent / 'cache'}: empty\n"
    lint()
    assert cli.main(["cache", "info"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(f"{project.parent / 'cache'}: ")
    assert [line.split()[0] for line in told[1:] if "libraries" not in line] == ["size", file_of(project).stem]
    assert cli.main(["cache", "clear"]) == 0
    assert capsys.readouterr().out.startswith("removed ")
    assert list((project.parent / "cache").rglob("*.sqlite")) == []
    assert lint() == EXPECTED


def test_only_what_is_ours_is_cleared(project: Path, lint: Lint, capsys: pytest.CaptureFixture[str]) -> None:
    lint()
    letter = project.parent / "cache" / "letter.txt"
    letter.write_text("dear")
    assert cli.main(["cache", "clear"]) == 0
    capsys.readouterr()
    assert letter.read_text() == "dear"


def test_a_state_is_of_one_way_of_linting(project: Path, lint: Lint) -> None:
    assert lint("--ignore", "ASL2") == []
    assert lint() == EXPECTED
    Path("asynclint.toml").write_text(textwrap.dedent('ignore = ["ASL201"]'))
    assert lint() == []
    assert lint("--isolated") == EXPECTED
    assert cli.main(["pkg", "--isolated", "-q"]) == 1


def test_a_project_that_is_linted_is_in_use(project: Path, lint: Lint) -> None:
    """Also where nothing changes, and nothing is written."""
    lint()
    for path in project.rglob("*.py"):
        os.utime(path, (1, 1))
    lint()
    path = file_of(project)
    os.utime(path, (time.time() - 20 * 24 * 3600,) * 2)
    lint()
    assert time.time() - path.stat().st_mtime < 3600


def test_recent_files_are_not_trusted(project: Path) -> None:
    now = time.time_ns()
    (project / "app.py").touch()
    signature = cache.stat_signature("app.py")
    told = state.FileState("app.py", "app.py", ".", signature, b"", None)
    assert not state.is_as_before(told, now)
    assert state.is_as_before(told, now + 10_000_000_000)


def test_a_run_in_which_rules_have_nothing_to_look_at_does_not_import_libcst(tmp_path: Path) -> None:
    app = tmp_path / "app.py"
    app.write_text("async def f(): pass\n")
    command = [sys.executable, "-X", "importtime", "-m", "asynclint", "--isolated", str(app)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0
    assert re.search(r"\| +asynclint.analysis$", done.stderr, re.M) and not re.search(r"\| +libcst$", done.stderr, re.M)
    app.write_text(BLOCKS)
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1 and re.search(r"\| +libcst$", done.stderr, re.M)
