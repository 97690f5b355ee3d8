"""What of an earlier run still holds, where some files have changed since.

Two kinds of edit are told apart. After most, no other module can tell the difference when it is linked: what has changed has the
same interface (:mod:`asynclint.program.interface`), or nobody imports it and its classes are the same. Then only the changed
modules are linked again; effects are spread anew, which takes no time; and rules look again only where the circumstances of
a module are not what they were. After any other edit everything is linked again, from facts that are known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from asynclint import consulted
from asynclint.cache import Cache
from asynclint.findings import FileError, Finding
from asynclint.program import interface, survey
from asynclint.program.facts import ModuleFacts
from asynclint.program.index import Program
from asynclint.program.modules import Module, Modules
from asynclint.program.outline import Outline, outline
from asynclint.program.survey import Known, Survey


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


FACTS = msgspec.msgpack.Decoder(ModuleFacts)
OUTLINE = msgspec.msgpack.Decoder(Outline)


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


def plan(understanding: Understanding, modules: Modules, frameworks: Collection[str], cache: Cache) -> Plan | None:
    """What can be used of an earlier run for the same files, some of which have changed; None where that is too much to say."""
    program = modules.program
    states = understanding.modules
    if [state.path for state in states] != [module.path for module in program]:
        return None
    if survey.names(modules) != understanding.survey.names or sorted(frameworks) != understanding.frameworks:
        return None
    changed = [module for module, state in zip(program, states, strict=True) if module.digest != state.digest]
    classes = {name for module in program for name in module.outline.classes}
    moved: dict[tuple[int, int], int] = {}
    names: set[str] = set()
    for number, (module, state) in enumerate(zip(program, states, strict=True)):
        if module.digest == state.digest:
            continue
        before = facts_of(cache, state.digest)
        if before is None or not _is_quiet(before, module, number, understanding.survey, classes):
            return None
        moved.update(_moved(number, before, module.facts))
        names ^= set(outline(before).taken) ^ set(module.outline.taken)
    rows = {module: state.links for module, state in zip(program, states, strict=True) if module not in changed}
    known = Known(understanding.survey, rows, changed, moved)
    return Plan(known, dict(zip(program, states, strict=True)), frozenset(names))


def _is_quiet(before: ModuleFacts, module: Module, number: int, known: Survey, classes: Collection[str]) -> bool:
    """Whether nobody who links another module can tell that this one has changed."""
    after = module.facts
    if interface.made(before, known.told_by_calls) != interface.made(after, known.told_by_calls):
        return False
    if interface.is_same(before, after):
        return True
    return (
        number not in known.imported
        and not module.outline.fixtures
        and not outline(before).fixtures
        and interface.has_same_classes(before, after)
    )


def _moved(number: int, before: ModuleFacts, after: ModuleFacts) -> Iterator[tuple[tuple[int, int], int]]:
    """The scopes that have another number now. Those of one name keep their order."""
    places: dict[str, list[int]] = {}
    for index, scope in enumerate(after.scopes):
        places.setdefault(scope.qualname, []).append(index)
    for index, scope in enumerate(before.scopes):
        of_name = places.get(scope.qualname)
        now = of_name.pop(0) if of_name else None
        if now is not None and now != index:
            yield (number, index), now


def facts_of(cache: Cache, digest: bytes) -> ModuleFacts | None:
    """The facts of a text, as they are kept; None where they are not."""
    content = cache.get("facts", digest)
    if content is None:
        return None
    try:
        return FACTS.decode(content)
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
