"""How a file is replaced: as a whole or not at all, and nothing but its text is another."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

import asynclint
from asynclint import settings
from asynclint.codemods.write import put, write
from asynclint.codes import ROWS
from asynclint.discovery import SourceError, discover
from asynclint.findings import FileError

ROOT = Path(asynclint.__file__).parent.parent
MARK = b"\xef\xbb\xbf"

needs_owners = pytest.mark.skipif(not hasattr(os, "chown"), reason="there are no owners here")
needs_a_user = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")


def file(path: Path, data: bytes = b"old\n") -> Path:
    path.write_bytes(data)
    return path


def complaint(path: Path, text: str = "new\n", before: bytes = b"old\n") -> str:
    """Why the file is not written."""
    with pytest.raises(SourceError) as caught:
        write(path, text, before)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        (b"a\n", "b\n", b"b\n"),
        (b"a", "b", b"b"),
        (b"a\r\nb\n", "a\r\nc\n", b"a\r\nc\n"),
        (b"a\rb", "a\rc", b"a\rc"),
        (MARK + b"a\n", "b\n", MARK + b"b\n"),
        (MARK + b"# coding: utf-8\n", "# coding: utf-8\nb", MARK + b"# coding: utf-8\nb"),
        ("é\n".encode(), "é!\n", "é!\n".encode()),
        (b"# coding: latin-1\n'\xe9'", "# coding: latin-1\n'é' + 'ü'", b"# coding: latin-1\n'\xe9' + '\xfc'"),
        (b"\x0c\na\x0b\n", "\f\nb\v\n", b"\x0c\nb\x0b\n"),
        (b"a\n", "", b""),
    ],
)
def test_the_bytes_are_those_of_the_encoding_the_file_has(
    tmp_path: Path, before: bytes, text: str, after: bytes
) -> None:
    path = file(tmp_path / "a.py", before)
    write(path, text, before)
    assert path.read_bytes() == after
    assert names(tmp_path) == ["a.py"]


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o640, 0o666])
def test_the_mode_is_kept(tmp_path: Path, mode: int) -> None:
    path = file(tmp_path / "a.py")
    path.chmod(mode)
    write(path, "new\n", b"old\n")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@needs_owners
def test_the_owner_is_kept_where_we_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def chown(path: str, owner: int, group: int) -> None:
        asked.append((owner, group))
        if owner != -1:
            raise PermissionError("not yours to give")

    path = file(tmp_path / "a.py")
    status = path.stat()
    monkeypatch.setattr(os, "chown", chown)
    write(path, "new\n", b"old\n")
    assert asked == [(status.st_uid, -1), (-1, status.st_gid)]
    assert path.read_bytes() == b"new\n"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_file_of_somebody_else_remains_his(tmp_path: Path) -> None:
    path = file(tmp_path / "a.py")
    path.chmod(0o4750)
    os.chown(path, 1234, 2345)
    path.chmod(0o4750)  # which the change of owner takes away
    write(path, "new\n", b"old\n")
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1234, 2345, 0o4750)


def test_a_link_goes_on_pointing_at_the_file(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = file(tmp_path / "real" / "a.py")
    near, far = tmp_path / "near.py", tmp_path / "far.py"
    near.symlink_to(Path("real") / "a.py")
    far.symlink_to(near)
    write(far, "new\n", b"old\n")
    assert target.read_bytes() == b"new\n"
    assert os.readlink(near) == os.path.join("real", "a.py")
    assert os.readlink(far) == str(near)
    assert names(tmp_path / "real") == ["a.py"]


def test_a_link_to_a_folder_on_the_way(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    target = file(tmp_path / "real" / "a.py")
    write(tmp_path / "link" / "a.py", "new\n", b"old\n")
    assert target.read_bytes() == b"new\n"
    assert (tmp_path / "link").is_symlink()


def test_a_file_that_was_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = file(tmp_path / "a.py", b"somebody else's\n")
    assert complaint(path) == "changed on disk meanwhile; not fixed"
    assert path.read_bytes() == b"somebody else's\n"
    assert names(tmp_path) == ["a.py"]


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    assert complaint(tmp_path / "a.py") == "cannot be written: no such file or directory; not fixed"
    assert names(tmp_path) == []


def test_a_text_that_the_encoding_lacks(tmp_path: Path) -> None:
    before = b"# coding: latin-1\n"
    path = file(tmp_path / "a.py", before)
    assert complaint(path, "# coding: latin-1\n'\u20ac'\n", before) == "cannot be written as latin-1"
    assert path.read_bytes() == before


def test_a_file_that_is_not_to_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(tmp_path / "a.py")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert complaint(path) == "read-only; not fixed"
    assert path.read_bytes() == b"old\n"


def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    path = file(tmp_path / "a.py")
    path.chmod(0o444)
    assert complaint(path) == "read-only; not fixed"
    assert path.read_bytes() == b"old\n"


def test_a_folder_that_takes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mkstemp(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = file(tmp_path / "a.py")
    monkeypatch.setattr(tempfile, "mkstemp", mkstemp)
    assert complaint(path) == "cannot be written: permission denied; not fixed"
    assert path.read_bytes() == b"old\n"


@needs_a_user
def test_a_read_only_folder(tmp_path: Path) -> None:
    path = file(tmp_path / "a.py")
    tmp_path.chmod(0o555)
    try:
        assert complaint(path) == "cannot be written: permission denied; not fixed"
    finally:
        tmp_path.chmod(0o755)
    assert path.read_bytes() == b"old\n"


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError()])
def test_what_fails_on_the_way_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    path = file(tmp_path / "a.py")
    with monkeypatch.context() as patch, pytest.raises((SourceError, KeyboardInterrupt, MemoryError)) as caught:
        patch.setattr(os, step, fail)
        write(path, "new\n", b"old\n")
    if isinstance(caught.value, SourceError):
        assert str(caught.value) == "cannot be written: no space left on device; not fixed"
    assert path.read_bytes() == b"old\n"
    assert names(tmp_path) == ["a.py"]


def test_a_folder_that_cannot_be_synced_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(22, "Invalid argument")

    path = file(tmp_path / "a.py")
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        patch.setattr(tempfile, "mkstemp", lambda **_: _made(tmp_path))
        write(path, "new\n", b"old\n")
    assert path.read_bytes() == b"new\n"


def _made(folder: Path) -> tuple[int, str]:
    stream = open(folder / ".asynclint-x.tmp", "wb")  # noqa: SIM115
    return os.dup(stream.fileno()), stream.name


def test_the_new_text_is_on_disk_before_it_takes_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    sync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda descriptor: (order.append("fsync"), sync(descriptor))[1])
    monkeypatch.setattr(os, "replace", lambda *paths: (order.append("replace"), replace(*paths))[1])
    write(file(tmp_path / "a.py"), "new\n", b"old\n")
    assert order[:2] == ["fsync", "replace"]


def test_a_long_name(tmp_path: Path) -> None:
    path = file(tmp_path / ("é" * 126 + ".py"))
    write(path, "new\n", b"old\n")
    assert path.read_bytes() == b"new\n"


def test_what_a_kill_leaves_behind_is_no_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "replace", lambda *_: None)
    monkeypatch.setattr(os, "unlink", lambda *_: None)
    write(file(tmp_path / "a.py"), "new\n", b"old\n")
    left = [name for name in names(tmp_path) if name != "a.py"]
    assert len(left) == 1
    assert left[0].startswith(".")
    assert not left[0].endswith(".py")
    errors: list[FileError] = []
    found = discover([tmp_path], settings.Settings(ROWS, tmp_path), errors)
    assert [source.path.name for source in found] == ["a.py"]


WRITER = """
import sys
from pathlib import Path
from asynclint.codemods.write import put, write
folder = Path(sys.argv[1])
while True:
    for path in sorted(folder.glob("*.py")):
        before = path.read_bytes()
        write(path, ("new" if before.startswith(b"old") else "old") * 20000 + "\\n", before)
        print(".", end="", flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing kills here")
def test_a_kill_leaves_each_file_old_or_new(tmp_path: Path) -> None:
    old, new = b"old" * 20000 + b"\n", b"new" * 20000 + b"\n"
    paths = [file(tmp_path / f"m{number:02}.py", old) for number in range(30)]
    for moment in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.read(1) == b"."
            time.sleep(0.013 * moment)
            writer.kill()
        assert writer.returncode == -signal.SIGKILL
        assert {path.read_bytes() for path in paths} <= {old, new}
        assert any(path.read_bytes() == new for path in paths) or moment
    left = [name for name in names(tmp_path) if name not in {path.name for path in paths}]
    assert all(name.startswith(".asynclint-") and name.endswith(".tmp") for name in left)
    assert sorted(tmp_path.glob("*.py")) == paths


def test_a_new_file_is_made(tmp_path: Path) -> None:
    usual = file(tmp_path / "usual")
    put(tmp_path / "new", b"text\n")
    assert (tmp_path / "new").read_bytes() == b"text\n"
    assert (tmp_path / "new").stat().st_mode == usual.stat().st_mode
    put(tmp_path / "new", b"other\n")
    assert (tmp_path / "new").read_bytes() == b"other\n"
    assert names(tmp_path) == ["new", "usual"]
    with pytest.raises(FileNotFoundError):
        put(tmp_path / "nowhere" / "new", b"")


def test_a_link_itself_is_replaced(tmp_path: Path) -> None:
    target = file(tmp_path / "target")
    (tmp_path / "link").symlink_to(target)
    put(tmp_path / "link", b"new\n")
    assert (target.read_bytes(), (tmp_path / "link").read_bytes()) == (b"old\n", b"new\n")
    assert not (tmp_path / "link").is_symlink()
