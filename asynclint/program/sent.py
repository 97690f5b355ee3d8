"""A linked program for another machine: what is sent of it, and the same program made of that.

The other machine has no file of it, neither of its own code nor of libraries. What linking asked libraries is sent along;
where a rule asks what nobody asked before, the answer is not known there, and the program has to be made anew.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from asynclint.program import facts
from asynclint.program.index import Program
from asynclint.program.libraries import may_hold, own_stub, typeshed_stub
from asynclint.program.modules import Module, Modules, Origin
from asynclint.program.outline import Outline
from asynclint.program.survey import Known, Survey
from asynclint.program.targets import Vocabulary

_LEVEL = 1  # of zlib: four times as small; the other levels take twice as long for a tenth less


class _Row(msgspec.Struct, array_like=True):
    """A module."""

    name: str
    path: str
    display: str
    is_package: bool
    origin: Origin
    roots: tuple[str, ...]
    digest: bytes
    outline: Outline
    facts: bytes  # packed
    links: bytes


class Sent(msgspec.Struct, array_like=True):
    """All that is sent of a program; ``below`` are the names in the folders of its environment and of packages in it.

    Without a ``survey`` it has to be linked anew, as only that gives the same answers.
    """

    modules: list[_Row]
    libraries: list[_Row]
    complements: list[_Row]
    asked: frozenset[str]
    namespaces: frozenset[str]
    below: dict[str, frozenset[str]]
    roots: tuple[str, ...]
    version: tuple[int, int]
    vocabulary: Vocabulary
    survey: Survey | None


def pack(encoded: bytes) -> bytes:
    """Encoded facts, or a text, as they are sent."""
    return zlib.compress(encoded, _LEVEL)


def unpack(packed: bytes) -> bytes:
    """The same, encoded."""
    return zlib.decompress(packed)


def send(program: Program, packed: Mapping[bytes, bytes]) -> Sent:
    """What is sent of a program that keeps its links; ``packed`` are facts that are packed already, by digest."""
    modules = program.modules

    def rows(sent: Iterable[Module | None]) -> list[_Row]:
        return [
            _Row(
                module.name,
                module.path,
                module.display,
                module.is_package,
                module.origin,
                module.roots,
                module.digest,
                module.outline,
                packed.get(module.digest) or pack(facts.encode(module.facts)),
                b"" if module.is_library else program.row(module),
            )
            for module in sent
            if module is not None
        ]

    # Some of it was asked for by other processes while linking.
    libraries = [module for name in sorted(modules.asked) if (module := modules.library_named(name)) is not None]
    return Sent(
        rows(modules.program),
        rows(libraries),
        rows(modules.complement(module) for module in libraries),
        frozenset(modules.asked),
        frozenset(name for name in modules.asked if modules.environment.is_namespace(name)),
        {name: modules.environment.below(name) for name in ("", *(module.name for module in libraries))},
        modules.given_roots,
        modules.version,
        program.targets.vocabulary,
        None if program.gave_up else program.survey(),
    )


class Received:
    """A program that was sent. ``modules`` have the numbers that they had where it comes from."""

    def __init__(self, sent: Sent) -> None:
        self._sent = sent
        self.modules = [_module(row) for row in sent.modules]
        self._libraries: _SentModules | None = None

    def program(self) -> Program:
        """The program, made of what was sent."""
        for module in self.modules:
            module.forget()
        self._libraries = _SentModules(self.modules, self._sent)
        known = None
        if self._sent.survey is not None:
            rows = {module: row.links for module, row in zip(self.modules, self._sent.modules, strict=True)}
            known = Known(self._sent.survey, rows, (), {})
        return Program(self._libraries, self._sent.vocabulary, known=known)

    @property
    def is_sound(self) -> bool:
        """Whether all that :meth:`program`, the last one, was asked could be answered."""
        return self._libraries is not None and not self._libraries.lacks_something


class _SentModules(Modules):
    """Modules that know of libraries what was sent. ``lacks_something`` says that they were asked for more."""

    def __init__(self, program: Sequence[Module], sent: Sent) -> None:
        super().__init__(program, sent.roots, sent.version)
        self.lacks_something = False
        self._sent = sent
        self._rows = {row.name: row for row in sent.libraries}
        self._complement_rows = {row.name: row for row in sent.complements}

    def _found(self, name: str) -> Module | None:
        row = self._rows.get(name)
        if row is not None:
            return _module(row)
        is_described = own_stub(name) is not None or typeshed_stub(name, self.version) is not None
        if is_described or self._may_be_installed(name):
            self.lacks_something = True
        return None

    def _installed(self, name: str) -> Module | None:
        """Asked of what our stubs describe: all that is installed of these was sent."""
        row = self._complement_rows.get(name)
        return _module(row) if row is not None else None

    def _is_namespace_of_environment(self, name: str) -> bool:
        if self._may_be_installed(name):
            self.lacks_something = True
        return name in self._sent.namespaces

    def _may_be_installed(self, name: str) -> bool:
        """Whether there may be something by this name that nobody has asked for."""
        if name in self._sent.asked:
            return False
        package, _, last = name.rpartition(".")
        if package in self._sent.below:
            return may_hold(self._sent.below[package], last)
        return may_hold(self._sent.below[""], name.partition(".")[0])


def _module(row: _Row) -> Module:
    return Module(
        row.name,
        row.path,
        functools.partial(_facts, row.facts),
        row.outline,
        is_package=row.is_package,
        origin=row.origin,
        roots=row.roots,
        display=row.display,
        digest=row.digest,
    )


def _facts(packed: bytes) -> facts.ModuleFacts:
    return facts.decode(unpack(packed))
