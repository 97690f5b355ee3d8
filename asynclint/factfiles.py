"""Files of facts: stage 1 as a step of a build, whose outcome a build system can keep and hand on.

The same sources give the same bytes, at any time and in any folder: paths are kept as they were given. A file of facts is
read with care, as it may come from anywhere: nothing of it is run, and nothing in it becomes much larger than it says.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from asynclint import workers
from asynclint.discovery import SourceError, SourceFile, display, source
from asynclint.errors import reason_of
from asynclint.fingerprints import of_program
from asynclint.program.facts import ModuleFacts
from asynclint.reading import read_text

_MAGIC = b"asynclint facts"
_CHECK = 16  # bytes that tell whether the rest is damaged
_MOST = 256_000_000  # bytes of one source, or of its facts


class FactsError(Exception):
    """Why files of facts cannot be written or read, as one line for the user."""


class Row(msgspec.Struct, array_like=True):
    """A source file: path and root as they were given, in bytes, what is in it, and what was read there or why it was not.

    An ``error`` is a message, with the line and the cell that are to blame.
    """

    path: bytes
    root: bytes
    content: bytes  # compressed
    digest: bytes = b""
    outline: bytes = b""
    facts: bytes = b""  # compressed
    error: tuple[str, int | None, int | None] | None = None

    @property
    def file(self) -> SourceFile:
        """The file, where it would be below the working directory."""
        path = os.path.abspath(os.fsdecode(self.path))
        return SourceFile(Path(path), display(path), Path(os.path.abspath(os.fsdecode(self.root))))

    def text(self) -> str:
        """The text of the file. Raises ``SourceError``."""
        return source(os.fsdecode(self.path), _decompressed(self.content))

    def decoded(self) -> ModuleFacts:
        """The facts. Raises ``RecursionError``; and ``ValueError`` or ``SourceError`` where they are none."""
        return _FACTS.decode(_decompressed(self.facts))


_ROWS = msgspec.msgpack.Decoder(list[Row])
_FACTS = msgspec.msgpack.Decoder(ModuleFacts)


def made(paths: Iterable[str], root: str) -> bytes:
    """The facts of the source files, which belong to a tree below ``root``. Raises :class:`FactsError`."""
    normal = sorted({os.path.normpath(path) for path in paths})
    rows = workers.deep(lambda paths: [_row(path, os.path.normpath(root)) for path in paths], normal)
    body = msgspec.msgpack.encode(rows)
    return b"%s %s\n%s%s" % (_MAGIC, of_program().encode(), _check(body), body)


def _row(path: str, root: str) -> Row:
    row = Row(os.fsencode(path), os.fsencode(root), b"")
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise FactsError(f"{path}: {reason_of(error)}") from None
    if len(content) > _MOST:
        raise FactsError(f"{path}: larger than {_MOST:,} bytes")
    row.content = zlib.compress(content)
    try:
        text = source(path, content)
    except SourceError as error:
        row.error = str(error), error.line, None
        return row
    found = read_text(text, row.file, keeps=True)
    if found.error is not None:
        row.error = found.error.message, found.error.line, found.error.cell
    else:
        row.digest, row.outline, row.facts = found.digest, found.outline, zlib.compress(found.kept)
    return row


def load(paths: Sequence[str]) -> list[Row]:
    """The rows of the files of facts, one for each source file. Raises :class:`FactsError`."""
    rows: dict[bytes, tuple[Row, str]] = {}
    for path in paths:
        for row in _rows(path):
            known, before = rows.setdefault(row.path, (row, path))
            if known != row:
                raise FactsError(f"{os.fsdecode(row.path)} is not the same in {before} and {path}")
    return [row for row, _ in rows.values()]


def _rows(path: str) -> list[Row]:
    try:
        head, newline, rest = Path(path).read_bytes().partition(b"\n")
    except OSError as error:
        raise FactsError(f"{path}: {reason_of(error)}") from None
    if not head.startswith(_MAGIC + b" ") or not newline:
        raise FactsError(f"{path}: no file of facts")
    maker = head.removeprefix(_MAGIC + b" ").decode("utf-8", "replace")
    if maker != of_program():
        raise FactsError(f"{path}: made by {maker}, and this is {of_program()}")
    body = rest[_CHECK:]
    if rest[:_CHECK] != _check(body):
        raise FactsError(f"{path}: damaged")
    try:
        return _ROWS.decode(body)
    except (msgspec.DecodeError, RecursionError):
        raise FactsError(f"{path}: damaged") from None


def _check(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_CHECK).digest()


def _decompressed(content: bytes) -> bytes:
    """At most so much as was compressed. Raises ``SourceError``."""
    stream = zlib.decompressobj()
    try:
        found = stream.decompress(content, _MOST)
    except zlib.error:
        found = b""
    if not stream.eof:
        raise SourceError("the facts are damaged")
    return found
