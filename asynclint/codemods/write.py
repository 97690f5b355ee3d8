"""A file is replaced as a whole or not at all: who reads it, or pulls the plug, finds the old text or the new one."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from asynclint.discovery import SourceError, content

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def write(path: Path, text: str, before: bytes) -> None:
    """Replace the file's bytes ``before`` by ``text`` in the same encoding; mode, owner and links are kept.

    Raises ``SourceError`` where the file is not what it was, or cannot be written.
    """
    data = content(path, text, before)
    target = Path(os.path.realpath(path))  # a link goes on pointing at it
    try:
        if target.read_bytes() != before:
            raise SourceError("changed on disk meanwhile; not fixed")
        if not target.stat().st_mode & _WRITABLE or not os.access(target, os.W_OK):  # root may write what nobody should
            raise SourceError("read-only; not fixed")
        _replace(target, data, target.stat())
    except OSError as error:
        raise SourceError(f"cannot be written: {(error.strerror or str(error)).lower()}; not fixed") from None


def put(path: Path, data: bytes) -> None:
    """Make a file of these bytes, or replace the one that is there; a device or a pipe is written to. Raises ``OSError``."""
    target = Path(os.path.realpath(path))
    if target.is_file():
        _replace(target, data, target.stat())
    elif target.exists():
        target.write_bytes(data)
    else:
        _replace(target, data, None)


def _replace(target: Path, data: bytes, before: os.stat_result | None) -> None:
    """Put the new file in the place of the old one, with its owner and mode; where there was none, with what any new file gets."""
    # Hidden and no .py file: what a kill leaves behind is not taken for source.
    descriptor, name = tempfile.mkstemp(prefix=".asynclint-", suffix=".tmp", dir=target.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if before is not None:
                _give_away(name, before)
            # After the owner, whose change takes bits away.
            os.chmod(name, stat.S_IMODE(before.st_mode) if before is not None else 0o666 & ~_mask())
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    _sync_folder(target.parent)


def _give_away(name: str, status: os.stat_result) -> None:
    """Owner and group as they were, each as far as we may."""
    if hasattr(os, "chown"):
        for owner, group in ((status.st_uid, -1), (-1, status.st_gid)):
            with contextlib.suppress(PermissionError):
                os.chown(name, owner, group)


def _mask() -> int:
    """What new files are not allowed. It can only be read by being set."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Have the rename on disk, where folders can be opened."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
