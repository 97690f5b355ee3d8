"""Stages 1 and 2 of a run on an executor, whose workers share nothing with this machine but the program.

Stage 1 sends what is in the files and gets facts back. For stage 2 every worker gets the linked program, once, makes one of its own
of it and keeps that for the batches to come. Linking itself is done on the one machine that knows all facts.
"""

from __future__ import annotations

import gc
import marshal
import os
import threading
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import msgspec

from asynclint import executors, workers
from asynclint.discovery import SourceError, SourceFile, source
from asynclint.engine import Counter, Linted, Read, Run, Suspect, decoded, facts_of, size, weight
from asynclint.findings import FileError
from asynclint.fingerprints import of_program
from asynclint.program import sent
from asynclint.program.index import Extent
from asynclint.program.sources import Sources
from asynclint.settings import Settings

T = TypeVar("T")
_LEVEL = 1  # of zlib
_UTF_8 = "utf-8", "surrogatepass"


class _File(msgspec.Struct, array_like=True):
    """A file to be read; without content where only the machine that it lies on can tell what is in it."""

    path: str
    display: str
    content: bytes | None  # compressed


class _Answer(msgspec.Struct, array_like=True):
    """What was read of a file: facts, packed, or an error; neither where it is to be read where it lies."""

    path: str
    facts: bytes | None = None
    error: FileError | None = None


class _Checking(msgspec.Struct, array_like=True):
    """What every worker gets for stage 2.

    What is in files, and the texts that were given in place of that, are by path, compressed; ``oldest`` are Python versions,
    by folder.
    """

    settings: dict[str, Any]
    program: sent.Sent
    contents: dict[str, bytes]
    given: dict[str, bytes]
    oldest: dict[str, tuple[int, int] | None]


class Remote:
    """The stages of a run, as an executor does them."""

    def __init__(self, executor: Executor, run: Run) -> None:
        self._executor = executor
        self._run = run
        # By path, as they went and as they came: so they go to the workers again.
        self._contents: dict[str, bytes] = {}
        self._packed: dict[str, bytes] = {}

    def read(self, files: Sequence[SourceFile], progress: Counter | None) -> list[Read]:
        """What is read of each file."""
        return executors.work(
            self._executor,
            read,
            files,
            [size(file.path) for file in files],
            encode=lambda batch: _encode([_File(str(f.path), f.display, self._content(f)) for f in batch]),
            decode=lambda content: [self._taken(answer) for answer in _decode(content, list[_Answer])],
            here=lambda left, careful: self._run.read(left, careful=careful),
            progress=progress,
        )

    def _content(self, file: SourceFile) -> bytes | None:
        path = str(file.path)
        if path in self._run.given:
            return None
        try:
            self._contents[path] = zlib.compress(file.path.read_bytes(), _LEVEL)
        except OSError:
            return None
        return self._contents[path]

    def _taken(self, answer: _Answer) -> Read:
        if answer.facts is None:
            return answer.error
        self._packed[answer.path] = answer.facts
        return decoded(sent.unpack(answer.facts))

    def check(self, todo: Sequence[Suspect], progress: Counter | None) -> list[Linted]:
        """What is found in each file."""
        if not todo:
            return []
        run = self._run
        numbers = {module: number for number, module in enumerate(run.program.modules.program)}
        folders = {os.path.dirname(module.path): module.path for module, _ in todo}
        oldest = {folder: run.oldest_python(path) for folder, path in folders.items()}
        program = sent.send(run.program, self._packed)
        given = {path: zlib.compress(text.encode(*_UTF_8), _LEVEL) for path, text in run.given.items()}
        checking = _encode(_Checking(_told(run.settings), program, self._contents, given, oldest))
        return executors.work(
            self._executor,
            check,
            todo,
            [weight(suspect) for suspect in todo],
            encode=lambda batch: _encode([(numbers[module], extents) for module, extents in batch]),
            decode=lambda content: _decode(content, list[Linted | None]),
            here=lambda left, careful: run.check(left, careful=careful),
            shared=checking,
            progress=progress,
        )


# -- On a worker ------------------------------------------------------------------------------------------------------


def read(fingerprint: str, content: bytes, key: str, shared: bytes | None) -> bytes:
    """Stage 1 of a batch of files. Raises ``OtherProgramError``."""
    return _alone(fingerprint, _read_all, content)


def check(fingerprint: str, content: bytes, key: str, shared: bytes | None) -> bytes:
    """Stage 2 of a batch of files, in the program of that key. Raises ``OtherProgramError``."""
    return _alone(fingerprint, lambda content: _check_all(content, key, shared), content)


_turn = threading.Lock()
_kept: tuple[str, _Checker] | None = None


def _alone(fingerprint: str, function: Callable[[bytes], bytes], content: bytes) -> bytes:
    """``function(content)`` on a deep stack; threads of one process take turns, for a program is not made for several."""
    if fingerprint != of_program():
        raise executors.OtherProgramError(of_program())
    with _turn:
        enabled = gc.isenabled()
        gc.disable()  # as in every run
        try:
            return workers.deep(function, content)
        finally:
            if enabled:
                gc.enable()


def _read_all(content: bytes) -> bytes:
    return _encode([_read(file) for file in _decode(content, list[_File])])


def _read(file: _File) -> _Answer:
    content, path = file.content, Path(file.path)
    if content is None:
        return _Answer(file.path)
    found = facts_of(SourceFile(path, file.display, path.parent), lambda: source(path, zlib.decompress(content)))
    return _Answer(file.path, error=found) if isinstance(found, FileError) else _Answer(file.path, sent.pack(found))


def _check_all(content: bytes, key: str, shared: bytes | None) -> bytes:
    global _kept
    if _kept is None or _kept[0] != key:
        if shared is None:
            return b""
        _kept = None  # before another one is made
        _kept = key, _Checker(_decode(shared, _Checking))
    return _encode(
        [_kept[1].check(number, extents) for number, extents in _decode(content, list[tuple[int, list[Extent]]])]
    )


class _Checker:
    """Checks files of a program that was sent."""

    def __init__(self, checking: _Checking) -> None:
        self._contents = checking.contents
        self._given = checking.given
        self._oldest = checking.oldest
        self._received = sent.Received(checking.program)
        self._run = Run(_settings(checking.settings))
        self._run.oldest_python = self._oldest_python
        self._begin()

    def _begin(self) -> None:
        self._is_sound = True
        self._run.sources = Sources(self._text)
        self._run.use(self._received.program())

    def check(self, number: int, extents: list[Extent]) -> Linted | None:
        """What is found in parts of a file; None where that hangs on what was not sent."""
        linted = self._run.check_module((self._received.modules[number], extents))
        if self._is_sound and self._received.is_sound:
            return linted
        self._begin()  # what it was told in its ignorance stays in its mind
        return None

    def _oldest_python(self, path: str) -> tuple[int, int] | None:
        folder = os.path.dirname(path)
        if folder not in self._oldest:
            self._is_sound = False
        return self._oldest.get(folder)

    def _text(self, path: Path) -> str:
        name = str(path)
        if name in self._given:
            return zlib.decompress(self._given[name]).decode(*_UTF_8)
        if name not in self._contents:
            self._is_sound = False
            raise SourceError("was not sent")
        return source(path, zlib.decompress(self._contents[name]))


def _told(settings: Settings) -> dict[str, Any]:
    """The settings by field, as builtin types; without those that concern a run of the program."""
    told = {field.name: getattr(settings, field.name) for field in fields(settings) if field.init}
    del told["allow"]
    values: dict[str, Any] = msgspec.to_builtins(told, enc_hook=str)
    return values


def _settings(told: dict[str, Any]) -> Settings:
    kinds = get_type_hints(Settings)
    return Settings(
        **{
            name: msgspec.convert(value, kinds[name], dec_hook=lambda kind, value: kind(value))
            for name, value in told.items()
        }
    )


# -- As bytes, between processes of the same Python -------------------------------------------------------------------


def _encode(value: object) -> bytes:
    return marshal.dumps(msgspec.to_builtins(value, builtin_types=(bytes,)))


def _decode(content: bytes, kind: type[T]) -> T:
    return msgspec.convert(marshal.loads(content), kind, builtin_types=(bytes,))
