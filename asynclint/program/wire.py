"""What linking finds out about calls: here, and as bytes for other processes and later runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from asynclint.findings import Calls, Confidence
from asynclint.program.effects import Edge, Sink, Step
from asynclint.program.facts import Test
from asynclint.program.modules import Definition, Module, Modules, References


@dataclass(slots=True)
class Links:
    """What was found out about the calls of some modules.

    ``edges`` are the calls that run something, by module and index; ``on_loop`` the functions that run on the event loop though
    they are plain, and why; ``off_loop`` those that run elsewhere, be they coroutine functions; ``callers`` the calls that await
    a coroutine function which returns, not awaited, what some other call gives; ``suspects`` the calls that rules want to see
    for another reason than what they run. ``calls`` counts those in async code, and
    ``unresolved`` those of them that nothing is known of, by what is called, as written. ``gave_up`` is the resolver's.
    """

    edges: dict[Module, dict[int, Edge]] = field(default_factory=dict)
    on_loop: dict[Definition, str] = field(default_factory=dict)
    off_loop: set[Definition] = field(default_factory=set)
    callers: dict[Definition, list[tuple[Module, int]]] = field(default_factory=dict)
    suspects: dict[Module, list[int]] = field(default_factory=dict)
    gave_up: bool = False
    calls: int = 0
    unresolved: Counter[str] = field(default_factory=Counter)

    def add(self, other: Links) -> None:
        """Take in what was found out about the modules that come next."""
        self.edges.update(other.edges)
        for function, why in other.on_loop.items():
            self.on_loop.setdefault(function, why)  # the first reason stands
        self.off_loop |= other.off_loop
        for function, calls in other.callers.items():
            self.callers.setdefault(function, []).extend(calls)
        self.suspects.update(other.suspects)
        self.gave_up = self.gave_up or other.gave_up
        self.calls += other.calls
        for name, count in other.unresolved.items():
            self.unresolved[name] += count

    def counted(self) -> Calls:
        """The same as reports tell it."""
        by_frequency = sorted(self.unresolved.items(), key=lambda item: (-item[1], item[0]))
        return Calls(self.calls, self.calls - self.unresolved.total(), tuple(by_frequency))


class _EdgeRow(msgspec.Struct, array_like=True, gc=False):
    """An edge, with numbers for what both sides know."""

    scope: int
    call: int
    targets: tuple[tuple[int, ...], ...]  # of steps
    confidence: Confidence
    branches: int
    tests: frozenset[Test]
    doubtful: frozenset[str]
    place: bytes


class _Rows(msgspec.Struct, array_like=True):
    """Links of one module, with modules by number; functions are (module, scope) and calls (module, index).

    Library modules have negative numbers: -1 is the first of ``libraries``.
    """

    libraries: list[tuple[str, bool]]  # name, and whether what is meant is the complement of the module of that name
    steps: list[Sink | tuple[int, int]]
    suspects: list[int]
    edges: list[_EdgeRow]
    on_loop: list[tuple[int, int, str]]
    off_loop: list[tuple[int, int]]
    callers: list[tuple[tuple[int, int], list[tuple[int, int]]]]
    gave_up: bool
    calls: int
    unresolved: dict[str, int]


class Wire:
    """Links of a module as bytes, for processes that know the same modules.

    ``moved`` gives the scopes of functions, by module and the number they had when the bytes were made, where it is another now.
    """

    def __init__(self, modules: Modules, moved: Mapping[tuple[int, int], int] | None = None) -> None:
        self._all = modules
        self._modules = modules.program
        self._moved = moved or {}
        self._decoder = msgspec.msgpack.Decoder(_Rows)

    def encode(self, links: Links) -> bytes:
        """For another process, or a later run."""
        ((module, edges),) = links.edges.items()
        numbers = self._all.numbers
        steps: dict[Step, int] = {}
        references = References(self._all)
        rows = [
            _EdgeRow(
                edge.owner.scope,
                edge.call,
                tuple(tuple(steps.setdefault(step, len(steps)) for step in target) for target in edge.targets),
                edge.confidence,
                edge.branches,
                edge.tests,
                edge.doubtful,
                edge.place,
            )
            for edge in edges.values()
        ]
        on_loop = [(*references.of(function), why) for function, why in links.on_loop.items()]
        off_loop = [references.of(function) for function in links.off_loop]
        callers = [(references.of(function), calls) for function, calls in links.callers.items()]
        named = [step if isinstance(step, Sink) else references.of(step) for step in steps]
        return msgspec.msgpack.encode(
            _Rows(
                references.libraries,
                named,
                links.suspects[module],
                rows,
                on_loop,
                sorted(off_loop),
                [(function, [(numbers[caller], index) for caller, index in calls]) for function, calls in callers],
                links.gave_up,
                links.calls,
                links.unresolved,
            )
        )

    def decode(self, module: Module, content: bytes) -> Links:
        """From another process, or an earlier run."""
        modules, moved = self._modules, self._moved
        rows = self._decoder.decode(content)
        libraries = [self._all.library(name, is_complement) for name, is_complement in rows.libraries]

        def function(number: int, scope: int) -> Definition:
            scope = moved.get((number, scope), scope)
            return (modules[number] if number >= 0 else libraries[-1 - number]).definition(scope)

        steps = [step if isinstance(step, Sink) else function(*step) for step in rows.steps]
        edges = {
            row.call: Edge(
                module.definition(row.scope),
                row.call,
                tuple(tuple([steps[number] for number in target]) for target in row.targets),
                row.confidence,
                row.branches,
                row.tests,
                row.doubtful,
                row.place,
            )
            for row in rows.edges
        }
        return Links(
            {module: edges},
            {function(number, scope): why for number, scope, why in rows.on_loop},
            {function(*elsewhere) for elsewhere in rows.off_loop},
            {
                function(*called): [(modules[caller], index) for caller, index in calls]
                for called, calls in rows.callers
            },
            {module: rows.suspects},
            rows.gave_up,
            rows.calls,
            Counter(rows.unresolved),
        )
