"""The survey of a program: what is worked out of all its modules together before any call is linked.

Kept with the links of a run, so that a later one, in which few files are different, need not look at all modules again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from asynclint.program.facts import OPAQUE
from asynclint.program.modules import Definition, Module, References

if TYPE_CHECKING:
    from asynclint.program.resolve import Resolver
    from asynclint.program.targets import Targets
    from asynclint.program.wire import Links

_Ref = tuple[int, int]  # a function or class: the number of its module, and its scope


class Survey(msgspec.Struct, array_like=True):
    """What was found, with numbers for modules and scopes. Library modules have negative numbers: -1 is the first of ``libraries``.

    ``askers`` are functions that ask for the loop, ``nesting`` modules that let loops nest; ``below`` the classes below each class,
    ``made`` where classes are made, by the last name of the call; ``told_by_calls``, by such a name, the classes that learn from
    the call what their parameters are; ``special_methods`` those that some class defines.
    """

    askers: list[_Ref]
    nesting: list[int]
    libraries: list[tuple[str, bool]]  # name, and whether what is meant is the complement of the module of that name
    below: list[tuple[_Ref, list[_Ref]]]
    made: dict[str, list[_Ref]]
    told_by_calls: dict[str, list[str]]
    special_methods: list[str]


def special_methods(modules: Iterable[Module]) -> list[str]:
    """The special methods that some class of the program defines: other modules feel them without writing their names."""
    return sorted({name for module in modules for name in module.outline.methods if name.startswith("__")})


def take(resolver: Resolver, targets: Targets, known: Known | None) -> Survey:
    """The survey of a linked program, some of which an earlier run may have ``known``."""
    modules = resolver.modules
    numbers = modules.numbers
    references = References(modules)
    told_by_calls = _told_by_calls(resolver, modules.program if known is None else known.changed)
    if known is not None:
        for name, classes in known.survey.told_by_calls.items():
            told_by_calls.setdefault(name, set()).update(classes)

    below = [
        (references.of(class_), [references.of(each) for each in classes])
        for class_, classes in resolver.all_subclasses().items()
    ]
    return Survey(
        [references.of(function) for function in targets.askers],
        [numbers[module] for module in targets.nesting],
        references.libraries,
        below,
        {name: [(numbers[m], call) for m, call in sites] for name, sites in resolver.calls_named().items() if sites},
        {name: sorted(classes) for name, classes in told_by_calls.items()},
        special_methods(modules.program),
    )


def _told_by_calls(resolver: Resolver, modules: Sequence[Module]) -> dict[str, set[str]]:
    """The classes with a parameter of ``__init__`` that has no annotation, by their own name and those of the classes below."""
    found: dict[str, set[str]] = {}
    for module in modules:
        for scope in module.facts.scopes:
            if scope.name == "__init__" and any(parameter.annotation == OPAQUE for parameter in scope.parameters[1:]):
                class_ = module.definition(scope.parent)
                for each in (class_, *resolver.subclasses(class_)):
                    found.setdefault(each.fact.name, set()).add(class_.fact.name)
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier run knew of a program of which few modules have changed.

    ``rows`` are the links of the others, as bytes or as they are. ``changed`` are those that have to be linked again; ``moved``
    gives, for the functions and classes of those whose text is another one, what number their scope has now.
    """

    survey: Survey
    rows: Mapping[Module, bytes | Links]
    changed: Sequence[Module]
    moved: Mapping[_Ref, int]

    @property
    def is_renumbered(self) -> bool:
        """Whether any scope has another number than it had."""
        return any(old != now for (_, old), now in self.moved.items())

    def askers(self, modules: Sequence[Module]) -> set[Definition]:
        """The functions of the other modules that ask for the loop."""
        asking = ((modules[number], scope) for number, scope in self.survey.askers)
        return {module.definition(scope) for module, scope in asking if module in self.rows}

    def nesting(self, modules: Sequence[Module]) -> set[Module]:
        """Those of the other modules that let loops nest."""
        return {modules[number] for number in self.survey.nesting if modules[number] in self.rows}

    def recall(self, resolver: Resolver) -> None:
        """Let the resolver know what hangs on the other modules; the rest it works out."""
        modules = resolver.modules.program
        fresh = {number for number, module in enumerate(modules) if module not in self.rows}
        edited = {number for number, _ in self.moved}
        below: dict[Definition, list[Definition]] = {}
        for of, classes in self.survey.below:
            if of[0] < 0:
                class_ = resolver.modules.library(*self.survey.libraries[-1 - of[0]]).definition(of[1])
            elif of[0] not in edited:
                class_ = modules[of[0]].definition(of[1])
            elif of in self.moved:
                class_ = modules[of[0]].definition(self.moved[of])
            else:
                continue
            below[class_] = [modules[number].definition(scope) for number, scope in classes if number not in fresh]
        named: dict[str, list[tuple[Module, int]]] = {
            name: [(modules[number], call) for number, call in sites if number not in fresh]
            for name, sites in self.survey.made.items()
        }
        resolver.recall(below, named, self.changed)
