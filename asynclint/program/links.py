"""Links: which call runs what, worked out once for every call of the program.

Linking asks about each call by itself, so several processes can share the work: each takes a few files at a time, and what
they found is put together in the order of the files. No answer depends on who gave it.
"""

from __future__ import annotations

import functools
import os
from collections import deque
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from enum import Enum, auto

import msgspec

from asynclint import consulted, workers
from asynclint.findings import Confidence
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
    ModuleFacts,
    Name,
    Result,
    ScopeKind,
    Use,
    argument,
    last_name,
    text_digest,
)
from asynclint.program.guards import Guards
from asynclint.program.modules import Definition, Module, around
from asynclint.program.survey import Known
from asynclint.program.suspects import is_suspicious
from asynclint.program.targets import METHOD_KINDS, Targets, only_value
from asynclint.program.values import Coroutine, Foreign, FunctionValue, Value
from asynclint.program.wire import Links, Wire

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
_SUPER = Name("super")
_WRITTEN = 8  # parts of an expression that are told
_FOLLOWED_DEPTH = 10  # calls from the program's into libraries,
_MOST_FOLLOWED = 20_000  # and functions in them
_SHARES = 16  # for each process: small enough that all end at the same time,
_MOST_SHARES = 250  # and few enough to be numbered by a byte
_FEW_CALLS = 10_000  # below which a process costs more than it saves
_DECODER = msgspec.msgpack.Decoder(tuple[list[bytes], dict[str, consulted.Signature], list[str]])


Progress = Callable[[str, int, int], None]  # the stage, how much of it is done, and how much there is


class Keep(Enum):
    """What is kept of the links of each module: for runs of other processes bytes, for those of this one the links themselves."""

    NOTHING = auto()
    BYTES = auto()
    LINKS = auto()


class Linker:
    """Links the calls of a program."""

    def __init__(self, targets: Targets, guards: Guards) -> None:
        self._targets = targets
        self._resolver = targets.resolver
        self._guards = guards
        self._non_blocking: dict[Module, bool] = {}
        self._modules = targets.resolver.modules.program
        _forget_plain_loads(self._modules)

    def links(
        self, jobs: int, known: Known | None, keep: Keep, progress: Progress | None
    ) -> tuple[Links, Mapping[Module, bytes | Links]]:
        """The links of the whole program, found out by so many processes, and those of each module as they are to be kept.

        What an earlier run ``known`` needs no linking; the modules of the program had the same order then.
        """
        rows: dict[Module, bytes | Links] = dict(known.rows) if known is not None else {}
        shares = _shares([module for module in self._modules if module not in rows], jobs)
        wire = Wire(self._resolver.modules, known.moved if known is not None else None)
        found: dict[Module, Links] = {}
        here = os.getpid()
        total = sum(map(len, shares))
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done = min(done + count, total)
            if progress is not None:
                progress("linking", done, total)

        if len(shares) == 1:
            for module in shares[0]:
                advance(1)
                found[module] = self._linked(module)
                if keep is Keep.BYTES:
                    rows[module] = wire.encode(found[module])
        else:
            # By one process, as everybody asks for them.
            self._resolver.all_subclasses()
            self._resolver.calls_named()
            asked = self._resolver.modules.asked

            def linked(number: int) -> tuple[list[bytes], dict[str, consulted.Signature], list[str]]:
                if os.getpid() == here:
                    advance(len(shares[number]) * jobs)  # the other processes will have done about as much
                with consulted.recording() as notes:
                    return [wire.encode(self._linked(module)) for module in shares[number]], notes, sorted(asked)

            encoded = workers.share(
                linked, len(shares), jobs=jobs, encode=msgspec.msgpack.encode, decode=_DECODER.decode
            )
            for share, (of_share, notes, names) in zip(shares, encoded, strict=True):
                rows.update(zip(share, of_share, strict=True))
                consulted.add(notes)
                asked.update(names)
        joined = Links()
        for module in self._modules:
            links = found[module] if module in found else rows[module]
            if isinstance(links, bytes):
                links = wire.decode(module, links)
            joined.add(links)
            if keep is Keep.LINKS:
                rows[module] = links
            elif keep is Keep.BYTES and known is not None and known.is_renumbered:
                rows[module] = wire.encode(links)
        return self._followed(joined), rows if keep is not Keep.NOTHING else {}

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

    def _linked(self, module: Module) -> Links:
        links = Links()
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
        if not callees.complete or not callees.items or any(type(value) is Foreign for value in callees.items):
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
            if type(value) is FunctionValue and not value.function.module.is_library
        ]

    def _passing_on(self, module: Module, index: int) -> list[Definition]:
        """The coroutine functions that the call calls which return what some other call gives."""
        return [
            value.function
            for value in self._resolver.callees(module, index).items
            if type(value) is FunctionValue
            and value.function.is_async
            and not value.function.module.is_library
            and any(type(result) is Result for result in value.function.fact.results)
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
        tests = self._guards.lasting(owner, index)
        return Edge(owner, index, targets, confidence, fact.branches, tests, doubtful, _place(owner, fact))

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
        if any(type(v) is FunctionValue and self._resolver.kind(v.function) is DecoratorKind.UNKNOWN for v in callees):
            return True
        return bool(callees) and all(
            type(v) is FunctionValue
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
        return any(type(value) is Coroutine for value in given) and not all(type(value) is Coroutine for value in given)

    def _runs_once(self, value: Value) -> bool:
        """Whether the body runs at the first call only: a cached function without arguments."""
        return (
            type(value) is FunctionValue
            and not value.function.fact.parameters
            and self._resolver.kind(value.function) is DecoratorKind.CACHED
        )

    def _may_be_ready(self, step: Step, module: Module, fact: Call) -> bool:
        """Whether there may well be nothing to wait for.

        A lock made in this function, a queue that it asked whether it is empty; a future that it did not get from a call of its
        own, or asked whether it is ``done()``, or awaited through ``wrap_future``; a socket made non-blocking, or of the
        datagram kind, which has nobody to connect to. Name servers are waited for, and a connection that the call itself makes.
        """
        if type(fact.func) is not Attribute:
            return False
        receiver = fact.func.value
        if isinstance(step, Sink) and step.code == "ASL206" and fact.func.name in ("get", "acquire"):
            made = only_value(receiver, module, fact.scope)
            if type(made) is Result and last_name(module.facts.calls[made.call].func) in _LOCKS:
                return True
            return any(
                call.scope == fact.scope and call.func in (Attribute(receiver, "empty"), Attribute(receiver, "qsize"))
                for call in module.facts.calls
            )
        if fact.func.name in ("result", "exception") and self._is_of_future(step):
            if type(only_value(receiver, module, fact.scope)) is not Result:
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

    def _makes_sockets_non_blocking(self, module: Module) -> bool:
        known = self._non_blocking.get(module)
        if known is None:
            known = self._non_blocking[module] = _makes_sockets_non_blocking(module)
        return known


def _makes_sockets_non_blocking(module: Module) -> bool:
    return any(
        last_name(call.func) in ("setblocking", "settimeout")
        and len(call.arguments) == 1
        and type(call.arguments[0].value) is Constant
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


def _place(owner: Definition, fact: Call) -> bytes:
    """What stands for all that findings tell of a call, and for what rules may look into around it."""
    return text_digest(repr((*around(owner), fact.line, fact.column, fact.end_line, fact.end_column)))


def _library_functions(edges: Iterable[Edge]) -> Iterable[Definition]:
    """The library functions that the calls lead to, in order and each once."""
    steps = (step for edge in edges for target in edge.targets for step in target)
    return dict.fromkeys(step for step in steps if isinstance(step, Definition) and step.module.is_library)


def _is_lock(step: Step) -> bool:
    return isinstance(step, Sink) and step.code == "ASL206" and step.name.endswith(("__enter__", "ock.acquire"))


def _is_released(module: Module, fact: Call) -> bool:
    """Whether the call acquires what the same function releases, without leaving it to anybody else in between."""
    scope = module.facts.scopes[fact.scope]
    if scope.flags & (Flag.AWAITS | Flag.GENERATOR) or type(fact.func) is not Attribute or fact.func.name != "acquire":
        return False
    release = Attribute(fact.func.value, "release")
    return any(call.scope == fact.scope and call.func == release for call in module.facts.calls)


def _forget_plain_loads(modules: Sequence[Module]) -> None:
    """Most of what is known of the calls of a program are attributes that cannot be properties, and operators on plain data."""
    # Every name that some class of the program defines as a decorated function can be a property; every other, a method.
    properties = {name for module in modules for name in module.outline.decorated}
    methods = {name for module in modules for name in module.outline.methods}
    if "__len__" in methods:
        methods.add("__bool__")  # whose place it takes
    named = dict.fromkeys(METHOD_KINDS, methods)
    named[CallKind.LOAD] = named[CallKind.STORE] = properties
    refine = functools.partial(_without_plain_loads, named=named)
    for module in modules:
        if not module.is_refined:  # others were for the same names, as far as they have any of them
            module.refine(refine)


def _without_plain_loads(facts: ModuleFacts, named: Mapping[CallKind, Container[str]]) -> ModuleFacts:
    calls = tuple(
        PLAIN_LOAD if fact.kind in named and last_name(fact.func) not in named[fact.kind] else fact
        for fact in facts.calls
    )
    return msgspec.structs.replace(facts, calls=calls)


def _shares(modules: Sequence[Module], jobs: int) -> list[Sequence[Module]]:
    """The modules in parts with about as many calls each, in order."""
    calls = sum(module.outline.calls for module in modules)
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
        weight += module.outline.calls
    return list(shares)
