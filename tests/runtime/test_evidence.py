"""Evidence is written whatever happens, and read whatever it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from asynclint.runtime import evidence
from asynclint.runtime.evidence import SUFFIX, Evidence, FileSink, evidence_of, record_of
from asynclint.runtime.frames import Place
from asynclint.runtime.sanitizer import Options, Sanitizer

PLACE = {"path": "/tmp/a.py", "line": 3, "function": "main"}
GOOD = {"kind": "blocked", "place": PLACE, "duration": 0.5}


def read(folder: Path) -> list[dict[str, Any]]:
    return list(evidence.read(folder))


def write(folder: Path, *lines: bytes) -> None:
    (folder / f"1-1{SUFFIX}").write_bytes(b"".join(line + b"\n" for line in lines))


# -- Reading --


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    place = Place("/tmp/a.py", 3, "main")
    each = Evidence(
        "cancel-swallowed", place, (place, place), 0.25, 7.0, "t", "d", "test_it", place, (place,), count=3, total=0.5
    )
    FileSink(tmp_path)(record_of(each))
    start, record = read(tmp_path)
    assert start["kind"] == "start"
    assert evidence_of(record) == replace(each, process=os.getpid())


def test_blocks_that_come_again_and_again_are_counted_once_each(tmp_path: Path) -> None:
    sanitizer = Sanitizer(Options(), FileSink(tmp_path))
    for block in range(1, 121):
        for kind in ("blocking-now", "blocked"):
            sanitizer.report(Evidence(kind, Place("/tmp/a.py", 3, "main"), duration=block / 1000, block=block))
    sanitizer.flush()
    found = [each for record in evidence.read(tmp_path) if (each := evidence_of(record)) is not None]
    assert sum(each.count for each in found) == 120
    assert {(each.kind, each.detail) for each in found} == {("blocked", "")}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"no json",
        b'{"kind": "blocked", "place":',
        b"\xff\xfe\x00",
        b"null",
        b"[1]",
        b"{}",
        b'{"kind": 1}',
        b"[" * 100_000,
        b'{"kind": "blocked", "place": ' + b'{"a": ' * 50_000 + b"1" + b"}" * 50_001,
        b'{"kind": "blocked", "place": 7}',
        b'{"kind": "blocked", "place": {"path": "a", "line": "1", "function": "f"}}',
        b'{"kind": "blocked", "place": {"path": "a", "line": true, "function": "f"}}',
        b'{"kind": "blocked", "place": {"path": "a", "line": 0, "function": "f"}}',
        b'{"kind": "blocked", "place": {"path": "a", "line": ' + b"9" * 5000 + b', "function": "f"}}',
        b'{"kind": "blocked", "place": {"path": "a\\u0000b", "line": 1, "function": "f"}}',
        b'{"kind": "blocked", "place": null, "stack": 1}',
        b'{"kind": "blocked", "place": null, "stack": {"path": "a"}}',
        b'{"kind": "blocked", "place": null, "duration": "long"}',
        b'{"kind": "blocked", "place": null, "duration": NaN}',
        b'{"kind": "blocked", "place": null, "duration": -1}',
        b'{"kind": "blocked", "place": null, "duration": 1e999}',
        b'{"kind": "blocked", "place": null, "duration": 1' + b"0" * 400 + b"}",
        b'{"kind": "blocked", "place": null, "duration": [1]}',
        b'{"kind": "blocked", "place": null, "count": 0}',
        b'{"kind": "blocked", "place": null, "count": 1.5}',
        b'{"kind": "blocked", "place": null, "handlers": "x"}',
        b'{"kind": "blocked", "place": null, "about": []}',
        b'{"kind": "x", "big": "' + b"a" * 2_000_000 + b'"}',
    ],
    ids=lambda line: line[:40],
)
def test_a_damaged_record_is_left_out_and_told(line: bytes, tmp_path: Path) -> None:
    write(tmp_path, json.dumps(GOOD).encode(), line, json.dumps(GOOD).encode())
    first, second, fault = read(tmp_path)
    assert first == second == GOOD
    assert fault == {"kind": "fault", "detail": f"1 damaged record of 1-1{SUFFIX} left out"}


def test_a_record_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    (tmp_path / f"1-1{SUFFIX}").write_bytes(json.dumps(GOOD).encode() + b"\n" + json.dumps(GOOD).encode()[:-10])
    good, fault = read(tmp_path)
    assert good == GOOD
    assert fault["kind"] == "fault"


def test_what_is_not_known_is_handed_on(tmp_path: Path) -> None:
    write(tmp_path, b'{"kind": "of another version"}')
    assert read(tmp_path) == [{"kind": "of another version"}]
    assert evidence_of({"kind": "of another version"}) is None


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / f"1-1{SUFFIX}").mkdir()
    assert read(tmp_path) == [{"kind": "fault", "detail": f"1-1{SUFFIX} cannot be read: Is a directory"}]


def test_a_block_that_ended_is_told_once(tmp_path: Path) -> None:
    now = {**GOOD, "kind": "blocking-now", "block": 1}
    end = {**GOOD, "kind": "cpu", "duration": 0.7, "block": 1}
    write(tmp_path, *(json.dumps(each).encode() for each in (now, {**GOOD, "block": 2}, end)))
    assert read(tmp_path) == [{**GOOD, "block": 2}, end]


def test_a_block_that_never_ended_is_told_as_far_as_it_went(tmp_path: Path) -> None:
    write(tmp_path, json.dumps({**GOOD, "kind": "blocking-now", "block": 1}).encode())
    assert read(tmp_path) == [{**GOOD, "block": 1, "detail": "still under way when the process ended"}]


# -- Writing --

WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from asynclint.runtime.evidence import FileSink
sink = FileSink(Path(sys.argv[1]))
"""


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WRITER + code, str(folder)], capture_output=True, text=True, check=False
    )


def test_a_full_disk_is_told_once_and_the_program_goes_on(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))\n"
    done = run(limit + "for n in range(1000): sink({'kind': 'ran', 'line': n})\nprint('done')", tmp_path)
    assert (done.returncode, done.stdout) == (0, "done\n")
    assert done.stderr in (
        "asynclint: evidence cannot be written: File too large\n",
        "asynclint: evidence cannot be written: No space left on device\n",
    )
    records = read(tmp_path)
    assert [record["line"] for record in records if record["kind"] == "ran"][:3] == [0, 1, 2]


@pytest.mark.parametrize("folder", ["missing", "file"])
def test_a_folder_that_is_none_is_told_once(folder: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("for _ in range(3): sink({'kind': 'ran'})\nprint('done')", tmp_path / folder)
    assert (done.returncode, done.stdout) == (0, "done\n")
    assert done.stderr.count("evidence cannot be written") == len(done.stderr.splitlines()) == 1


def test_a_closed_error_stream_does_not_matter(tmp_path: Path) -> None:
    done = run("import os; os.close(2)\nsink({'kind': 'ran'})\nprint('done')", tmp_path / "missing")
    assert (done.returncode, done.stdout) == (0, "done\n")


def test_a_program_that_closes_everything_and_opens_files_of_its_own(tmp_path: Path) -> None:
    (out := tmp_path / "evidence").mkdir()
    code = f"""
import os
sink({{'kind': 'first'}})
os.closerange(3, 100)
own = [os.open({str(tmp_path / "own")!r}, os.O_WRONLY | os.O_CREAT) for _ in range(20)]
sink({{'kind': 'second'}})
"""
    assert run(code, out).returncode == 0
    assert (tmp_path / "own").read_bytes() == b""
    assert sorted(record["kind"] for record in read(out)) == ["first", "second", "start", "start"]


def test_two_programs_write_side_by_side(tmp_path: Path) -> None:
    code = WRITER + "for n in range(300): sink({'kind': 'ran', 'path': sys.argv[2], 'line': n})"
    programs = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in ("a", "b")]
    assert [program.wait() for program in programs] == [0, 0]
    records = read(tmp_path)
    for name in ("a", "b"):
        assert [each["line"] for each in records if each.get("path") == name] == list(range(300))
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_fork_writes_to_a_file_of_its_own(tmp_path: Path) -> None:
    code = "import os\nsink({'kind': 'parent'})\nif os.fork() == 0:\n    sink({'kind': 'child'})\n    os._exit(0)\nos.wait()"
    assert run(code, tmp_path).returncode == 0
    files = sorted(path.read_text().count("\n") for path in tmp_path.iterdir())
    assert files == [2, 2]
    assert sorted(record["kind"] for record in read(tmp_path)) == ["child", "parent", "start", "start"]


@pytest.mark.parametrize("end", ["os._exit(3)", "os.kill(os.getpid(), 9)", "ctypes.string_at(0)"])
def test_what_was_written_is_there_whatever_the_end(end: str, tmp_path: Path) -> None:
    run(f"import ctypes, os\nsink({{'kind': 'ran', 'line': 1}})\n{end}", tmp_path)
    assert [record["kind"] for record in read(tmp_path)] == ["start", "ran"]
