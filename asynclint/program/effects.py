"""Effects: for each function, does calling it block (which code), or run an event loop; with the shortest chain that proves it.

A call *bears* an effect when every target that it can have does. Effects spread from the calls that block by themselves
(sinks) to the functions that make them and on to their callers, nearest first, surest first: so every function ends with
its surest, then shortest witness, cycles included, whatever the order of the files.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING

import msgspec

from asynclint.findings import Confidence
from asynclint.program.facts import Test
from asynclint.program.modules import Definition, Module

if TYPE_CHECKING:
    from asynclint.program.guards import Guards


class Sink(msgspec.Struct, frozen=True):
    """A call that blocks (or runs a loop) by itself: the code it counts under and what is to be said of it."""

    code: str
    name: str
    does: str
    advice: str
    thread_safe: bool = False
    severity: str | None = None


_BRANCHES = 2
_NEAREST = (0, 0, ("", 0), 0)
_VARIANTS = 4  # of one code that a function keeps, each under other tests of its parameters

Step = Sink | Definition  # what running a target runs: a sink, or a function of the program
Target = tuple[Step, ...]  # running the target runs all of its steps


class Edge(msgspec.Struct, frozen=True):
    """One call inside ``owner`` with all its possible targets; a target without steps is one that bears no effect."""

    owner: Definition
    call: int
    targets: tuple[Target, ...]
    confidence: Confidence
    branches: int = 0  # around the call, that need not be taken
    tests: frozenset[Test] = frozenset()  # on parameters of the owner, that the code around the call asks
    doubtful: frozenset[str] = frozenset()  # codes that the code around the call may well have ruled out
    place: bytes = b""  # stands for where the call is, and for the text of the function around it

    @property
    def module(self) -> Module:
        """The module of the call site."""
        return self.owner.module


class Effect(msgspec.Struct, frozen=True):
    """Why a call bears ``code``: the sink itself, or the function that leads there.

    ``depth`` counts the calls down to the sink, ``branches`` the conditional branches on the way there, inside helpers.
    ``tests`` must hold of the parameters of the edge's owner for it to come to that. ``below`` is the next effect of the chain.
    """

    code: str
    depth: int
    branches: int
    confidence: Confidence
    edge: Edge
    step: Step
    sink: Sink
    tests: frozenset[Test] = frozenset()
    below: Effect | None = None


_Edges = Mapping[Module, Mapping[int, Edge]]

# When an effect was found: at which threshold, and how far from a sink the search was. That is the length of the effect, or of the
# one on another target of its call that it had waited for; then the place of the call.
_Length = tuple[int, int, tuple[str, int], int]
_When = tuple[Confidence, _Length]


class Effects:
    """The effects of every function that the ``edges`` of modules know of. ``max_depth`` bounds the number of helpers in a chain.

    ``guards`` say what is left, at a call, of the tests that the called function asks; ``on_loop`` are the functions that run on
    the event loop by themselves.

    What an earlier run has found holds ``before``, where the edges of ``stale`` modules were others; but for the functions that are
    ``touched`` and for those that come to one of them by calls: ``spread_to`` are all these.
    """

    def __init__(
        self,
        edges: _Edges,
        guards: Guards,
        on_loop: Container[Definition],
        max_depth: int | None = None,
        *,
        before: Effects | None = None,
        stale: Set[Module] = frozenset(),
        touched: Set[Definition] = frozenset(),
    ) -> None:
        self._edges = edges
        self._guards = guards
        self._on_loop = on_loop
        self._of: dict[Definition, dict[str, list[Effect]]] = {}
        self._found: dict[Definition, list[tuple[_When, Effect]]] = {}  # the same in the order in which they were found
        self._limit = max_depth  # the function itself is one of the helpers
        self._callers: dict[Definition, list[Edge]] = {}
        self._sinks: dict[Module, list[Edge]] = {}  # the edges that have any
        self.spread_to: Set[Definition] = frozenset()
        if before is None:
            self._index(edges)
            self._spread(self._callers, list(itertools.chain.from_iterable(self._sinks.values())), {})
        else:
            self._index_again(before, stale)
            self.spread_to = self._reached(touched)
            self._spread_again(before, self.spread_to)

    def _index(self, modules: Iterable[Module]) -> None:
        for module in modules:
            for edge in self._edges.get(module, {}).values():
                for function in _functions(edge):
                    self._callers.setdefault(function, []).append(edge)
                if any(isinstance(step, Sink) for target in edge.targets for step in target):
                    self._sinks.setdefault(module, []).append(edge)

    def _index_again(self, before: Effects, stale: Set[Module]) -> None:
        self._sinks = {module: edges for module, edges in before._sinks.items() if module not in stale}
        self._callers = dict(before._callers)
        both = (edges.get(module, {}).values() for edges in (before._edges, self._edges) for module in stale)
        for function in {function for edges in both for edge in edges for function in _functions(edge)}:
            known = self._callers.get(function, ())
            self._callers[function] = [edge for edge in known if edge.owner.module not in stale]
        self._index(stale)

    def _reached(self, functions: Set[Definition]) -> set[Definition]:
        """These functions, and all that come to one of them by calls."""
        reached = set(functions)
        todo = list(reached)
        while todo:
            for edge in self._callers.get(todo.pop(), ()):
                if edge.owner not in reached:
                    reached.add(edge.owner)
                    todo.append(edge.owner)
        return reached

    def _spread_again(self, before: Effects, functions: Set[Definition]) -> None:
        """Spread effects among these functions only: those that the others have come in when they did before."""
        callers: dict[Definition, list[Edge]] = {}
        sinks: list[Edge] = []
        for module in {function.module for function in functions}:
            sinks += (edge for edge in self._sinks.get(module, ()) if edge.owner in functions)
            for edge in self._edges.get(module, {}).values():
                if edge.owner in functions:
                    for function in _functions(edge):
                        callers.setdefault(function, []).append(edge)
        self._spread(callers, sinks, {each: before._found.get(each, ()) for each in callers.keys() - functions})
        found, of = self._found, self._of
        self._found, self._of = dict(before._found), dict(before._of)
        for function in functions:
            self._found.pop(function, None)
            self._of.pop(function, None)
            if function in found:
                self._found[function], self._of[function] = found[function], of[function]

    def of_edge(self, edge: Edge, threshold: Confidence = Confidence.POSSIBLE) -> Iterator[Effect]:
        """The effects that the call bears, the best of each code, if that is at least as sure as ``threshold``."""
        best: dict[str, Effect] = {}
        for effect in self._all_of_edge(edge, threshold):
            known = best.get(effect.code)
            if known is None or _is_better(effect, known):
                best[effect.code] = effect
        yield from best.values()

    def _all_of_edge(self, edge: Edge, threshold: Confidence) -> Iterator[Effect]:
        found = [[effect for step in target for effect in self._of_step(step, edge)] for target in edge.targets]
        # It is no surer that the call blocks than that the mildest of its targets does.
        least = min(
            max((effect.confidence for effect in of_target), default=Confidence.POSSIBLE) for of_target in found
        )
        for effect in itertools.chain.from_iterable(found):
            borne = _borne(effect, edge, least)
            if borne.confidence >= threshold:
                yield borne

    def _handed_up(self, effect: Effect, edge: Edge, threshold: Confidence) -> Iterator[Effect]:
        """What a new effect of a function means for a call of it."""
        least = Confidence.CERTAIN
        if len(edge.targets) > 1:
            if threshold > Confidence.POSSIBLE:  # what the other targets bear may count more now
                if all(self._may_bear(target) for target in edge.targets):
                    yield from self._all_of_edge(edge, threshold)
                return
            least = Confidence.POSSIBLE  # whatever is surer was found before
        above = self._above(effect, effect.edge.owner, edge)
        if above is not None:
            borne = _borne(above, edge, least)
            if borne.confidence >= threshold:
                yield borne

    def functions(self) -> Iterable[Definition]:
        """The functions that have effects."""
        return self._of

    def callers(self, function: Definition) -> Sequence[Edge]:
        """The calls that may run the function."""
        return self._callers.get(function, ())

    def may_bear(self, edge: Edge) -> bool:
        """Whether the call can have an effect at all, if only a possible one; far quicker than to ask which."""
        return any(self._may_bear(target) for target in edge.targets)

    def _may_bear(self, target: Target) -> bool:
        return any(isinstance(step, Sink) or step in self._of for step in target)

    def _is_new(self, effect: Effect) -> bool:
        """Whether the owner has no effect of that code yet which holds under the same tests, or fewer."""
        known = self._of.get(effect.edge.owner, {}).get(effect.code, [])
        return len(known) < _VARIANTS and not any(other.tests <= effect.tests for other in known)

    def _of_step(self, step: Step, edge: Edge) -> Iterator[Effect]:
        if isinstance(step, Sink):
            yield Effect(step.code, 1, 0, Confidence.CERTAIN, edge, step, step, edge.tests)
            return
        for effect in itertools.chain.from_iterable(self._of.get(step, {}).values()):
            above = self._above(effect, step, edge)
            if above is not None:
                yield above

    def _above(self, effect: Effect, function: Definition, edge: Edge) -> Effect | None:
        """What the effect of a function is in the eyes of a call of it; None where the call contradicts its tests."""
        left = self._guards.left(effect.tests, function, edge)
        if left is None:
            return None
        depth, branches = effect.depth + 1, effect.branches + effect.edge.branches
        confidence = min(effect.confidence, _plausibility(depth, branches))
        if edge.owner in self._on_loop and self._guards.are_open(left, edge.owner):
            confidence = Confidence.POSSIBLE
        return Effect(effect.code, depth, branches, confidence, edge, function, effect.sink, left | edge.tests, effect)

    def _spread(
        self,
        callers: Mapping[Definition, Sequence[Edge]],
        with_sinks: Sequence[Edge],
        others: Mapping[Definition, Sequence[tuple[_When, Effect]]],
    ) -> None:
        """Spread effects from the calls with sinks to the callers of functions, the surest and nearest first."""
        count = itertools.count()  # effects themselves have no order
        queue: list[tuple[_Length, _Length, int, Effect]] = []
        now: _Length = _NEAREST

        def offer(edge: Edge, effects: Iterator[Effect]) -> None:
            for effect in effects:
                if self._is_new(effect) and (self._limit is None or effect.depth <= self._limit):
                    length = _length_and_place(effect)
                    heapq.heappush(queue, (max(now, length), length, next(count), effect))

        for threshold in sorted(Confidence, reverse=True):
            now = _NEAREST
            for edge in with_sinks:
                offer(edge, self._all_of_edge(edge, threshold))
            for function in list(self._of):
                for edge in callers.get(function, ()):
                    offer(edge, self._all_of_edge(edge, threshold))
            for found in others.values():
                for (least, when), effect in found:
                    if least is threshold:
                        heapq.heappush(queue, (when, _length_and_place(effect), next(count), effect))
            while queue:
                now, _, _, effect = heapq.heappop(queue)
                if not self._is_new(effect):
                    continue
                owner = effect.edge.owner
                self._of.setdefault(owner, {}).setdefault(effect.code, []).append(effect)
                self._found.setdefault(owner, []).append(((threshold, now), effect))
                for edge in callers.get(owner, ()):
                    offer(edge, self._handed_up(effect, edge, threshold))


def _functions(edge: Edge) -> set[Definition]:
    """The functions that the call may run."""
    return {step for target in edge.targets for step in target if isinstance(step, Definition)}


def _borne(effect: Effect, edge: Edge, least: Confidence) -> Effect:
    """The effect as sure as the call is sure to come to it, and to something like it whatever its target."""
    clear = effect.code not in edge.doubtful
    confidence = min(effect.confidence, edge.confidence if clear else Confidence.POSSIBLE, least)
    return effect if confidence is effect.confidence else msgspec.structs.replace(effect, confidence=confidence)


def _plausibility(depth: int, branches: int) -> Confidence:
    """How sure it can be that a call gets to a sink ``depth`` calls down, behind so many branches that need not be taken.

    A helper that blocks only in some cases blocks, and its callers should know. A long way through many special cases is a
    way that perhaps no caller ever goes.
    """
    if branches == 0:
        return Confidence.CERTAIN
    return Confidence.LIKELY if branches <= _BRANCHES or depth <= 2 else Confidence.POSSIBLE


def _length(effect: Effect) -> tuple[int, int]:
    """How far it is to the sink: calls, and among as many of these, branches that need not be taken."""
    return effect.depth, effect.branches + effect.edge.branches


def _length_and_place(effect: Effect) -> _Length:
    return *_length(effect), effect.edge.owner.sort_key, effect.edge.call


def _is_better(effect: Effect, known: Effect) -> bool:
    """Surer, or as sure and nearer, or as near and behind fewer branches."""
    if effect.confidence is not known.confidence:
        return effect.confidence > known.confidence
    return _length(effect) < _length(known)
