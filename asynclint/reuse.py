"""What of an earlier run still holds, where some files have changed since.

An edit is followed by way of names (:mod:`asynclint.program.interface`): the modules whose text has a name of what is different
now are linked again, and what in them hangs on such a name is different too. After most edits that is nobody. Then effects are
spread anew, which takes no time, and rules look again only where the circumstances of a module are not what they were. Where
names lead to half of the program, all of it is linked again, from facts that are known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from asynclint import consulted
from asynclint.cache import Cache
from asynclint.findings import FileError, Finding
from asynclint.program import interface, survey
from asynclint.program.facts import ModuleFacts, outermost
from asynclint.program.index import Program
from asynclint.program.modules import Around, Module, around
from asynclint.program.outline import Outline, outline
from asynclint.program.passing import names_that_matter
from asynclint.program.sources import split_lines
from asynclint.program.survey import Known, Survey
from asynclint.program.targets import Vocabulary, role_names
from asynclint.program.wire import Links


class Linted(msgspec.Struct, array_like=True, frozen=True):
    """What stage 2 brings of one file, and what it asked for on the way.

    ``asked`` are functions of other files, ``names`` those of which it was asked who imports them, ``notes`` files
    beside the program.
    """

    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    error: FileError | None = None
    asked: tuple[Around, ...] = ()
    names: tuple[str, ...] = ()
    notes: dict[str, consulted.Signature] = {}


class ModuleState(msgspec.Struct, array_like=True):
    """What was found out about a module: its links, what was found in it, and what else that hangs on."""

    path: str
    digest: bytes
    links: bytes
    linted: Linted
    circumstances: bytes


class Understanding(msgspec.Struct, array_like=True):
    """What a run found out about a program, beyond the facts of its files; ``frameworks`` are those that it is written for."""

    survey: Survey
    modules: list[ModuleState]
    frameworks: list[str]


class Changes:
    """What is different of functions in modules that are linked again: their text, or what ``names`` in it stand for."""

    def __init__(self, modules: Mapping[str, Module], names: Collection[str], text: Callable[[Module], str]) -> None:
        self._modules = modules  # by path
        self._words = _Words(names)
        self._text = text

    def leave(self, function: Around) -> bool:
        """Whether the function is as it was."""
        module = self._modules.get(function.path)
        if module is None:
            return True
        scopes = module.facts.scopes
        same = [index for index, scope in enumerate(scopes) if scope.qualname == function.qualname]
        if len(same) != 1 or not function.qualname or around(module.definition(same[0])) != function:
            return False
        outer = scopes[outermost(module.facts, same[0]) or 0]
        lines = split_lines(self._text(module))
        return not self._words.are_in("".join(lines[outer.line - 1 : outer.end_line]))


_MOST = 0.5  # of the modules that are linked again before it is as well to link them all
_FACTS = msgspec.msgpack.Decoder(ModuleFacts)
_OUTLINE = msgspec.msgpack.Decoder(Outline)


@dataclass(frozen=True, slots=True)
class Plan:
    """What holds: the links of modules that did not change, and what was found in them.

    ``names`` are what is imported otherwise now, ``changes`` what may be different of functions in modules that are linked again.
    """

    known: Known
    states: Mapping[Module, ModuleState]
    names: frozenset[str]
    changes: Changes

    def holds(self, program: Program) -> bool:
        """Whether what the plan is made on turned out to be so, now that the program is linked."""
        numbers, known = program.modules.numbers, self.known
        changed = {numbers[module] for module in known.changed}
        before = {
            (number, known.moved.get((number, scope), scope))
            for number, scope in known.survey.askers
            if number in changed
        }
        now = {(numbers[each.module], each.scope) for each in program.targets.askers}
        return before == {asker for asker in now if asker[0] in changed} and not program.gave_up

    def linted(self, module: Module, circumstances: bytes) -> Linted | None:
        """What was found in the module, if nothing that it hangs on has changed."""
        state = self.states[module]
        linted = state.linted
        holds = (
            module in self.known.rows
            and state.circumstances == circumstances
            and all(map(self.changes.leave, linted.asked))
            and self.names.isdisjoint(linted.names)
        )
        return linted if holds else None


def plan(
    understanding: Understanding,
    program: Sequence[Module],
    frameworks: Collection[str],
    facts_of: Callable[[bytes], ModuleFacts | None],
    vocabulary: Vocabulary,
    text: Callable[[Module], str],
    links: Mapping[Module, bytes | Links] | None = None,
) -> Plan | None:
    """What can be used of an earlier run for the same files, some of which have changed; None where that is too little.

    ``links`` are those of its modules, if they are not with what it understood. Raises ``LookupError`` where facts are gone.
    """
    states, known = understanding.modules, understanding.survey
    if [state.path for state in states] != [module.path for module in program]:
        return None
    if survey.special_methods(program) != known.special_methods or sorted(frameworks) != understanding.frameworks:
        return None
    before: dict[Module, ModuleFacts] = {}
    for module, state in zip(program, states, strict=True):
        if module.digest != state.digest:
            facts = facts_of(state.digest)
            if facts is None:
                return None
            before[module] = facts
    outlined = {module: outline(facts) for module, facts in before.items()}
    outlines = [*outlined.values(), *(module.outline for module in program)]
    bearing = interface.Bearing(known.told_by_calls, names_that_matter(outlines, role_names(vocabulary)))
    defined = {module: interface.definitions(module.facts, bearing) for module in before}
    names: set[str] = set()
    taken: set[str] = set()
    moved: dict[tuple[int, int], int] = {}
    for number, module in enumerate(program):
        if module not in before:
            continue
        different = interface.changed_names(interface.definitions(before[module], bearing), defined[module])
        if different is None:
            return None
        names |= different
        names |= set(outlined[module].helpers) ^ set(module.outline.helpers)  # which depend on the length of functions
        taken |= set(outlined[module].taken) ^ set(module.outline.taken)
        moved.update(((number, then), now) for then, now in moved_scopes(before[module], module.facts).items())

    def definitions(module: Module) -> list[interface.Defined]:
        facts = facts_of(module.digest) if module.is_refined else module.facts
        if facts is None:
            raise LookupError(module.path)
        return interface.definitions(facts, bearing)

    felt = _felt(program, defined, names, definitions, text)
    if felt is None:
        return None
    again = [module for module in program if module in defined]
    rows = links or {module: state.links for module, state in zip(program, states, strict=True)}
    rows = {module: row for module, row in rows.items() if module not in defined}
    changes = Changes({module.path: module for module in again}, felt, text)
    return Plan(Known(known, rows, again, moved), dict(zip(program, states, strict=True)), frozenset(taken), changes)


def _felt(
    program: Sequence[Module],
    defined: dict[Module, list[interface.Defined]],
    names: set[str],
    definitions: Callable[[Module], list[interface.Defined]],
    text: Callable[[Module], str],
) -> set[str] | None:
    """These names and all that stand for something else now because they do; None where those may be anyone's.

    ``defined`` is what there is in the modules that have changed; the others that have one of the names are added to it.
    """
    changed = len(defined)
    new = names
    while new:
        words = _Words(new)
        reached = [module for module in program if module not in defined and words.are_in(text(module))]
        if len(defined) + len(reached) - changed > len(program) * _MOST:
            return None
        defined.update((module, definitions(module)) for module in reached)
        following: set[str] = set()
        for each in defined.values():
            found = interface.names_that_follow(each, names)
            if found is None:
                return None
            following |= found
        new = following - names
        names = names | new
    return names


class _Words:
    """Names that are looked for in texts."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b")

    def are_in(self, text: str) -> bool:
        """Whether any is."""
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text)  # as Python reads names
        return any(name in text for name in self._names) and self._pattern.search(text) is not None


def outline_of(content: bytes) -> Outline | None:
    """The outline that is kept in these bytes; None where it is none."""
    try:
        return _OUTLINE.decode(content)
    except msgspec.DecodeError:
        return None


def moved_scopes(before: ModuleFacts, after: ModuleFacts) -> dict[int, int]:
    """The number that each scope has now, where it is still there. Those of one name keep their order."""
    places: dict[str, list[int]] = {}
    for index, scope in enumerate(after.scopes):
        places.setdefault(scope.qualname, []).append(index)
    moved = {}
    for index, scope in enumerate(before.scopes):
        of_name = places.get(scope.qualname)
        if of_name:
            moved[index] = of_name.pop(0)
    return moved


def facts_of(cache: Cache, digest: bytes) -> ModuleFacts | None:
    """The facts of a text, as they are kept; None where they are not."""
    content = cache.get("facts", digest)
    if content is None:
        return None
    try:
        return _FACTS.decode(content)
    except (msgspec.DecodeError, RecursionError):
        return None


def understood(
    program: Program,
    found: Sequence[Linted],
    circumstances: Mapping[Module, bytes],
    frameworks: Collection[str],
    *,
    with_links: bool,
) -> Understanding:
    """What this run found out, for the next one; without links where that has the program."""
    states = [
        ModuleState(
            module.path, module.digest, program.row(module) if with_links else b"", linted, circumstances[module]
        )
        for module, linted in zip(program.modules.program, found, strict=True)
    ]
    return Understanding(program.survey(), states, sorted(frameworks))
