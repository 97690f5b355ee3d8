"""The index of the whole program: what rules ask.

Built once, from the facts of every file, in a fixed order: call sites get their targets, functions their execution context
(on the event loop or not) and their effects. Nothing here decides a finding.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from asynclint.findings import Confidence
from asynclint.knowledge.decorators import DecoratorKind
from asynclint.knowledge.loader import Blocking, BlockingTable, Condition, QualifiedName, blocking_table
from asynclint.knowledge.roles import Role, RoleEntry, role_table
from asynclint.program.catalogue import Catalogue, values_called
from asynclint.program.effects import Edge, Effect, Effects, Sink, Step, Target
from asynclint.program.facts import (
    Assigned,
    Attribute,
    Call,
    CallKind,
    Constant,
    Expr,
    Flag,
    Guard,
    ModuleFacts,
    Name,
    Result,
    ScopeKind,
    Use,
    argument,
    last_name,
)
from asynclint.program.guards import Guards
from asynclint.program.modules import Definition, Module, Modules
from asynclint.program.resolve import THREADSAFE_FUTURE, Resolver
from asynclint.program.values import (
    NOTHING,
    ClassValue,
    Coroutine,
    FunctionValue,
    Generator,
    Instance,
    Manager,
    Value,
    Values,
)

LOOP_CODES = frozenset({"ASL401", "ASL402", "ASL403"})
_DECLARED = Blocking(
    class_="declared",
    code="ASL210",
    does="blocks, as this project's settings say",
    advice="await asyncio.to_thread(...), or call what the project has for coroutines",
    thread_safe=False,
)

# asyncio.Protocol and its like: the loop calls these (https://docs.python.org/3/library/asyncio-protocol.html).
_PROTOCOL_METHODS = frozenset(
    {"connection_made", "connection_lost", "data_received", "eof_received", "buffer_updated", "get_buffer",
     "datagram_received", "error_received", "pause_writing", "resume_writing", "pipe_data_received",
     "pipe_connection_lost", "process_exited"}
)  # fmt: skip
_FUTURE_WAITERS = frozenset({"wrap_future", "wait", "as_completed", "gather"})
_RUN_DOES = "cannot run while an event loop is running in this thread: it raises RuntimeError"
_DEADLOCK = Sink(
    "ASL403",
    "run_coroutine_threadsafe(...).result",
    "waits in the loop's own thread for a coroutine that only this loop could run: a deadlock",
    "await the coroutine instead",
)
_LOCKS = frozenset({"Lock", "RLock", "Semaphore", "BoundedSemaphore"})
_SMALL_HELPER = 12  # lines
_LOWER = {
    Confidence.CERTAIN: Confidence.LIKELY,
    Confidence.LIKELY: Confidence.POSSIBLE,
    Confidence.POSSIBLE: Confidence.POSSIBLE,
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the project's settings say of its own functions: qualified names, ``*`` allowed."""

    blocking: tuple[str, ...] = ()
    non_blocking: tuple[str, ...] = ()
    offload: tuple[str, ...] = ()
    spawn: tuple[str, ...] = ()
    max_depth: int | None = None


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
    """The whole program, linked."""

    def __init__(self, modules: Modules, vocabulary: Vocabulary) -> None:
        self.modules = modules
        self.resolver = Resolver(modules)
        self.vocabulary = vocabulary
        table = blocking_table()
        names = itertools.chain(vocabulary.blocking, table.names())
        self.blocking = Catalogue[Blocking](
            self.resolver, names, functools.partial(_lookup, vocabulary.blocking, table)
        )
        roles = _with_vocabulary(vocabulary)
        patterns = tuple(name for name in roles if "*" in name)
        find_role = functools.partial(_lookup_pattern, roles, patterns)
        self._roles = Catalogue[tuple[RoleEntry, ...]](self.resolver, roles, find_role)
        self._properties = _property_names(modules.program)
        self._guards = Guards(self.resolver)
        self._edges: dict[int, dict[int, Edge]] = {id(module): {} for module in modules.program}
        self._callers: dict[Definition, list[tuple[Module, int]]] = {}
        self._known_roles: dict[int, list[tuple[RoleEntry, ...] | None]] = {}
        self.loop_reasons: dict[Definition, str] = {}
        self._link()
        edges = itertools.chain.from_iterable(of_module.values() for of_module in self._edges.values())
        self.effects = Effects(edges, self._guards, vocabulary.max_depth)

    # -- Linking --

    def _link(self) -> None:
        for module in self.modules.program:
            for index, scope in enumerate(module.facts.scopes):
                if scope.kind is ScopeKind.FUNCTION and scope.flags & Flag.ASYNC:
                    self.loop_reasons[module.definition(index)] = "coroutine"
                elif scope.kind is ScopeKind.FUNCTION and scope.name in _PROTOCOL_METHODS:
                    self._protocol_method(module.definition(index))
        self._askers = self._functions_that_ask()
        for module in self.modules.program:
            scopes = module.facts.scopes
            edges = self._edges[id(module)]
            for index, fact in enumerate(module.facts.calls):
                if fact.kind is CallKind.LOAD and self._loaded_name(fact) not in self._properties:
                    continue
                for role in self.roles(module, index):
                    if role.role is Role.CALLBACK:
                        self._callback(module, fact, role)
                # Settled here, in the order of the files, so that no process asks first and gets another answer.
                self.resolver.result(module, index)
                if fact.use is Use.AWAITED:
                    self._note_callers(module, index)
                if scopes[fact.scope].kind in (ScopeKind.FUNCTION, ScopeKind.LAMBDA):
                    edge = self._edge(module, index, fact)
                    if edge is not None:
                        edges[index] = edge

    def _note_callers(self, module: Module, index: int) -> None:
        for value in self.resolver.callees(module, index).items:
            if isinstance(value, FunctionValue) and value.function.is_async:
                if any(isinstance(result, Result) for result in value.function.fact.results):
                    self._callers.setdefault(value.function, []).append((module, index))

    def _functions_that_ask(self) -> set[Definition]:
        """The functions that call a small helper which tells whether a loop is running."""
        helpers = {
            scope.name
            for module in self.modules.program
            for scope in module.facts.scopes
            if scope.flags & Flag.CHECKS_LOOP
            and not scope.flags & Flag.ASYNC
            and scope.end_line - scope.line <= _SMALL_HELPER
        }
        askers = set()
        for module in self.modules.program:
            for index, fact in enumerate(module.facts.calls):
                if fact.kind is CallKind.CALL and fact.use is not Use.DISCARDED and last_name(fact.func) in helpers:
                    if any(
                        isinstance(value, FunctionValue) and value.function.fact.flags & Flag.CHECKS_LOOP
                        for value in self.resolver.callees(module, index).items
                    ):
                        askers.add(module.definition(fact.scope))
        return askers

    @staticmethod
    def _loaded_name(fact: Call) -> str:
        return fact.func.name if isinstance(fact.func, Attribute) else ""

    def _protocol_method(self, function: Definition) -> None:
        class_ = function.class_
        if class_ is not None and any(
            owner.qualname == "asyncio.protocols.BaseProtocol" for owner in self.resolver.mro(class_)[0]
        ):
            self.loop_reasons[function] = "protocol"

    def _callback(self, module: Module, fact: Call, role: RoleEntry) -> None:
        handed = argument(fact, role.slot, role.keyword)
        if handed is None:
            return
        for value in values_called(self.resolver.evaluate(handed, module, fact.scope).items):
            if isinstance(value, FunctionValue) and not value.function.module.is_library:
                self.loop_reasons.setdefault(value.function, "callback")

    def _edge(self, module: Module, index: int, fact: Call) -> Edge | None:
        if self._is_awaited(module, index, fact) and self._is_something_else(module, index):
            return None
        owner = module.definition(fact.scope)
        targets, values = self._targets(module, index, fact)
        if not any(targets):
            return None
        confidence = Confidence.CERTAIN if values.plain else Confidence.LIKELY
        if not values.complete:
            confidence = _LOWER[confidence]
        if any(self._is_loosely_decorated(value) for value in values.items):
            confidence = min(confidence, Confidence.LIKELY)
        if any(self._runs_once(value) for value in values.items):
            confidence = Confidence.POSSIBLE
        if fact.guard & (Guard.NO_LOOP | Guard.LAZY):
            return None
        if not owner.is_async and (owner.fact.flags & Flag.CHECKS_LOOP or owner in self._askers):
            confidence = Confidence.POSSIBLE
        doubtful = LOOP_CODES if owner in self._askers else frozenset()
        if any(self._may_be_ready(step, module, fact) for target in targets for step in target):
            confidence = Confidence.POSSIBLE
        if fact.guard & Guard.BRIEF and any(_is_lock(step) for target in targets for step in target):
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
        callees = self.resolver.callees(module, index).items
        if any(
            isinstance(v, FunctionValue) and self.resolver.kind(v.function) is DecoratorKind.UNKNOWN for v in callees
        ):
            return True
        return bool(callees) and all(
            isinstance(v, FunctionValue)
            and v.receiver is not None
            and v.function.module.is_library
            and not v.function.is_async
            for v in callees
        )

    def _runs_once(self, value: Value) -> bool:
        """Whether the body runs at the first call only: a cached function without arguments."""
        return (
            isinstance(value, FunctionValue)
            and not value.function.fact.parameters
            and self.resolver.kind(value.function) is DecoratorKind.CACHED
        )

    def _is_loosely_decorated(self, value: Value) -> bool:
        return isinstance(value, FunctionValue) and self.resolver.kind(value.function) in (
            DecoratorKind.UNKNOWN,
            DecoratorKind.CACHED,
            DecoratorKind.REGISTERED,
        )

    def _may_be_ready(self, step: Step, module: Module, fact: Call) -> bool:
        """Whether there may well be nothing to wait for.

        A lock made in this function, a queue that it asked whether it is empty; a future that it did not get from a call of its
        own, or asked whether it is ``done()``, or awaited through ``wrap_future``; a socket made non-blocking, or of the
        datagram kind, which has nobody to connect to.
        """
        if not isinstance(fact.func, Attribute):
            return False
        receiver = fact.func.value
        if isinstance(step, Sink) and step.code == "ASL206" and fact.func.name in ("get", "acquire"):
            made = self._only_value(receiver, module, fact.scope)
            if isinstance(made, Result) and last_name(module.facts.calls[made.call].func) in _LOCKS:
                return True
            return any(
                call.scope == fact.scope and call.func in (Attribute(receiver, "empty"), Attribute(receiver, "qsize"))
                for call in module.facts.calls
            )
        if fact.func.name in ("result", "exception") and self._is_of_future(step):
            if not isinstance(self._only_value(receiver, module, fact.scope), Result):
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
            owner.qualname == "concurrent.futures._base.Future" for owner in self.resolver.mro(class_)[0]
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

    # -- What a call runs --

    def _targets(self, module: Module, index: int, fact: Call) -> tuple[tuple[Target, ...], Values]:
        resolver = self.resolver
        if fact.kind is CallKind.CALL:
            values = resolver.callees(module, index)
            consumed = self._consumed(module, index, fact)
            targets = [self._run(value, module, fact) + consumed for value in values_called(values.items)]
        elif fact.kind is CallKind.LOAD and isinstance(fact.func, Attribute):
            values = resolver.evaluate(fact.func.value, module, fact.scope).objects()
            targets = [self._run_property(value, fact.func.name) for value in values.items]
        elif fact.kind is CallKind.ENTER:
            values = resolver.evaluate(fact.func, module, fact.scope).objects()
            targets = [self._run_manager(value, module, fact) for value in values.items]
        else:
            values = resolver.evaluate(fact.func, module, fact.scope).objects()
            targets = [
                self._iterate(value) + self._iterate_lazy(fact.func, module, fact.scope) for value in values.items
            ]
        return tuple(targets), values

    def _run(self, value: Value, module: Module, fact: Call) -> Target:
        if self._is_declared_harmless(value):
            return ()
        if _waits_for_own_loop(value):
            return (_DEADLOCK,)
        entry = self.blocking.entry(value)
        if entry is not None and not entry.lazy and self._applies(entry, module, fact):
            return (_sink(entry, self._display(value)),)
        roles = self._roles.entry(value) or ()
        for role in roles:
            if role.role in (Role.RUN, Role.RUN_ON_LOOP):
                code = "ASL401" if role.role is Role.RUN else "ASL402"
                return (Sink(code, self._display(value), _RUN_DOES, "await the coroutine instead"),)
        immediate = self._immediate(roles, module, fact)
        if isinstance(value, FunctionValue):
            return (*self._run_function(value.function), *immediate)
        if isinstance(value, ClassValue):
            return (*self._construct(value.class_), *immediate)
        if isinstance(value, Instance):
            return self._run_methods(value, ("__call__",))
        return immediate

    def _run_function(self, function: Definition) -> Target:
        wrapper = self.resolver.wrapper(function) if self.resolver.kind(function) is DecoratorKind.UNKNOWN else None
        if wrapper is not None and wrapper is not function:
            asks = wrapper in self._askers or wrapper.fact.flags & Flag.CHECKS_LOOP
            is_called = self.resolver.calls_wrapped(wrapper) and not wrapper.is_async and not asks
            inner = self._run_body(function) if is_called else ()
            return (*self._run_body(wrapper), *inner)
        return self._run_body(function)

    def _run_body(self, function: Definition) -> Target:
        if function.is_async or function.is_generator or self.resolver.is_abstract(function):
            return ()
        return (function,)

    def _construct(self, class_: Definition) -> Target:
        steps: list[Step] = []
        for name in ("__new__", "__init__", "__post_init__"):
            owner, found = self.resolver.find_in_class(class_, name)
            if owner is not None and not owner.module.is_library:
                for value in found.items:
                    if isinstance(value, FunctionValue):
                        steps += self._run_function(value.function)
        return tuple(steps)

    def _run_methods(self, instance: Instance, names: Iterable[str]) -> Target:
        steps: list[Step] = []
        for name in names:
            entry = self.blocking.member(instance, name)
            if entry is not None and not entry.lazy and not entry.only_if:
                steps.append(_sink(entry, f"{instance.class_.fact.name}.{name}"))
            for value in self.resolver.instance_attribute(instance, name).items:
                if isinstance(value, FunctionValue):
                    steps += self._run_function(value.function)
        return tuple(steps)

    def _run_property(self, value: Value, name: str) -> Target:
        if not isinstance(value, Instance):
            return ()
        owner, found = self.resolver.find_in_class(value.class_, name)
        steps: list[Step] = []
        for item in found.items:
            if isinstance(item, FunctionValue) and self.resolver.kind(item.function) is DecoratorKind.PROPERTY:
                steps += self._run_function(item.function)
        if owner is None or value.exact:
            return tuple(steps)
        overridden = [sub for sub in self.resolver.subclasses(value.class_) if name in sub.fact.bindings]
        return tuple(steps) if not overridden else ()

    def _run_manager(self, value: Value, module: Module, fact: Call) -> Target:
        if isinstance(value, Manager):
            return () if value.is_async else (value.function,)
        if isinstance(value, Instance):
            return self._run_methods(value, ("__enter__", "__exit__"))
        return ()

    def _iterate(self, value: Value) -> Target:
        if isinstance(value, Generator):
            return () if value.is_async or value.function.module.is_library else (value.function,)
        if isinstance(value, Instance):
            return self._run_methods(value, ("__iter__", "__next__"))
        return ()

    def _iterate_lazy(self, iterated: Expr, module: Module, scope: int) -> Target:
        """Iterating over what a lazy call returned does what the call put off: ``for p in Path(x).rglob("*")``."""
        iterated = self._only_value(iterated, module, scope)
        if not isinstance(iterated, Result):
            return ()
        fact = module.facts.calls[iterated.call]
        for value in values_called(self.resolver.callees(module, iterated.call).items):
            entry = self.blocking.entry(value)
            if entry is not None and entry.lazy and self._applies(entry, module, fact):
                return (_sink(entry, self._display(value)),)
        return ()

    @staticmethod
    def _only_value(expr: Expr, module: Module, scope: int) -> Expr:
        """What a local was assigned, if it was assigned only once; any other expression as it is."""
        if not isinstance(expr, Name):
            return expr
        bindings = module.facts.scopes[scope].bindings.get(expr.id, ())
        return bindings[0].value if len(bindings) == 1 and isinstance(bindings[0], Assigned) else expr

    def _consumed(self, module: Module, index: int, fact: Call) -> Target:
        """What the call runs by iterating over its arguments: ``list(generate())``."""
        if not any(role.role is Role.CONSUME for role in self.roles(module, index)):
            return ()
        steps: list[Step] = []
        for given in fact.arguments:
            for value in self.resolver.evaluate(given.value, module, fact.scope).items:
                if isinstance(value, (Generator, Instance)):
                    steps += self._iterate(value)
            steps += self._iterate_lazy(given.value, module, fact.scope)
        return tuple(steps)

    def _immediate(self, roles: tuple[RoleEntry, ...], module: Module, fact: Call) -> Target:
        """What the call runs by calling a callable it was given: ``sorted(rows, key=load)``."""
        steps: list[Step] = []
        for role in roles:
            if role.role is not Role.IMMEDIATE:
                continue
            handed = argument(fact, role.slot, role.keyword)
            if handed is None:
                continue
            for value in values_called(self.resolver.evaluate(handed, module, fact.scope).items):
                if isinstance(value, FunctionValue):
                    steps += self._run(value, module, fact)
        return tuple(steps)

    def _applies(self, entry: Blocking, module: Module, fact: Call) -> bool:
        if fact.kind is not CallKind.CALL:
            return not entry.only_if
        if any(self._holds(condition, module, fact) for condition in entry.unless):
            return False
        return not entry.only_if or any(self._holds(condition, module, fact) for condition in entry.only_if)

    def _holds(self, condition: Condition, module: Module, fact: Call) -> bool:
        slot = -1 if condition.position is None else condition.position
        given = argument(fact, slot, condition.argument or "")
        if condition.given is not None:
            unpacked = any(item.keyword in ("*", "**") for item in fact.arguments)
            return (given is not None) is condition.given and not (given is None and unpacked)
        if given is None:
            return False
        if condition.types:
            values = self.resolver.evaluate(given, module, fact.scope)
            return bool(values.items) and all(self._is_a(value, condition.types) for value in values.items)
        values = self.resolver.evaluate(given, module, fact.scope)
        origins = {value.origin for value in values.items if isinstance(value, Instance)}
        return any(
            wanted.name in origins
            if isinstance(wanted, QualifiedName)
            else isinstance(given, Constant) and _same(given, wanted)
            for wanted in condition.equals
        )

    def _is_a(self, value: Value, names: tuple[str, ...]) -> bool:
        if not isinstance(value, Instance):
            return False
        order = self.resolver.mro(value.class_)[0]
        return any(
            not names_of.isdisjoint(names) for names_of in (self.resolver.names_of(ClassValue(c)) for c in order)
        )

    def _is_declared_harmless(self, value: Value) -> bool:
        patterns = self.vocabulary.non_blocking
        if not patterns:
            return False
        return any(fnmatchcase(name, pattern) for name in self.resolver.names_of(value) for pattern in patterns)

    def _display(self, value: Value) -> str:
        """The shortest public name of what is called, for messages."""
        names = self.resolver.names_of(value)
        if isinstance(value, FunctionValue) and value.function.class_ is not None:
            owner = value.receiver.class_ if value.receiver is not None else value.function.class_
            return f"{owner.fact.name}.{value.function.fact.name}"
        name = min(names, key=lambda name: (name.count("."), len(name), name)) if names else "call"
        return name.removeprefix("builtins.")

    # -- Questions --

    def roles(self, module: Module, index: int) -> tuple[RoleEntry, ...]:
        """What the callee does with its arguments; nothing unless every target agrees."""
        of_module = self._known_roles.get(id(module))
        if of_module is None:
            of_module = self._known_roles[id(module)] = [None] * len(module.facts.calls)
        known = of_module[index]
        if known is None:
            known = of_module[index] = self._agreed_roles(module, index)
        return known

    def _agreed_roles(self, module: Module, index: int) -> tuple[RoleEntry, ...]:
        if module.facts.calls[index].kind is not CallKind.CALL:
            return ()
        entries = {
            self._roles.entry(value) or () for value in values_called(self.resolver.callees(module, index).items)
        }
        return entries.pop() if len(entries) == 1 else ()

    def returns_new_task(self, value: Value) -> bool:
        """Whether calling a function of the program gives a task that it made and did not keep."""
        if not isinstance(value, FunctionValue) or value.function.module.is_library:
            return False
        function = value.function
        if function.is_async or self.resolver.kind(function) is DecoratorKind.UNKNOWN or not function.fact.results:
            return False
        return all(
            isinstance(result, Result)
            and any(role.role is Role.SPAWN for role in self.roles(function.module, result.call))
            for result in function.fact.results
        )

    def callers(self, function: Definition) -> list[tuple[Module, int]]:
        """Every call that awaits the coroutine function, if it returns, not awaited, what some other call gives."""
        return self._callers.get(function, [])

    def is_on_loop(self, module: Module, scope: int) -> bool:
        """Whether the body of the scope runs on the event loop by itself: a coroutine, a loop callback, a protocol method."""
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
        edge = self._edges[id(module)].get(index)
        on_loop = self.is_on_loop(module, fact.scope)
        effects = {effect.code: effect for effect in self.effects.of_edge(edge)} if edge is not None and on_loop else {}
        return CallSite(module, index, fact, callees, on_loop, effects)

    def effective_calls(self, module: Module) -> Iterable[int]:
        """The calls of the module, and the implicit ones, that may bear an effect."""
        return self._edges[id(module)]

    def bears_effect(
        self, module: Module, index: int, codes: frozenset[str] | None = None, least: Confidence = Confidence.POSSIBLE
    ) -> bool:
        """Whether the call blocks or runs a loop, wherever it stands: under any of ``codes``, and at ``least`` so surely."""
        edge = self._edges[id(module)].get(index)
        return edge is not None and any(
            codes is None or effect.code in codes for effect in self.effects.of_edge(edge, least)
        )

    def chain(self, effect: Effect) -> Iterator[Effect]:
        """The effects from a call down to the sink, one a hop."""
        below: Effect | None = effect
        while below is not None:
            yield below
            below = below.below

    def coroutine(self, values: Values) -> Confidence | None:
        """How sure it is that the values are coroutines nobody has started; None when some or all are not."""
        if not values.items or not all(isinstance(value, Coroutine) for value in values.items):
            return None
        confidence = Confidence.CERTAIN if values.plain else Confidence.LIKELY
        return confidence if values.complete else Confidence.POSSIBLE

    def coroutine_function(self, values: Values) -> Confidence | None:
        """How sure it is that calling the values gives a coroutine."""
        called = list(values_called(values.objects().items))
        if not called or not all(self._is_coroutine_function(value) for value in called):
            return None
        confidence = Confidence.CERTAIN if values.plain else Confidence.LIKELY
        if any(self._is_loosely_decorated(value) for value in called):
            confidence = Confidence.LIKELY
        return confidence if values.complete else Confidence.POSSIBLE

    def _is_coroutine_function(self, value: Value) -> bool:
        if isinstance(value, Instance):
            methods = self.resolver.instance_attribute(value, "__call__")
            return bool(methods.items) and all(self._is_coroutine_function(method) for method in methods.items)
        if not isinstance(value, FunctionValue):
            return False
        function = value.function
        if self.resolver.kind(function) is DecoratorKind.UNKNOWN:
            wrapper = self.resolver.wrapper(function)
            return wrapper is not None and wrapper.is_async and not wrapper.is_generator
        return function.is_async and not function.is_generator


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


def _waits_for_own_loop(value: Value) -> bool:
    """``result()`` or ``exception()`` of a future that the running loop is to finish."""
    return (
        isinstance(value, FunctionValue)
        and isinstance(value.receiver, Instance)
        and value.receiver.origin == THREADSAFE_FUTURE
        and value.function.fact.name in ("result", "exception")
    )


def _same(given: Constant, wanted: object) -> bool:
    if wanted is None or given.type == "None":
        return wanted is None and given.type == "None"
    return type(given.value) is type(wanted) and given.value == wanted


def _sink(entry: Blocking, name: str) -> Sink:
    return Sink(entry.code, name, entry.does, entry.advice, entry.thread_safe, entry.severity)


def _is_lock(step: Step) -> bool:
    return isinstance(step, Sink) and step.code == "ASL206" and step.name.endswith("__enter__")


def _property_names(modules: Sequence[Module]) -> frozenset[str]:
    """Every name that some class of the program defines as a decorated function: only these can be properties."""
    return frozenset(
        scope.name
        for module in modules
        for scope in module.facts.scopes
        if scope.kind is ScopeKind.FUNCTION
        and scope.decorators
        and module.facts.scopes[scope.parent].kind is ScopeKind.CLASS
    )


def _lookup(declared: tuple[str, ...], table: BlockingTable, name: str) -> Blocking | None:
    if any(name == pattern or fnmatchcase(name, pattern) for pattern in declared):
        return _DECLARED
    return table.lookup(name)


def _with_vocabulary(vocabulary: Vocabulary) -> dict[str, tuple[RoleEntry, ...]]:
    table = dict(role_table())
    for name in vocabulary.offload:
        table[name] = (RoleEntry(Role.THREAD, 0, "func"),)
    for name in vocabulary.spawn:
        table[name] = (RoleEntry(Role.KEEP, 0, "coro"),)
    return table


def _lookup_pattern(
    table: Mapping[str, tuple[RoleEntry, ...]], patterns: tuple[str, ...], name: str
) -> tuple[RoleEntry, ...] | None:
    known = table.get(name)
    if known is not None or not patterns:
        return known
    return next((table[pattern] for pattern in patterns if fnmatchcase(name, pattern)), None)
