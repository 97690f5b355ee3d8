"""Stages 1 and 2 of a run on an executor, whose workers share nothing with this machine but the program.

Stage 1 sends the texts of files and gets facts back. For stage 2 every worker gets the linked program, once, makes one of its own
of it and keeps that for the batches to come. Linking itself is done on the one machine that knows all facts.
"""

from __future__ import annotations

import contextlib
import gc
import marshal
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import msgspec

from asynclint import executors, workers
from asynclint.analysis import Analysis, Counter, Suspect, weight
from asynclint.discovery import SourceError, SourceFile
from asynclint.fingerprints import of_program
from asynclint.program import sent
from asynclint.program.index import Extent
from asynclint.program.sources import Sources
from asynclint.reading import Read, read_text
from asynclint.reuse import Linted
from asynclint.settings import Settings

T = TypeVar("T")


class _File(msgspec.Struct, array_like=True):
    """A file to be read; without a text where the machine that it lies on knows better."""

    path: str
    display: str
    text: bytes | None  # compressed
    keeps: bool


class _Checking(msgspec.Struct, array_like=True):
    """What every worker gets for stage 2: ``texts`` by path, compressed, and the ``oldest`` Python versions, by folder."""

    settings: dict[str, Any]
    program: sent.Sent
    texts: dict[str, bytes]
    oldest: dict[str, tuple[int, int] | None]


class Remote:
    """The stages of a run, as an executor does them."""

    def __init__(self, executor: Executor, analysis: Analysis) -> None:
        self._executor = executor
        self._analysis = analysis
        # As they went and as they came, so they go to the workers again: texts by path, facts by the digest of the text.
        self._texts: dict[str, bytes] = {}
        self._facts: dict[bytes, bytes] = {}

    def read(self, files: Sequence[SourceFile], sizes: Sequence[int], progress: Counter | None) -> list[Read]:
        """Stage 1 of the files."""
        size_of = dict(zip(files, sizes, strict=True))

        def here(left: list[SourceFile], careful: bool) -> list[Read]:
            return self._analysis.read_here(left, [size_of[file] for file in left], careful=careful)

        return executors.work(
            self._executor,
            read,
            files,
            sizes,
            encode=lambda batch: _encode([self._file(file) for file in batch]),
            decode=lambda content: [self._taken(found) for found in _decode(content, list[Read | None])],
            here=here,
            progress=progress,
        )

    def _file(self, file: SourceFile) -> _File:
        reader, path = self._analysis.reader, str(file.path)
        text = reader.text(file)
        if isinstance(text, str):
            self._texts[path] = _compressed(text)
        return _File(path, file.display, self._texts.get(path), reader.keeps(file))

    def _taken(self, found: Read | None) -> Read | None:
        if found is None or not found.facts:
            return found
        self._facts[found.digest] = found.facts
        return self._analysis.taken(msgspec.structs.replace(found, facts=sent.unpack(found.facts)))

    def check(self, todo: Sequence[Suspect], progress: Counter | None) -> list[Linted]:
        """Stage 2 of the files."""
        if not todo:
            return []
        numbers = self._analysis.program.modules.numbers
        return executors.work(
            self._executor,
            check,
            todo,
            [weight(suspect) for suspect in todo],
            encode=lambda batch: _encode([(numbers[module], extents) for module, extents in batch]),
            decode=lambda content: _decode(content, list[Linted | None]),
            here=lambda left, careful: self._analysis.check_here(left, careful=careful),
            shared=self._checking(todo),
            progress=progress,
        )

    def _checking(self, todo: Sequence[Suspect]) -> bytes:
        analysis = self._analysis
        program = analysis.program
        for path in (module.path for module in program.modules.program):
            if path not in self._texts:
                with contextlib.suppress(SourceError):  # told when the file is checked, here
                    self._texts[path] = _compressed(analysis.sources.text(path))
        folders = {os.path.dirname(module.path): module.path for module, _ in todo}
        oldest = {folder: analysis.oldest_python(path) for folder, path in folders.items()}
        return _encode(_Checking(_told(analysis.settings), sent.send(program, self._facts), self._texts, oldest))


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


def _read(file: _File) -> Read | None:
    if file.text is None:
        return None
    path = Path(file.path)
    found = read_text(_decompressed(file.text), SourceFile(path, file.display, path.parent), file.keeps)
    return msgspec.structs.replace(found, facts=sent.pack(found.facts)) if found.facts else found


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
        self._texts = checking.texts
        self._oldest = checking.oldest
        self._received = sent.Received(checking.program)
        self._settings = _settings(checking.settings)
        self._begin()

    def _begin(self) -> None:
        self._is_sound = True
        self._analysis = Analysis((), (), self._settings, ())
        self._analysis.oldest_python = self._oldest_python
        self._analysis.sources = Sources(self._text)
        self._analysis.program = self._received.program()

    def check(self, number: int, extents: list[Extent]) -> Linted | None:
        """What is found in parts of a file; None where that hangs on what was not sent."""
        linted = self._analysis.check_module((self._received.modules[number], extents))
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
        text = self._texts.get(str(path))
        if text is None:
            self._is_sound = False
            raise SourceError("was not sent")
        return _decompressed(text)


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


def _compressed(text: str) -> bytes:
    return sent.pack(text.encode("utf-8", "surrogatepass"))


def _decompressed(text: bytes) -> str:
    return sent.unpack(text).decode("utf-8", "surrogatepass")
