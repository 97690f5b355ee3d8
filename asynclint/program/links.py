"""Links: which call runs what, worked out once for every call of the program.

Linking asks about each call by itself, so several processes can share the work: each takes a few files at a time, and what
they found is put together in the order of the files. No answer depends on who gave it.
"""

from __future__ import annotations

import functools
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from asynclint import workers
from asynclint.findings import Calls, Confidence
from asynclint.knowledge.contexts import Where
from asynclint.knowledge.decorators import DecoratorKind
from asynclint.knowledge.roles import Role, RoleEntry
from asynclint.program.catalogue import values_called
from asynclint.program.effects import Edge, Sink, Step
from asynclint.program.facts import (
    PLAIN_LOAD,
    Assigned,
    Attribute,
    Await,
    Call,
    CallKind,
    Constant,
    Expr,
    Flag,
    Guard,
    Item,
    Name,
    Result,
    ScopeKind,
    Test,
    Use,
    argument,
    last_name,
)
from asynclint.program.guards import Guards
from asynclint.program.modules import Definition, Module, Modules
from asynclint.program.suspects import is_suspicious
from asynclint.program.targets import METHOD_KINDS, SMALL_METHODS, Targets, only_value
from asynclint.program.values import Coroutine, Foreign, FunctionValue, Value

LOOP_CODES = frozenset({"ASL401", "ASL402", "ASL403"})
_FUTURE_WAITERS = frozenset({"wrap_future", "wait", "as_completed", "gather"})
_CALLBACK = "handed over as a callback"
_SOCKET_METHODS = ("accept", "connect", "recv", "send")  # and their kin, which wait unless the socket does not block
_LOCKS = frozenset({"Lock", "RLock", "Semaphore", "BoundedSemaphore"})
_LOWER = {
    Confidence.CERTAIN: Confidence.LIKELY,
    Confidence.LIKELY: Confidence.POSSIBLE,
    Confidence.POSSIBLE: Confidence.POSSIBLE,
}
_HARMLESS_CALLS = frozenset(
    {"len", "bool", "str", "repr", "isinstance", "format", "join", "type", "hash", "getattr", "hasattr", "super", "id", "int",
     "all", "any", "sum", "tuple", "list", "sorted", "__eq__", "__str__", "__repr__", "items", "keys", "values"}
)  # fmt: skip
_SUPER = Name("super")
_WRITTEN = 8  # parts of an expression that are told
_FOLLOWED_DEPTH = 10  # calls from the program's into libraries,
_MOST_FOLLOWED = 20_000  # and functions in them
_SHARES = 16  # for each process: small enough that all end at the same time,
_MOST_SHARES = 250  # and few enough to be numbered by a byte
_FEW_CALLS = 10_000  # below which a process costs more than it saves


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
        self.on_loop = other.on_loop | self.on_loop  # the first reason stands
        self.off_loop |= other.off_loop
        for function, calls in other.callers.items():
            self.callers.setdefault(function, []).extend(calls)
        self.suspects.update(other.suspects)
        self.gave_up = self.gave_up or other.gave_up
        self.calls += other.calls
        self.unresolved += other.unresolved

    def counted(self) -> Calls:
        """The same as reports tell it."""
        by_frequency = sorted(self.unresolved.items(), key=lambda item: (-item[1], item[0]))
        return Calls(self.calls, self.calls - self.unresolved.total(), tuple(by_frequency))


class Linker:
    """Links the calls of a program."""

    def __init__(self, targets: Targets, guards: Guards) -> None:
        self._targets = targets
        self._resolver = targets.resolver
        self._guards = guards
        self._modules = targets.resolver.modules.program
        _forget_plain_loads(self._modules)

    def links(self, jobs: int) -> Links:
        """The links of the whole program, found out by so many processes."""
        shares = _shares(self._modules, jobs)
        if len(shares) == 1:
            return self._followed(self._linked(self._modules))
        self._resolver.all_subclasses()  # by one process, as everybody asks for them
        wire = _Wire(self._resolver.modules)
        found = workers.share(
            lambda number: self._linked(shares[number]), len(shares), jobs=jobs, encode=wire.encode, decode=wire.decode
        )
        joined = Links()
        for each in found:
            joined.add(each)
        return self._followed(joined)

    def encoded(self, links: Links) -> bytes:
        """The links for :meth:`decoded` of another machine that knows the same modules."""
        return _Wire(self._resolver.modules).encode(links)

    def decoded(self, content: bytes) -> Links:
        """The links that another machine found out."""
        return _Wire(self._resolver.modules).decode(content)

    def _followed(self, links: Links) -> Links:
        """The same with the calls inside library functions that the program's calls lead to, as far as they are followed.

        One process does this: it is little, and what one function leads to another one often leads to as well.
        """
        pending = deque((step, 1) for step in _library_functions(e for of in links.edges.values() for e in of.values()))
        reached = {function for function, _ in pending}
        calls: dict[Module, dict[int, list[int]]] = {}  # by scope
        while pending and len(reached) < _MOST_FOLLOWED:
            function, depth = pending.popleft()
            module = function.module
            if module not in calls:
                of_module = calls[module] = {}
                for index, fact in enumerate(module.facts.calls):
                    if fact.kind is not CallKind.LOAD:
                        of_module.setdefault(fact.scope, []).append(index)
            made = (self._edge(module, i, module.facts.calls[i]) for i in calls[module].get(function.scope, ()))
            edges = [_inside_library(edge) for edge in made if edge is not None]
            links.edges.setdefault(module, {}).update((edge.call, edge) for edge in edges)
            if depth < _FOLLOWED_DEPTH:
                for step in _library_functions(edges):
                    if step not in reached:
                        reached.add(step)
                        pending.append((step, depth + 1))
        links.gave_up = links.gave_up or self._resolver.gave_up
        return links

    def _linked(self, modules: Iterable[Module]) -> Links:
        links = Links()
        for module in modules:
            self._link(module, links)
        links.gave_up = self._resolver.gave_up
        return links

    def _link(self, module: Module, links: Links) -> None:
        scopes = module.facts.scopes
        edges = links.edges[module] = {}
        suspects = links.suspects[module] = []
        kinds = {ScopeKind.FUNCTION, ScopeKind.LAMBDA, *([ScopeKind.MODULE] if module.is_notebook else [])}
        self._place(module, links)
        for index, fact in enumerate(module.facts.calls):
            if fact is PLAIN_LOAD:
                continue
            for role in self._targets.roles(module, index):
                if role.role in (Role.CALLBACK, Role.HANDLER):
                    for function in self._handed_over(module, fact, role):
                        links.on_loop.setdefault(function, _CALLBACK)
            # Settled here, in the order of the files, so that no process asks first and gets another answer.
            if fact.kind is CallKind.CALL:
                self._resolver.result(module, index)
                if scopes[fact.scope].flags & Flag.ASYNC:
                    self._count(module, index, fact, links)
            if fact.use is Use.AWAITED:
                for function in self._passing_on(module, index):
                    links.callers.setdefault(function, []).append((module, index))
            if scopes[fact.scope].kind in kinds:
                edge = self._edge(module, index, fact)
                if edge is not None:
                    edges[index] = edge
            if is_suspicious(self._targets, module, index, fact):
                suspects.append(index)

    def _place(self, module: Module, links: Links) -> None:
        """Find the functions of the module that a framework runs on the loop, or elsewhere."""
        for index, scope in enumerate(module.facts.scopes):
            if scope.kind is not ScopeKind.FUNCTION:
                continue
            function = module.definition(index)
            found = self._targets.contexts.of(function)
            if found is not None and found[0] is Where.THREAD:
                links.off_loop.add(function)
            elif found is not None:
                links.on_loop.setdefault(function, found[1])

    def _count(self, module: Module, index: int, fact: Call, links: Links) -> None:
        links.calls += 1
        callees = self._resolver.callees(module, index)
        if fact.func == _SUPER:
            return
        if not callees.complete or not callees.items or any(isinstance(value, Foreign) for value in callees.items):
            links.unresolved[_written(fact.func, module, _WRITTEN)] += 1

    def _handed_over(self, module: Module, fact: Call, role: RoleEntry) -> list[Definition]:
        """The functions of the program that the call hands to the loop."""
        handed = argument(fact, role.slot, role.keyword)
        if handed is None:
            return []
        values = self._resolver.evaluate(handed, module, fact.scope)
        return [
            value.function
            for value in values_called(values.items)
            if isinstance(value, FunctionValue) and not value.function.module.is_library
        ]

    def _passing_on(self, module: Module, index: int) -> list[Definition]:
        """The coroutine functions that the call calls which return what some other call gives."""
        return [
            value.function
            for value in self._resolver.callees(module, index).items
            if isinstance(value, FunctionValue)
            and value.function.is_async
            and not value.function.module.is_library
            and any(isinstance(result, Result) for result in value.function.fact.results)
        ]

    def _edge(self, module: Module, index: int, fact: Call) -> Edge | None:
        if self._is_awaited(module, index, fact) and self._is_something_else(module, index):
            return None
        owner = module.definition(fact.scope)
        targets, values = self._targets.of_call(module, index, fact)
        if not any(targets):
            return None
        confidence = Confidence.CERTAIN if values.plain else Confidence.LIKELY
        if not values.complete:
            confidence = _LOWER[confidence]
        if any(self._targets.is_loosely_decorated(value) for value in values.items):
            confidence = min(confidence, Confidence.LIKELY)
        if any(self._runs_once(value) for value in values.items):
            confidence = Confidence.POSSIBLE
        if fact.guard & (Guard.NO_LOOP | Guard.LAZY | Guard.NEVER):
            return None
        if not owner.is_async and (
            owner.fact.flags & Flag.CHECKS_LOOP or owner in self._targets.askers or self._is_for_both(owner)
        ):
            confidence = Confidence.POSSIBLE
        doubtful = LOOP_CODES if owner in self._targets.askers or module in self._targets.nesting else frozenset()
        if any(self._may_be_ready(step, module, fact) for target in targets for step in target):
            confidence = Confidence.POSSIBLE
        is_brief = fact.guard & Guard.BRIEF or _is_released(module, fact)
        if is_brief and any(_is_lock(step) for target in targets for step in target):
            confidence = Confidence.POSSIBLE
        return Edge(owner, index, targets, confidence, fact.branches, self._guards.lasting(owner, index), doubtful)

    @staticmethod
    def _is_awaited(module: Module, index: int, fact: Call) -> bool:
        """Whether the value of the call is awaited, at once or by the name it was bound to."""
        if fact.use is Use.AWAITED:
            return True
        scope = module.facts.scopes[fact.scope]
        return fact.use is Use.BOUND and any(
            Assigned(Result(index)) in scope.bindings.get(name, ()) for name in scope.awaited
        )

    def _is_something_else(self, module: Module, index: int) -> bool:
        """Whether what is awaited is not what it seems.

        A plain function that an unknown decorator made something else of, or one of a library, by an annotation that does
        not hold.
        """
        callees = self._resolver.callees(module, index).items
        if any(
            isinstance(v, FunctionValue) and self._resolver.kind(v.function) is DecoratorKind.UNKNOWN for v in callees
        ):
            return True
        return bool(callees) and all(
            isinstance(v, FunctionValue)
            and v.receiver is not None
            and v.function.module.is_library
            and not v.function.is_async
            for v in callees
        )

    def _is_for_both(self, function: Definition) -> bool:
        """Whether a plain function gives its caller a coroutine in one case and something else in another.

        That is for callers with a loop and for callers without one; what blocks in it is for the latter.
        """
        if not function.fact.results or function.is_generator:
            return False
        given = self._resolver.call_function(function, None).items
        return any(isinstance(value, Coroutine) for value in given) and not all(
            isinstance(value, Coroutine) for value in given
        )

    def _runs_once(self, value: Value) -> bool:
        """Whether the body runs at the first call only: a cached function without arguments."""
        return (
            isinstance(value, FunctionValue)
            and not value.function.fact.parameters
            and self._resolver.kind(value.function) is DecoratorKind.CACHED
        )

    def _may_be_ready(self, step: Step, module: Module, fact: Call) -> bool:
        """Whether there may well be nothing to wait for.

        A lock made in this function, a queue that it asked whether it is empty; a future that it did not get from a call of its
        own, or asked whether it is ``done()``, or awaited through ``wrap_future``; a socket made non-blocking, or of the
        datagram kind, which has nobody to connect to. Name servers are waited for, and a connection that the call itself makes.
        """
        if not isinstance(fact.func, Attribute):
            return False
        receiver = fact.func.value
        if isinstance(step, Sink) and step.code == "ASL206" and fact.func.name in ("get", "acquire"):
            made = only_value(receiver, module, fact.scope)
            if isinstance(made, Result) and last_name(module.facts.calls[made.call].func) in _LOCKS:
                return True
            return any(
                call.scope == fact.scope and call.func in (Attribute(receiver, "empty"), Attribute(receiver, "qsize"))
                for call in module.facts.calls
            )
        if fact.func.name in ("result", "exception") and self._is_of_future(step):
            if not isinstance(only_value(receiver, module, fact.scope), Result):
                return True
            return any(
                call.scope == fact.scope
                and (
                    call.func == Attribute(receiver, "done")
                    or (
                        last_name(call.func) in _FUTURE_WAITERS
                        and any(given.value == receiver for given in call.arguments)
                    )
                )
                for call in module.facts.calls
            )
        if not isinstance(step, Sink) or step.code != "ASL202" or "socket" not in step.name:
            return False
        if not fact.func.name.startswith(_SOCKET_METHODS):
            return False
        return self._makes_sockets_non_blocking(module) or (
            fact.func.name in ("connect", "send", "sendall", "sendto")
            and any(
                last_name(given.value) == "SOCK_DGRAM"
                for call in module.facts.calls
                if call.scope == fact.scope
                for given in call.arguments
            )
        )

    def _is_of_future(self, step: Step) -> bool:
        """Whether a future of threads is asked: the library's, or one that the program derived from it."""
        if isinstance(step, Sink):
            return step.code == "ASL206"
        class_ = step.class_
        return class_ is not None and any(
            owner.qualname == "concurrent.futures._base.Future" for owner in self._resolver.mro(class_)[0]
        )

    @functools.cache  # noqa: B019 - the program lives as long as the run
    def _makes_sockets_non_blocking(self, module: Module) -> bool:
        return any(
            last_name(call.func) in ("setblocking", "settimeout")
            and len(call.arguments) == 1
            and isinstance(call.arguments[0].value, Constant)
            and not call.arguments[0].value.value
            for call in module.facts.calls
        )


def _written(expr: Expr, module: Module, depth: int) -> str:
    """An expression as it is written, as far as facts tell: ``client.get``, ``connect().cursor``, ``rows[…].save``."""
    if depth > 0:
        match expr:
            case Name():
                return expr.id.partition("#")[0]
            case Attribute():
                return f"{_written(expr.value, module, depth - 1)}.{expr.name}"
            case Result():
                return f"{_written(module.facts.calls[expr.call].func, module, depth - 1)}()"
            case Await():
                return f"(await {_written(expr.value, module, depth - 1)})"
            case Item():
                return f"{_written(expr.value, module, depth - 1)}[…]"
    return "…"


def _inside_library(edge: Edge) -> Edge:
    """The call as sure as it can be where nobody sees the conditions: those that are not on parameters nobody can contradict."""
    least = Confidence.LIKELY if edge.branches <= len(edge.tests) else Confidence.POSSIBLE
    return msgspec.structs.replace(edge, confidence=min(edge.confidence, least))


def _library_functions(edges: Iterable[Edge]) -> Iterable[Definition]:
    """The library functions that the calls lead to, in order and each once."""
    steps = (step for edge in edges for target in edge.targets for step in target)
    return dict.fromkeys(step for step in steps if isinstance(step, Definition) and step.module.is_library)


def _is_lock(step: Step) -> bool:
    return isinstance(step, Sink) and step.code == "ASL206" and step.name.endswith(("__enter__", "ock.acquire"))


def _is_released(module: Module, fact: Call) -> bool:
    """Whether the call acquires what the same function releases, without leaving it to anybody else in between."""
    scope = module.facts.scopes[fact.scope]
    if (
        scope.flags & (Flag.AWAITS | Flag.GENERATOR)
        or not isinstance(fact.func, Attribute)
        or fact.func.name != "acquire"
    ):
        return False
    release = Attribute(fact.func.value, "release")
    return any(call.scope == fact.scope and call.func == release for call in module.facts.calls)


def _forget_plain_loads(modules: Sequence[Module]) -> None:
    """Most of what is known of the calls of a program are attributes that cannot be properties, and operators on plain data."""
    # Every name that some class of the program defines as a decorated function can be a property; every other, a method.
    methods: dict[bool, set[str]] = {True: set(), False: set()}
    for module in modules:
        scopes = module.facts.scopes
        special = []
        for index, scope in enumerate(scopes):
            if scope.kind is ScopeKind.FUNCTION and scopes[scope.parent].kind is ScopeKind.CLASS:
                if scope.name in SMALL_METHODS:
                    special.append(index)
                else:
                    methods[bool(scope.decorators)].add(scope.name)
        if special:  # most do nothing that anybody would want to know of
            made = (fact for fact in module.facts.calls if fact.kind is CallKind.CALL)
            busy = {fact.scope for fact in made if last_name(fact.func) not in _HARMLESS_CALLS}
            methods[False].update(scopes[index].name for index in special if index in busy)
    if "__len__" in methods[False]:
        methods[False].add("__bool__")  # whose place it takes
    named = dict.fromkeys(METHOD_KINDS, methods[False])
    named[CallKind.LOAD] = named[CallKind.STORE] = methods[True]
    for module in modules:
        calls = tuple(
            PLAIN_LOAD if fact.kind in named and last_name(fact.func) not in named[fact.kind] else fact
            for fact in module.facts.calls
        )
        module.facts = msgspec.structs.replace(module.facts, calls=calls)


def _shares(modules: Sequence[Module], jobs: int) -> list[Sequence[Module]]:
    """The modules in parts with about as many calls each, in order."""
    calls = sum(len(module.facts.calls) for module in modules)
    if jobs == 1 or calls < _FEW_CALLS or not workers.can_fork():
        return [modules]
    limit = calls // min(jobs * _SHARES, _MOST_SHARES) + 1
    shares: list[list[Module]] = [[]]
    weight = 0
    for module in modules:
        if weight >= limit:
            shares.append([])
            weight = 0
        shares[-1].append(module)
        weight += len(module.facts.calls)
    return list(shares)


# -- Between processes ------------------------------------------------------------------------------------------------


class _EdgeRow(msgspec.Struct, array_like=True):
    """An edge, with numbers for what both sides know."""

    module: int
    call: int
    targets: tuple[tuple[int, ...], ...]  # of steps
    confidence: Confidence
    branches: int
    tests: frozenset[Test]
    doubtful: frozenset[str]


class _Rows(msgspec.Struct, array_like=True):
    """Links, with modules by number; functions are (module, scope) and calls (module, index).

    Library modules have negative numbers: -1 is the first of ``libraries``.
    """

    libraries: list[tuple[str, bool]]  # name, and whether what is meant is the complement of the module of that name
    steps: list[Sink | tuple[int, int]]
    modules: list[tuple[int, list[int]]]  # with their suspects
    edges: list[_EdgeRow]
    on_loop: list[tuple[int, int, str]]
    off_loop: list[tuple[int, int]]
    callers: list[tuple[tuple[int, int], list[tuple[int, int]]]]
    gave_up: bool
    calls: int
    unresolved: dict[str, int]
    asked: list[str]  # for library modules


class _Wire:
    """Links as bytes, for processes that know the same modules."""

    def __init__(self, modules: Modules) -> None:
        self._all = modules
        self._modules = modules.program
        self._numbers = {module: number for number, module in enumerate(modules.program)}
        self._decoder = msgspec.msgpack.Decoder(_Rows)

    def encode(self, links: Links) -> bytes:
        """For the other process."""
        numbers = self._numbers
        steps: dict[Step, int] = {}
        libraries: dict[Module, int] = {}
        rows = [
            _EdgeRow(
                self._number(module, libraries),
                edge.call,
                tuple(tuple(steps.setdefault(step, len(steps)) for step in target) for target in edge.targets),
                edge.confidence,
                edge.branches,
                edge.tests,
                edge.doubtful,
            )
            for module, edges in links.edges.items()
            for edge in edges.values()
        ]
        on_loop = [(*self._named(function, libraries), why) for function, why in links.on_loop.items()]
        off_loop = [self._named(function, libraries) for function in links.off_loop]
        callers = [(self._named(function, libraries), calls) for function, calls in links.callers.items()]
        named = [step if isinstance(step, Sink) else self._named(step, libraries) for step in steps]
        return msgspec.msgpack.encode(
            _Rows(
                [(module.name, self._all.libraries.get(module.name) is not module) for module in libraries],
                named,
                [(numbers[module], suspects) for module, suspects in links.suspects.items()],
                rows,
                on_loop,
                off_loop,
                [(function, [(numbers[module], index) for module, index in calls]) for function, calls in callers],
                links.gave_up,
                links.calls,
                links.unresolved,
                sorted(self._all.asked),
            )
        )

    def decode(self, content: bytes) -> Links:
        """From the other process."""
        modules = self._modules
        rows = self._decoder.decode(content)
        self._all.asked.update(rows.asked)
        libraries = [self._all.library(name, is_complement) for name, is_complement in rows.libraries]

        def module_of(number: int) -> Module:
            return modules[number] if number >= 0 else libraries[-1 - number]

        def function(number: int, scope: int) -> Definition:
            return module_of(number).definition(scope)

        steps = [step if isinstance(step, Sink) else function(*step) for step in rows.steps]
        links = Links(
            {modules[number]: {} for number, _ in rows.modules},
            {function(number, scope): why for number, scope, why in rows.on_loop},
            {function(*elsewhere) for elsewhere in rows.off_loop},
            {
                function(*called): [(modules[caller], index) for caller, index in calls]
                for called, calls in rows.callers
            },
            {modules[number]: suspects for number, suspects in rows.modules},
            rows.gave_up,
            rows.calls,
            Counter(rows.unresolved),
        )
        for row in rows.edges:
            module = module_of(row.module)
            links.edges.setdefault(module, {})[row.call] = Edge(
                module.definition(module.facts.calls[row.call].scope),
                row.call,
                tuple(tuple(steps[number] for number in target) for target in row.targets),
                row.confidence,
                row.branches,
                row.tests,
                row.doubtful,
            )
        return links

    def _named(self, function: Definition, libraries: dict[Module, int]) -> tuple[int, int]:
        return self._number(function.module, libraries), function.scope

    def _number(self, module: Module, libraries: dict[Module, int]) -> int:
        number = self._numbers.get(module)
        return -1 - libraries.setdefault(module, len(libraries)) if number is None else number
