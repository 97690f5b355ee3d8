"""What of an earlier run still holds, where some files have changed since.

An edit is followed by way of names (:mod:`asynclint.program.interface`): the modules whose text has a name of what is different
now are linked again, and what in them hangs on such a name is different too. After most edits that is nobody. Then effects are
spread anew, which takes no time, and rules look again only where the circumstances of a module are not what they were. Where
names lead to half of the program, all of it is linked again, from facts that are known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from asynclint import consulted
from asynclint.cache import Cache
from asynclint.findings import FileError, Finding
from asynclint.program import interface, survey
from asynclint.program.facts import ModuleFacts
from asynclint.program.index import Program
from asynclint.program.modules import Module
from asynclint.program.outline import Outline, outline
from asynclint.program.passing import names_that_matter
from asynclint.program.survey import Known, Survey
from asynclint.program.targets import Vocabulary, role_names


class Linted(msgspec.Struct, array_like=True, frozen=True):
    """What stage 2 brings of one file, and what it asked for on the way.

    ``asked`` are paths of other texts of the program, ``names`` those of which it was asked who imports them, ``notes`` files
    beside the program.
    """

    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    error: FileError | None = None
    asked: tuple[str, ...] = ()
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


_MOST = 0.5  # of the modules that are linked again before it is as well to link them all
_FACTS = msgspec.msgpack.Decoder(ModuleFacts)
_OUTLINE = msgspec.msgpack.Decoder(Outline)


@dataclass(frozen=True, slots=True)
class Plan:
    """What holds: the links of modules that did not change, and for the rules, the ``names`` that are imported otherwise now."""

    known: Known
    states: Mapping[Module, ModuleState]
    names: frozenset[str]

    def holds(self, program: Program) -> bool:
        """Whether what the plan is made on turned out to be so, now that the program is linked."""
        modules = program.modules.program
        changed = {number for number, module in enumerate(modules) if module in self.known.changed}
        before = {
            (number, self.known.moved.get((number, scope), scope))
            for number, scope in self.known.survey.askers
            if number in changed
        }
        now = {
            (modules.index(each.module), each.scope)
            for each in program.targets.askers
            if each.module in self.known.changed
        }
        return before == now and not program.gave_up

    def linted(self, module: Module, circumstances: bytes) -> Linted | None:
        """What was found in the module, if nothing that it hangs on has changed."""
        state = self.states.get(module)
        if state is None or module in self.known.changed or state.circumstances != circumstances:
            return None
        changed = {each.path for each in self.known.changed}
        linted = state.linted
        if not changed.isdisjoint(linted.asked) or not self.names.isdisjoint(linted.names):
            return None
        return linted


def plan(
    understanding: Understanding,
    program: Sequence[Module],
    frameworks: Collection[str],
    cache: Cache,
    vocabulary: Vocabulary,
    text: Callable[[Module], str],
) -> Plan | None:
    """What can be used of an earlier run for the same files, some of which have changed; None where that is too little."""
    states, known = understanding.modules, understanding.survey
    if [state.path for state in states] != [module.path for module in program]:
        return None
    if survey.special_methods(program) != known.special_methods or sorted(frameworks) != understanding.frameworks:
        return None
    changed = [module for module, state in zip(program, states, strict=True) if module.digest != state.digest]
    before = {
        module: facts_of(cache, state.digest)
        for module, state in zip(program, states, strict=True)
        if module in changed
    }
    outlines = [
        *(outline(facts) for facts in before.values() if facts is not None),
        *(each.outline for each in program),
    ]
    bearing = interface.Bearing(known.told_by_calls, names_that_matter(outlines, role_names(vocabulary)))
    names: set[str] = set()
    taken: set[str] = set()
    moved: dict[tuple[int, int], int] = {}
    for module, facts in before.items():
        different = None if facts is None else interface.changed_names(facts, module.facts, bearing)
        if facts is None or different is None:
            return None
        names |= different
        taken |= set(outline(facts).taken) ^ set(module.outline.taken)
        moved.update(_moved(program.index(module), facts, module.facts))
    felt = _felt(program, changed, names, bearing, text)
    if felt is None:
        return None
    again = [module for module in program if module in felt]
    rows = {module: state.links for module, state in zip(program, states, strict=True) if module not in felt}
    return Plan(Known(known, rows, again, moved), dict(zip(program, states, strict=True)), frozenset(taken))


def _felt(
    program: Sequence[Module],
    changed: Sequence[Module],
    names: set[str],
    bearing: interface.Bearing,
    text: Callable[[Module], str],
) -> set[Module] | None:
    """The modules that may feel that these names stand for something else now; None where that may be anyone."""
    felt = set(changed)
    defined = {module: interface.definitions(module.facts, bearing) for module in changed}
    new = names
    while new:
        words = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(new)))})\b")
        reached = []
        for module in program:
            if module not in felt:
                content = text(module)
                if not content.isascii():
                    content = unicodedata.normalize("NFKC", content)  # as Python reads names
                if any(name in content for name in new) and words.search(content):
                    reached.append(module)
        felt.update(reached)
        if len(felt) - len(changed) > len(program) * _MOST:
            return None
        defined.update((module, interface.definitions(module.facts, bearing)) for module in reached)
        following: set[str] = set()
        for each in defined.values():
            found = interface.names_that_follow(each, names)
            if found is None:
                return None
            following |= found
        new = following - names
        names = names | new
    return felt


def outline_of(content: bytes) -> Outline | None:
    """The outline that is kept in these bytes; None where it is none."""
    try:
        return _OUTLINE.decode(content)
    except msgspec.DecodeError:
        return None


def _moved(number: int, before: ModuleFacts, after: ModuleFacts) -> Iterator[tuple[tuple[int, int], int]]:
    """The number that each scope has now, where it is still there. Those of one name keep their order."""
    places: dict[str, list[int]] = {}
    for index, scope in enumerate(after.scopes):
        places.setdefault(scope.qualname, []).append(index)
    for index, scope in enumerate(before.scopes):
        of_name = places.get(scope.qualname)
        if of_name:
            yield (number, index), of_name.pop(0)


def facts_of(cache: Cache, digest: bytes) -> ModuleFacts | None:
    """The facts of a text, as they are kept; None where they are not."""
    content = cache.get("facts", digest)
    if content is None:
        return None
    try:
        return _FACTS.decode(content)
    except (msgspec.DecodeError, RecursionError):
        return None


def states(
    program: Program, linted: Mapping[Module, Linted], circumstances: Mapping[Module, bytes]
) -> list[ModuleState]:
    """The states of the modules of a program, in order."""
    return [
        ModuleState(module.path, module.digest, program.rows[module], linted[module], circumstances[module])
        for module in program.modules.program
    ]


def understood(
    program: Program, found: Sequence[Linted], circumstances: Mapping[Module, bytes], frameworks: Collection[str]
) -> Understanding:
    """What this run found out, for the next one."""
    linted = dict(zip(program.modules.program, found, strict=True))
    return Understanding(program.survey(), states(program, linted, circumstances), sorted(frameworks))
