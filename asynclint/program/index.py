"""The index of the whole program: what rules ask.

Built once, from the facts of every file: call sites get their targets, functions their execution context (on the event loop
or not) and their effects. Nothing here decides a finding.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from asynclint.cache import fingerprint
from asynclint.findings import Confidence
from asynclint.program import survey
from asynclint.program.effects import Edge, Effect, Effects, Sink
from asynclint.program.facts import Call, CallKind, ScopeKind, outermost
from asynclint.program.guards import Guards
from asynclint.program.links import Keep, Linker, Progress
from asynclint.program.modules import Definition, Module, Modules
from asynclint.program.resolve import Resolver
from asynclint.program.survey import Known, Survey
from asynclint.program.targets import Targets, Vocabulary
from asynclint.program.values import NOTHING, Values
from asynclint.program.wire import Links, Wire

COROUTINE = "a coroutine"
_Parts = tuple[dict[int | None, list[int]], dict[int | None, list[int]]]
_KEPT_PARTS = 256

CELL = "a cell of a notebook"
_OF_CELLS = frozenset({"ASL401", "ASL402"})  # what blocks in a cell keeps nobody waiting but the cell


class _Bearing(NamedTuple):
    """What bears on a module: a digest of effects, why functions run on the loop and who awaits them, and a digest of all that."""

    effects: bytes
    others: tuple[list[tuple[int, str]], list[object]]
    digest: bytes


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
    """The whole program, linked by so many processes.

    ``known`` is what an earlier run knew of most of it; where that was a run of this process, ``before`` is what came of it,
    and had the same modules. ``rows`` are what a later run can use: the links of each module, as they are to be kept.
    ``gave_up`` tells that the answers hold for a program that is linked as a whole, and by one process.
    """

    def __init__(
        self,
        modules: Modules,
        vocabulary: Vocabulary,
        jobs: int = 1,
        *,
        known: Known | None = None,
        keep: Keep = Keep.NOTHING,
        before: Program | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.modules = modules
        self._known = known
        link = functools.partial(self._link, vocabulary, keep=keep, before=before, progress=progress)
        self._guards: Guards
        self._links: Links
        self.effects: Effects
        self._parts: dict[Module, _Parts] = {}
        self._told_chains: dict[int, bytes] = {}  # by the identity of an effect of a function
        link(jobs)
        if self._links.gave_up and jobs > 1:  # only one process gives the same answers every time
            modules.forget()
            link(1)
        self.gave_up = self._links.gave_up
        self.loop_reasons: dict[Definition, str] = {}
        for module in modules.program:
            if module.is_notebook:
                self.loop_reasons[module.definition(0)] = CELL
            for scope in module.outline.coroutines:
                self.loop_reasons[module.definition(scope)] = COROUTINE
        for function, why in self._links.on_loop.items():
            self.loop_reasons.setdefault(function, why)
        for function in self._links.off_loop:
            self.loop_reasons.pop(function, None)
        self._bearings: dict[Module, _Bearing] = {}
        spread = functools.partial(
            Effects, self._links.edges, self._guards, self.loop_reasons, vocabulary.max_depth
        )  # fmt: skip
        if before is None or known is None or before._guards.stores != self._guards.stores:
            self.effects = spread()
        else:
            stale = self._stale(known, before)
            self.effects = spread(before=before.effects, stale=stale, touched=self._touched(stale, before))
            modules_spread_to = {function.module for function in self.effects.spread_to}
            self._bearings = {m: told for m, told in before._bearings.items() if m not in modules_spread_to}
        self.calls = self._links.counted()

    def _stale(self, known: Known, before: Program) -> set[Module]:
        """The modules whose calls may not be what they were: some, and libraries that they lead to."""
        now, then = self._links.edges, before._links.edges
        libraries = {module for module in (*now, *then) if module.is_library}
        return {*known.changed, *(module for module in libraries if now.get(module) != then.get(module))}

    def _touched(self, stale: set[Module], before: Program) -> set[Definition]:
        """The functions whose calls may not be what they were, or that run on the loop and did not, or the other way round."""
        touched = self.loop_reasons.keys() ^ before.loop_reasons.keys()
        touched |= {function for function in before.effects.functions() if function.module in stale}
        for links in (self._links, before._links):
            touched |= {edge.owner for module in stale for edge in links.edges.get(module, {}).values()}
        return touched

    def _link(
        self, vocabulary: Vocabulary, jobs: int, keep: Keep, before: Program | None, progress: Progress | None
    ) -> None:
        known = self._known
        self.resolver = Resolver(self.modules)
        self._guards = guards = Guards(self.resolver, before._guards if before is not None else None)
        self.targets = Targets(self.resolver, vocabulary, known)
        linker = Linker(self.targets, guards)
        if known is not None:
            known.recall(self.resolver)
        self._links, self.rows = linker.links(jobs, known, keep, progress)

    def row(self, module: Module) -> bytes:
        """The links of the module, for runs of other processes."""
        links = self.rows[module]
        return links if isinstance(links, bytes) else Wire(self.modules).encode(links)

    def survey(self) -> Survey:
        """What was worked out of all modules together."""
        return survey.take(self.resolver, self.targets, self._known)

    @functools.cached_property
    def _loop_reasons_in(self) -> dict[Module, list[tuple[int, str]]]:
        found: dict[Module, list[tuple[int, str]]] = {}
        for function, why in self.loop_reasons.items():
            found.setdefault(function.module, []).append((function.scope, why))
        return found

    @functools.cached_property
    def _callers_in(self) -> dict[Module, list[object]]:
        found: dict[Module, list[object]] = {}
        for function, calls in self._links.callers.items():
            told = [(module.digest, index) for module, index in calls]
            found.setdefault(function.module, []).append((function.scope, told))
        return found

    def circumstances(self, module: Module) -> bytes:
        """A digest of all that other modules have to do with the findings in this one, but for what its names mean."""
        others = self._loop_reasons_in.get(module, []), self._callers_in.get(module, [])
        known = self._bearings.get(module)
        if known is None or known.others != others:
            effects = self._effects_in(module) if known is None else known.effects
            told = repr((sorted(others[0]), others[1]))
            digest = fingerprint(effects, told.encode("utf-8", "surrogatepass"))
            known = self._bearings[module] = _Bearing(effects, others, digest)
        return known.digest

    def _effects_in(self, module: Module) -> bytes:
        """A digest of the effects of all calls in the module, with their chains."""
        bearing = []
        for index, edge in self._links.edges[module].items():
            if self.effects.may_bear(edge):
                chains = [(_told(effect), self._told_chain(effect.below)) for effect in self.effects.of_edge(edge)]
                if chains:
                    bearing.append((index, chains))
        return fingerprint(repr(bearing).encode("utf-8", "surrogatepass"))

    def _told_chain(self, effect: Effect | None) -> bytes:
        """The effect of a function, and the rest of its chain."""
        if effect is None:
            return b""
        known = self._told_chains.get(id(effect))
        if known is None:
            told = repr((_told(effect), self._told_chain(effect.below)))
            known = self._told_chains[id(effect)] = fingerprint(told.encode("utf-8", "surrogatepass"))
        return known

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
        indices = self._by_part(module)[0].get(extent.function, [])
        found = []
        # All that is at the module level is one part here, and may be long.
        for position in range(bisect.bisect_left(indices, extent.first, key=lambda i: facts[i].end_line), len(indices)):
            fact = facts[indices[position]]
            if fact.end_line > extent.last:
                break
            if (fact.kind is not CallKind.CALL) is implicit and extent.first <= fact.line:
                found.append(indices[position])
        return found

    def scopes_in(self, module: Module, extent: Extent) -> list[int]:
        """The functions, lambdas and classes of a part of the file, in the order in which they are entered."""
        scopes = module.facts.scopes
        by_line = self._by_part(module)[1].get(extent.function, [])
        first = bisect.bisect_left(by_line, extent.first, key=lambda index: scopes[index].line)
        last = bisect.bisect_right(by_line, extent.last, key=lambda index: scopes[index].line)
        return sorted(by_line[first:last])

    def _by_part(self, module: Module) -> _Parts:
        known = self._parts.get(module)
        if known is None:
            if len(self._parts) >= _KEPT_PARTS:
                self._parts.clear()
            known = self._parts[module] = self._worked_out_parts(module)
        return known

    @staticmethod
    def _worked_out_parts(module: Module) -> _Parts:
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
        for indices in scopes.values():
            indices.sort(key=lambda index: module.facts.scopes[index].line)
        return calls, scopes

    def site(self, module: Module, index: int) -> CallSite:
        """Everything the index knows of one call."""
        fact = module.facts.calls[index]
        callees = self.resolver.callees(module, index) if fact.kind is CallKind.CALL else NOTHING
        edge = self._links.edges[module].get(index)
        on_loop = self.is_on_loop(module, fact.scope)
        effects = {effect.code: effect for effect in self._effects_of(edge)} if edge is not None and on_loop else {}
        return CallSite(module, index, fact, callees, on_loop, effects)

    def borne(self, module: Module, index: int) -> list[Effect]:
        """The effects that the call bears, wherever it stands."""
        edge = self._links.edges[module].get(index)
        return [] if edge is None else list(self._effects_of(edge))

    def calls_of(self, function: Definition) -> Sequence[Edge]:
        """The calls that may run the body of the function."""
        return self.effects.callers(function)

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


def _told(effect: Effect) -> object:
    """The effect as far as findings can tell it, but for what is below it."""
    step = effect.step
    return (
        effect.code, effect.depth, effect.branches, effect.confidence.name, effect.sink,
        sorted(effect.tests, key=repr), effect.edge.place, step if isinstance(step, Sink) else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Extent:
    """A part of a file that is parsed on its own: its lines (1-based, inclusive), and which function it is, if it is one."""

    first: int
    last: int
    function: int | None = None  # scope index
