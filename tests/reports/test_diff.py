"""Diffs as ``patch`` and ``git apply`` take them: applied to the old file, each gives the new one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from asynclint.discovery import decode, encode
from asynclint.reports.diff import patch, unified

MARK = b"\xef\xbb\xbf"


def test_a_diff() -> None:
    before = "".join(f"{number}\n" for number in range(1, 20))
    assert unified("src/app.py", before, before.replace("9\n", "nine\n", 1)) == (
        "--- a/src/app.py\n+++ b/src/app.py\n@@ -6,7 +6,7 @@\n 6\n 7\n 8\n-9\n+nine\n 10\n 11\n 12\n"
    )


def test_no_change_no_diff() -> None:
    assert unified("a.py", "same\n", "same\n") == ""
    assert patch("a.py", "same\n", "same\n", b"same\n") == b""


def test_a_missing_newline_is_told_on_both_sides() -> None:
    assert unified("a.py", "a", "b") == (
        "--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"
    )


def test_nothing_but_a_newline_ends_a_line() -> None:
    diff = unified("a.py", "a\f\x0b\u2028\x85\rb\r\nc\n", "a\f\x0b\u2028\x85\rb\r\nd\n")
    assert diff.endswith("@@ -1,2 +1,2 @@\n a\f\x0b\u2028\x85\rb\r\n-c\n+d\n")


def test_a_name_cannot_steer_the_terminal_or_break_the_patch() -> None:
    diff = unified("a\n\x1b[31mb.py", "a\n", "b\n")
    assert diff.splitlines()[:2] == ["--- a/a\\n\\x1b[31mb.py", "+++ b/a\\n\\x1b[31mb.py"]


CASES = {
    "plain.py": (b"a\nb\n", "a\nc\n"),
    "no newline.py": (b"a\nb", "a\nc"),
    "größe.py": ("# größe\nb\n".encode(), "# größe\nc\n"),
    "crlf.py": (b"a\r\nb\r\n", "a\r\nc\r\n"),
    "mixed.py": (b"a\rb\r\nc\nd\n", "a\rb\r\nx\nd\n"),
    "mark.py": (MARK + b"a\nb\n", "a\nc\n"),
    "mark_first.py": (MARK + b"a\nb\n", "import asyncio\na\nb\n"),
    "latin.py": (b"# coding: latin-1\n'\xe9'\nb\n", "# coding: latin-1\n'é'\nc\n"),
    "latin_changed.py": (b"# coding: latin-1\n'\xe9'\n", "# coding: latin-1\nawait 'é'\n"),
    "feed.py": (b"a\n\x0c\nb\x0c\nc\n", "a\n\f\nb\f\nd\n"),
    "sub/deep.py": (b"a\n", "b\n"),
    "emptied.py": (b"a\n", ""),
}


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["git", "apply", "-p1", "--whitespace=nowarn", "changes.diff"], id="git"),
        pytest.param(["patch", "-p1", "--binary", "--quiet", "--input=changes.diff"], id="patch"),
    ],
)
def test_a_patch_of_many_files_gives_the_new_ones(tmp_path: Path, command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"there is no {command[0]}")
    diff = b""
    for name, (before, after) in CASES.items():
        if name == "emptied.py" and command[0] == "patch":
            continue  # which removes a file that becomes empty
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(before)
        diff += patch(name, decode(before), after, before)
    (tmp_path / "changes.diff").write_bytes(diff)
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done
    for name, (before, after) in CASES.items():
        if (tmp_path / name).exists():
            assert (tmp_path / name).read_bytes() == encode(after, before), name
