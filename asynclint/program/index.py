"""The index of the whole program: what rules ask.

Built once, from the facts of every file: call sites get their targets, functions their execution context (on the event loop
or not) and their effects. Nothing here decides a finding.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from asynclint.findings import Confidence
from asynclint.program.effects import Edge, Effect, Effects
from asynclint.program.facts import Call, CallKind, Flag, ModuleFacts, ScopeKind
from asynclint.program.guards import Guards
from asynclint.program.links import Linker
from asynclint.program.modules import Definition, Module, Modules
from asynclint.program.resolve import Resolver
from asynclint.program.targets import Targets, Vocabulary
from asynclint.program.values import NOTHING, Values

COROUTINE = "a coroutine"
CELL = "a cell of a notebook"
_OF_CELLS = frozenset({"ASL401", "ASL402"})  # what blocks in a cell keeps nobody waiting but the cell


@dataclass(slots=True)
class CallSite:
    """One call with what it can mean. ``callees`` and ``result`` are light types; ``effects`` are by code."""

    module: Module
    index: int
    fact: Call
    callees: Values
    on_loop: bool
    effects: Mapping[str, Effect] = field(default_factory=dict)


class Program:
    """The whole program, linked by so many processes; or with the ``links`` that another machine has :attr:`encoded`."""

    def __init__(self, modules: Modules, vocabulary: Vocabulary, jobs: int = 1, links: bytes = b"") -> None:
        self.modules = modules
        guards = self._link(vocabulary, jobs, links)
        if self._links.gave_up and jobs > 1:  # only one process gives the same answers every time
            modules.forget()
            guards = self._link(vocabulary, 1)
        self.loop_reasons: dict[Definition, str] = {}
        for module in modules.program:
            if module.is_notebook:
                self.loop_reasons[module.definition(0)] = CELL
            for index, scope in enumerate(module.facts.scopes):
                if scope.kind is ScopeKind.FUNCTION and scope.flags & Flag.ASYNC:
                    self.loop_reasons[module.definition(index)] = COROUTINE
        for function, why in self._links.on_loop.items():
            self.loop_reasons.setdefault(function, why)
        for function in self._links.off_loop:
            self.loop_reasons.pop(function, None)
        edges = itertools.chain.from_iterable(of_module.values() for of_module in self._links.edges.values())
        self.effects = Effects(edges, guards, self.loop_reasons, vocabulary.max_depth)
        self.calls = self._links.counted()

    def _link(self, vocabulary: Vocabulary, jobs: int, links: bytes = b"") -> Guards:
        self.resolver = Resolver(self.modules)
        guards = Guards(self.resolver)
        self.targets = Targets(self.resolver, vocabulary)
        self._linker = Linker(self.targets, guards)
        self._links = self._linker.decoded(links) if links else self._linker.links(jobs)
        return guards

    @property
    def encoded(self) -> bytes:
        """The links for another machine; empty where it has to link by itself, as only that gives the same answers."""
        return b"" if self._links.gave_up else self._linker.encoded(self._links)

    # -- Questions --

    def callers(self, function: Definition) -> list[tuple[Module, int]]:
        """Every call that awaits the coroutine function, if it returns, not awaited, what some other call gives."""
        return self._links.callers.get(function, [])

    def is_on_loop(self, module: Module, scope: int) -> bool:
        """Whether the body of the scope runs on the event loop by itself: a coroutine, a callback, what a framework calls."""
        return module.definition(scope) in self.loop_reasons

    def calls_in(self, module: Module, extent: Extent, *, implicit: bool = False) -> list[int]:
        """The calls (or the implicit ones) of a part of the file, in the order of their ends."""
        facts = module.facts.calls
        return [
            index
            for index in self._by_part(module)[0].get(extent.function, ())
            if (facts[index].kind is not CallKind.CALL) is implicit and extent.first <= facts[index].line <= extent.last
        ]

    def scopes_in(self, module: Module, extent: Extent) -> list[int]:
        """The functions, lambdas and classes of a part of the file, in the order in which they are entered."""
        scopes = module.facts.scopes
        found = self._by_part(module)[1].get(extent.function, ())
        return [index for index in found if extent.first <= scopes[index].line <= extent.last]

    @functools.lru_cache(maxsize=256)  # noqa: B019 - the program lives as long as the run
    def _by_part(self, module: Module) -> tuple[dict[int | None, list[int]], dict[int | None, list[int]]]:
        """Calls and scopes by the outermost function around them; None for what runs at module or class level."""
        calls: dict[int | None, list[int]] = {}
        for index, fact in enumerate(module.facts.calls):
            calls.setdefault(outermost(module.facts, fact.scope), []).append(index)
        for indices in calls.values():
            indices.sort(key=lambda index: (module.facts.calls[index].end_line, module.facts.calls[index].end_column))
        scopes: dict[int | None, list[int]] = {}
        for index, scope in enumerate(module.facts.scopes):
            if index:
                around = outermost(module.facts, scope.parent)
                scopes.setdefault(around, []).append(index)
                if around is None and scope.kind is ScopeKind.FUNCTION:  # both the `def` of a part and a part itself
                    scopes.setdefault(index, []).append(index)
        return calls, scopes

    def site(self, module: Module, index: int) -> CallSite:
        """Everything the index knows of one call."""
        fact = module.facts.calls[index]
        callees = self.resolver.callees(module, index) if fact.kind is CallKind.CALL else NOTHING
        edge = self._links.edges[module].get(index)
        on_loop = self.is_on_loop(module, fact.scope)
        effects = {effect.code: effect for effect in self._effects_of(edge)} if edge is not None and on_loop else {}
        return CallSite(module, index, fact, callees, on_loop, effects)

    def suspects(self, module: Module) -> list[int]:
        """The calls of the module that rules want to see for another reason than what they run."""
        return self._links.suspects[module]

    def effective_calls(self, module: Module) -> Iterable[int]:
        """The calls of the module, and the implicit ones, that may bear an effect."""
        return self._links.edges[module]

    def bears_effect(
        self, module: Module, index: int, codes: frozenset[str] | None = None, least: Confidence = Confidence.POSSIBLE
    ) -> bool:
        """Whether the call blocks or runs a loop, wherever it stands: under any of ``codes``, and at ``least`` so surely."""
        edge = self._links.edges[module].get(index)
        return edge is not None and any(
            codes is None or effect.code in codes for effect in self._effects_of(edge, least)
        )

    def _effects_of(self, edge: Edge, least: Confidence = Confidence.POSSIBLE) -> Iterator[Effect]:
        """The effects of a call that are worth telling where it stands."""
        is_in_cell = self.loop_reasons.get(edge.owner) == CELL
        return (effect for effect in self.effects.of_edge(edge, least) if not is_in_cell or effect.code in _OF_CELLS)

    def chain(self, effect: Effect) -> Iterator[Effect]:
        """The effects from a call down to the sink, one a hop."""
        below: Effect | None = effect
        while below is not None:
            yield below
            below = below.below


@dataclass(frozen=True, slots=True, order=True)
class Extent:
    """A part of a file that is parsed on its own: its lines (1-based, inclusive), and which function it is, if it is one."""

    first: int
    last: int
    function: int | None = None  # scope index


def outermost(facts: ModuleFacts, scope: int) -> int | None:
    """The outermost ``def`` around the scope (or the scope itself); None for code at module or class level."""
    found = None
    while scope > 0:
        if facts.scopes[scope].kind is ScopeKind.FUNCTION:
            found = scope
        scope = facts.scopes[scope].parent
    return found
