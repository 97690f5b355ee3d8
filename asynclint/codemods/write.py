"""A file is replaced as a whole or not at all: who reads it, or pulls the plug, finds the old text or the new one."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from asynclint.discovery import SourceError, content
from asynclint.errors import reason_of

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
        _replace(target, data)
    except OSError as error:
        raise SourceError(f"cannot be written: {reason_of(error)}; not fixed") from None


def put(path: Path, data: bytes) -> None:
    """Make a file of these bytes, or replace one (a link itself, and not what it points at). Raises ``OSError``."""
    _replace(path, data)


def _replace(target: Path, data: bytes) -> None:
    status = target.lstat() if os.path.lexists(target) else None
    # Hidden and no .py file: what a kill leaves behind is not taken for source.
    descriptor, name = tempfile.mkstemp(prefix=".asynclint-", suffix=".tmp", dir=target.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if status is None or stat.S_ISLNK(status.st_mode):
                os.chmod(name, 0o666 & ~_umask())
            else:
                _give_away(name, status)
                os.chmod(name, stat.S_IMODE(status.st_mode))  # after the owner, whose change takes bits away
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    _sync_folder(target.parent)


def _umask() -> int:
    """The mode bits that new files do not get; there is no way to ask without setting them."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _give_away(name: str, status: os.stat_result) -> None:
    """Owner and group as they were, each as far as we may."""
    if hasattr(os, "chown"):
        for owner, group in ((status.st_uid, -1), (-1, status.st_gid)):
            with contextlib.suppress(PermissionError):
                os.chown(name, owner, group)


def _sync_folder(folder: Path) -> None:
    """Have the rename on disk, where folders can be opened."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
