"""Stage 1 of one file: its facts, or why there are none."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from asynclint import notebooks, profiling
from asynclint.cache import Cache, fingerprint
from asynclint.discovery import SourceError, SourceFile, read
from asynclint.findings import FileError
from asynclint.program.extract import extract
from asynclint.program.facts import TEXT_SIZE, Comments, ModuleFacts, ScopeKind, encode, outermost, text_digest
from asynclint.program.outline import outline
from asynclint.program.sources import split_lines
from asynclint.program.syntax import UnreadableSyntax, parse

TOO_DEEP = "nested too deeply to be analysed"


class Read(msgspec.Struct, array_like=True):
    """What a process found in a file: the digest of its text with outline and facts, as far as they are not kept already."""

    digest: bytes = b""
    error: FileError | None = None
    outline: bytes = b""
    facts: bytes = b""  # for the next process
    kept: bytes = b""  # for the next run


@dataclass(frozen=True, slots=True)
class Reader:
    """Stage 1 of one file, in whatever process of this machine.

    What is ``kept`` in that cache, or of a text whose digest is ``known``, is not worked out again.
    """

    given: Mapping[str, str]
    kept: Path | None = None
    known: Collection[bytes] = frozenset()

    def __call__(self, file: SourceFile) -> Read:
        """All that is to be said of the file."""
        text = self.text(file)
        return text if isinstance(text, Read) else read_text(text, file, self.keeps(file))

    def text(self, file: SourceFile) -> str | Read:
        """The text of the file; or all that is to be said, where that is known or there is none."""
        path = str(file.path)
        try:
            text = self.given[path] if path in self.given else read(file.path)
        except SourceError as error:
            return Read(error=FileError(file.display, str(error), error.line))
        if self.kept is not None or self.known:
            digest = digest_of(text, file)
            if digest in self.known:
                return Read(digest)
            if self.kept is not None and _cache(self.kept).get("outlines", digest) is not None:
                return Read(digest)
        return text

    def keeps(self, file: SourceFile) -> bool:
        """Whether what is read of the file is to be kept for later runs."""
        return self.kept is not None and str(file.path) not in self.given


def read_text(text: str, file: SourceFile, keeps: bool) -> Read:
    """Stage 1 of one text, in whatever process of whatever machine."""
    known = digest_of(text, file)
    try:
        facts = facts_of(text)
        content = msgspec.msgpack.encode(facts) if keeps else b""
        return Read(known, None, msgspec.msgpack.encode(outline(facts)), encode(facts), content)
    except UnreadableSyntax as error:
        return Read(known, _in_cell(FileError(file.display, str(error), error.line), text, str(file.path)))
    except (RecursionError, ValueError):
        return Read(known, FileError(file.display, TOO_DEEP))


def facts_of(text: str) -> ModuleFacts:
    """The facts of a text. Raises ``UnreadableSyntax``, and ``RecursionError`` where the stack is not deep."""
    with profiling.part("read", "parse"):
        tree = parse(text)
    with profiling.part("read", "extract"):
        facts = extract(tree, text.count("\n") + 1, comments=_comments(text))
        return msgspec.structs.replace(facts, texts=_texts(facts, split_lines(text)))


def _texts(facts: ModuleFacts, lines: Sequence[str]) -> bytes:
    """What stands for the texts of functions, see :attr:`ModuleFacts.texts`."""
    found = [bytes(TEXT_SIZE)] * len(facts.scopes)
    for index, scope in enumerate(facts.scopes):
        if scope.kind is ScopeKind.FUNCTION and outermost(facts, index) == index:
            text = "".join(lines[scope.line - 1 : scope.end_line])
            found[index] = text_digest(text)
    return b"".join(found)


def digest_of(text: str, file: SourceFile) -> bytes:
    """What stands for a text; a notebook is read otherwise than other files."""
    return fingerprint(text.encode("utf-8", "surrogatepass"), file.path.suffix.encode("utf-8", "surrogateescape"))


@functools.cache
def _cache(path: Path) -> Cache:
    return Cache(path)


def _comments(text: str) -> Comments:
    lowered = text.lower()
    return Comments.OURS if "asynclint:" in lowered else Comments.NOQA if "noqa" in lowered else Comments.NONE


def _in_cell(error: FileError, text: str, path: str) -> FileError:
    """The error at its place in a cell, where the file is a notebook."""
    if error.line is None or not notebooks.is_notebook(path):
        return error
    cell, line = notebooks.Cells(text).place(error.line)
    return replace(error, line=line, cell=cell)
