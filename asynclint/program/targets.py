"""What a call means: what it runs, what becomes of the callables and coroutines that it is given, whether it gives a coroutine.

Answers are about one call and are the same whoever asks first: nothing here knows who calls whom.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from asynclint.findings import Confidence
from asynclint.knowledge.decorators import DecoratorKind
from asynclint.knowledge.loader import Blocking, BlockingTable, Condition, QualifiedName, blocking_table
from asynclint.knowledge.roles import Role, RoleEntry, role_table
from asynclint.program.catalogue import Catalogue, values_called
from asynclint.program.contexts import Contexts
from asynclint.program.effects import Sink, Step, Target
from asynclint.program.facts import (
    Assigned,
    Attribute,
    Call,
    CallKind,
    Constant,
    Entered,
    Expr,
    Flag,
    Name,
    Result,
    Use,
    argument,
    last_name,
)
from asynclint.program.facts import Definition as DefinitionBinding
from asynclint.program.modules import Definition, Module
from asynclint.program.outline import SMALL_METHODS
from asynclint.program.passing import TAKEN_OVER, Passing
from asynclint.program.resolve import THREADSAFE_FUTURE, Resolver
from asynclint.program.survey import Known
from asynclint.program.values import (
    Callback,
    ClassValue,
    Coroutine,
    FunctionValue,
    Generator,
    Instance,
    Manager,
    Value,
    Values,
)

_DECLARED = Blocking(
    class_="declared",
    code="ASL210",
    does="blocks, as this project's settings say",
    advice="await asyncio.to_thread(...), or call what the project has for coroutines",
    thread_safe=False,
)
_RUN_DOES = "cannot run while an event loop is running in this thread: it raises RuntimeError"
_DEADLOCK = Sink(
    "ASL403",
    "run_coroutine_threadsafe(...).result",
    "waits in the loop's own thread for a coroutine that only this loop could run: a deadlock",
    "await the coroutine instead",
)
METHOD_KINDS = (CallKind.OPERATE, CallKind.FORMAT, CallKind.TEST)  # run a method of the value, which the fact names
_CALLBACK_SLOTS = 4  # of a function that the settings call `on-loop`: whatever is a function among its first arguments
# What Python calls of the first argument of a builtin.
_OF_BUILTINS = {
    "len": "__len__", "str": "__str__", "repr": "__repr__", "bool": "__bool__", "int": "__int__", "float": "__float__",
    "bytes": "__bytes__", "abs": "__abs__", "hash": "__hash__", "iter": "__iter__", "format": "__format__",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the project's settings say of its own functions: qualified names, ``*`` allowed."""

    blocking: tuple[str, ...] = ()
    non_blocking: tuple[str, ...] = ()
    offload: tuple[str, ...] = ()
    spawn: tuple[str, ...] = ()
    on_loop: tuple[str, ...] = ()
    max_depth: int | None = None
    follow_libraries: bool = False


class Targets:
    """Answers about calls, for the program that ``resolver`` knows.

    ``askers`` are the functions that call a small helper which tells whether a loop is running; ``nesting`` the modules that
    call ``nest_asyncio.apply()``, after which a loop may be run inside another one; ``async_properties`` the names
    that some class of the program gives to an ``async def`` with a decorator: only these can be properties that give a
    coroutine.
    """

    def __init__(self, resolver: Resolver, vocabulary: Vocabulary, known: Known | None = None) -> None:
        self.resolver = resolver
        self.vocabulary = vocabulary
        self.contexts = Contexts(resolver, vocabulary.offload, vocabulary.on_loop)
        table = blocking_table()
        names = itertools.chain(vocabulary.blocking, table.names())
        self._blocking = Catalogue[Blocking](resolver, names, functools.partial(_lookup, vocabulary.blocking, table))
        roles = _with_vocabulary(vocabulary)
        patterns = tuple(name for name in roles if "*" in name)
        find_role = functools.partial(_lookup_pattern, roles, patterns)
        self._roles = Catalogue[tuple[RoleEntry, ...]](resolver, roles, find_role)
        self._known_roles: dict[int, list[tuple[RoleEntry, ...] | None]] = {}
        self._passing = Passing(resolver, self._agreed_roles, role_names(vocabulary))
        modules = resolver.modules.program if known is None else known.changed
        self.askers = self._functions_that_ask(modules)
        self.nesting = {
            module
            for module in modules
            for fact in module.facts.calls
            if last_name(fact.func) == "apply"
            and "nest_asyncio.apply" in resolver.dotted_names(fact.func, module, fact.scope)
        }
        if known is not None:
            self.askers |= known.askers(resolver.modules.program)
            self.nesting |= known.nesting(resolver.modules.program)
        self.async_properties = frozenset(
            name for module in resolver.modules.program for name in module.outline.async_properties
        )

    def _functions_that_ask(self, modules: Iterable[Module]) -> set[Definition]:
        helpers = {name for module in self.resolver.modules.program for name in module.outline.helpers}
        askers = set()
        for module in modules:
            for index, fact in enumerate(module.facts.calls):
                if fact.kind is CallKind.CALL and fact.use is not Use.DISCARDED and last_name(fact.func) in helpers:
                    if any(
                        type(value) is FunctionValue and value.function.fact.flags & Flag.CHECKS_LOOP
                        for value in self.resolver.callees(module, index).items
                    ):
                        askers.add(module.definition(fact.scope))
        return askers

    # -- What a call does with what it is given, and what it gives --

    def roles(self, module: Module, index: int) -> tuple[RoleEntry, ...]:
        """What the callee does with its arguments; nothing unless every target agrees."""
        of_module = self._known_roles.get(id(module))
        if of_module is None:
            of_module = self._known_roles[id(module)] = [None] * len(module.facts.calls)
        known = of_module[index]
        if known is None:
            known = of_module[index] = self._agreed_roles(module, index)
        return known

    def _agreed_roles(self, module: Module, index: int, depth: int = 0) -> tuple[RoleEntry, ...]:
        fact = module.facts.calls[index]
        if fact.kind is not CallKind.CALL:
            return ()
        entries = {self._roles_of(value, depth) for value in values_called(self.resolver.callees(module, index).items)}
        return entries.pop() if len(entries) == 1 else ()

    def _roles_of(self, value: Value, depth: int = 0) -> tuple[RoleEntry, ...]:
        """The roles of what is called: as the tables have it, or as the body of a function of the program shows."""
        known = self._roles.entry(value)
        if known is not None:
            return known
        if type(value) is FunctionValue and not value.function.module.is_library:
            return self._passing.roles(value.function, value.receiver is not None, depth)
        return ()

    def returns_new_task(self, value: Value) -> bool:
        """Whether calling a function of the program gives a task that it made and did not keep."""
        if type(value) is not FunctionValue or value.function.module.is_library:
            return False
        function = value.function
        if function.is_async or self.resolver.kind(function) is DecoratorKind.UNKNOWN or not function.fact.results:
            return False
        return all(
            type(result) is Result and any(role.role is Role.SPAWN for role in self.roles(function.module, result.call))
            for result in function.fact.results
        )

    def coroutine(self, values: Values) -> Confidence | None:
        """How sure it is that the values are coroutines nobody has started; None when some or all are not."""
        if not values.items or not all(type(value) is Coroutine for value in values.items):
            return None
        confidence = Confidence.CERTAIN if values.plain else Confidence.LIKELY
        return confidence if values.complete else Confidence.POSSIBLE

    def coroutine_function(self, values: Values) -> Confidence | None:
        """How sure it is that calling the values gives a coroutine."""
        called = list(values_called(values.objects().items))
        if not called or not all(self._is_coroutine_function(value) for value in called):
            return None
        confidence = Confidence.CERTAIN if values.plain else Confidence.LIKELY
        if any(self.is_loosely_decorated(value) for value in called):
            confidence = Confidence.LIKELY
        return confidence if values.complete else Confidence.POSSIBLE

    def _is_coroutine_function(self, value: Value) -> bool:
        if type(value) is Instance:
            methods = self.resolver.instance_attribute(value, "__call__")
            return bool(methods.items) and all(self._is_coroutine_function(method) for method in methods.items)
        if type(value) is Callback:
            return self.coroutine(value.result) is not None
        if type(value) is not FunctionValue:
            return False
        function = value.function
        if self.resolver.kind(function) is DecoratorKind.UNKNOWN:
            wrapper = self.resolver.wrapper(function)
            return wrapper is not None and wrapper.is_async and not wrapper.is_generator
        return function.is_async and not function.is_generator

    def is_loosely_decorated(self, value: Value) -> bool:
        """Whether a decorator may have made something else of the function, or keeps it from running."""
        return type(value) is FunctionValue and self.resolver.kind(value.function) in (
            DecoratorKind.UNKNOWN,
            DecoratorKind.CACHED,
            DecoratorKind.REGISTERED,
        )

    # -- What a call runs --

    def of_call(self, module: Module, index: int, fact: Call) -> tuple[tuple[Target, ...], Values]:
        """Each thing that the call can run, and what is called (or entered, iterated, asked for an attribute)."""
        resolver = self.resolver
        if fact.kind in (CallKind.CALL, CallKind.DECORATE):
            values = resolver.callees(module, index)
            consumed = self._consumed(module, index, fact)
            targets = [self._run(value, module, fact) + consumed for value in values_called(values.items)]
        elif fact.kind is CallKind.LOAD and type(fact.func) is Attribute:
            values = resolver.evaluate(fact.func.value, module, fact.scope).objects()
            targets = [self._run_property(value, fact.func.name) for value in values.items]
        elif fact.kind is CallKind.STORE and type(fact.func) is Attribute:
            values = resolver.evaluate(fact.func.value, module, fact.scope).objects()
            targets = [self._run_setter(value, fact.func.name) for value in values.items]
        elif fact.kind in METHOD_KINDS and type(fact.func) is Attribute:
            values = resolver.evaluate(fact.func.value, module, fact.scope).objects()
            targets = [self._run_operator(value, fact.func.name) for value in values.items]
        elif fact.kind is CallKind.ENTER:
            values = resolver.evaluate(fact.func, module, fact.scope).objects()
            targets = [self._run_manager(value, module, fact) for value in values.items]
        else:
            values = resolver.evaluate(fact.func, module, fact.scope).objects()
            targets = [
                self._iterate(value) + self._iterate_lazy(fact.func, module, fact.scope) for value in values.items
            ]
        return tuple(targets), values

    def _run(self, value: Value, module: Module, fact: Call, *, is_handed: bool = False) -> Target:
        """What running the value runs: what the call calls, or (``is_handed``) a callable that it gives to what it calls."""
        if self._is_declared_harmless(value):
            return ()
        if _waits_for_own_loop(value):
            return (_DEADLOCK,)
        entry = self._blocking.entry(value)
        if entry is not None and not entry.lazy and self._applies(entry, module, fact):
            return (_sink(entry, self._display(value)),)
        roles = self._roles_of(value)
        for role in roles:
            if role.role in (Role.RUN, Role.RUN_ON_LOOP):
                code = "ASL401" if role.role is Role.RUN else "ASL402"
                return (Sink(code, self._display(value), _RUN_DOES, "await the coroutine instead"),)
        # What a callable that was handed over is given in its turn, the call does not show.
        immediate = () if is_handed else self._immediate(roles, module, fact)
        if type(value) is FunctionValue:
            return (*self._run_function(value.function), *immediate, *self._of_builtin(value.function, module, fact))
        if type(value) is ClassValue:
            return (*self._construct(value.class_), *immediate, *self._of_builtin(value.class_, module, fact))
        if type(value) is Instance:
            return self._run_methods(value, ("__call__",))
        return immediate

    def _run_function(self, function: Definition) -> Target:
        if self.contexts.is_elsewhere(function):
            return ()
        if self.resolver.kind(function) is DecoratorKind.TO_SYNC:
            return (Sink("ASL401", function.fact.name, _RUN_DOES, "await a coroutine function without that decorator"),)
        wrapper = self.resolver.wrapper(function) if self.resolver.kind(function) is DecoratorKind.UNKNOWN else None
        if wrapper is not None and wrapper is not function:
            asks = wrapper in self.askers or wrapper.fact.flags & Flag.CHECKS_LOOP
            is_called = self.resolver.calls_wrapped(wrapper) and not wrapper.is_async and not asks
            inner = self._run_body(function) if is_called else ()
            return (*self._run_body(wrapper), *inner)
        return self._run_body(function)

    def _run_body(self, function: Definition) -> Target:
        if function.is_async or function.is_generator or self.resolver.is_abstract(function):
            return ()
        return (function,) if self._is_followed(function) else ()

    def _is_followed(self, function: Definition) -> bool:
        """Whether effects of what the function calls are effects of calling it: not those of a library, unless asked for."""
        module = function.module
        return not module.is_library or (self.vocabulary.follow_libraries and not module.is_stub)

    def _construct(self, class_: Definition) -> Target:
        steps: list[Step] = []
        for name in ("__new__", "__init__", "__post_init__"):
            owner, found = self.resolver.find_in_class(class_, name)
            if owner is not None and not owner.module.is_stub:
                for value in found.items:
                    if type(value) is FunctionValue:
                        steps += self._run_function(value.function)
        return tuple(steps)

    def _run_methods(self, instance: Instance, names: Iterable[str]) -> Target:
        steps: list[Step] = []
        for name in names:
            entry = self._blocking.member(instance, name)
            if entry is not None and not entry.lazy and not entry.only_if:
                steps.append(_sink(entry, f"{instance.class_.fact.name}.{name}"))
            for value in self.resolver.instance_attribute(instance, name).items:
                if type(value) is FunctionValue:
                    steps += self._run_function(value.function)
        return tuple(steps)

    def _run_property(self, value: Value, name: str) -> Target:
        if type(value) is not Instance:
            return ()
        owner, found = self.resolver.find_in_class(value.class_, name)
        steps: list[Step] = []
        for item in found.items:
            if type(item) is FunctionValue and self.resolver.kind(item.function) is DecoratorKind.PROPERTY:
                steps += self._run_function(item.function)
        if owner is None or value.exact:
            return tuple(steps)
        overridden = [sub for sub in self.resolver.subclasses(value.class_) if name in sub.fact.bindings]
        return tuple(steps) if not overridden else ()

    def _of_builtin(self, called: Definition, module: Module, fact: Call) -> Target:
        """What ``len(x)`` and its like run: a method of an object of the program."""
        method = _OF_BUILTINS.get(called.fact.name)
        if method is None or called.module.name != "builtins" or not fact.arguments or fact.arguments[0].keyword:
            return ()
        values = self.resolver.evaluate(fact.arguments[0].value, module, fact.scope).items
        return tuple(
            step
            for value in values
            if type(value) is Instance and not value.class_.module.is_library
            for step in self._run_methods(value, (method,))
        )

    def _run_operator(self, value: Value, name: str) -> Target:
        if type(value) is not Instance or (value.class_.module.is_library and name in SMALL_METHODS):
            return ()
        if name == "__bool__" and self.resolver.find_in_class(value.class_, name)[0] is None:
            name = "__len__"
        return self._run_methods(value, (name,))

    def _run_setter(self, value: Value, name: str) -> Target:
        if type(value) is not Instance:
            return ()
        owner, _ = self.resolver.find_in_class(value.class_, name)
        defined = owner.fact.bindings.get(name, ()) if owner is not None else ()
        functions = [owner.module.definition(each.scope) for each in defined if type(each) is DefinitionBinding]  # type: ignore[union-attr]
        setters = [
            function
            for function in functions
            if any(type(each) is Attribute and each.name == "setter" for each in function.fact.decorators)
        ]
        return tuple(step for function in setters for step in self._run_body(function))

    def _run_manager(self, value: Value, module: Module, fact: Call) -> Target:
        if type(value) is Manager:
            return (value.function,) if not value.is_async and self._is_followed(value.function) else ()
        if type(value) is Instance:
            return self._run_methods(value, ("__enter__", "__exit__"))
        return ()

    def _iterate(self, value: Value) -> Target:
        if type(value) is Generator:
            return (value.function,) if not value.is_async and self._is_followed(value.function) else ()
        if type(value) is Instance:
            return self._run_methods(value, ("__iter__", "__next__"))
        return ()

    def _iterate_lazy(self, iterated: Expr, module: Module, scope: int) -> Target:
        """Iterating over what a lazy call returned does what the call put off: ``for p in Path(x).rglob("*")``."""
        iterated = only_value(iterated, module, scope)
        if type(iterated) is not Result:
            return ()
        fact = module.facts.calls[iterated.call]
        for value in values_called(self.resolver.callees(module, iterated.call).items):
            entry = self._blocking.entry(value)
            if entry is not None and entry.lazy and self._applies(entry, module, fact):
                return (_sink(entry, self._display(value)),)
        return ()

    def _consumed(self, module: Module, index: int, fact: Call) -> Target:
        """What the call runs by iterating over its arguments: ``list(generate())``."""
        if not any(role.role is Role.CONSUME for role in self.roles(module, index)):
            return ()
        steps: list[Step] = []
        for given in fact.arguments:
            for value in self.resolver.evaluate(given.value, module, fact.scope).items:
                if type(value) is Generator or type(value) is Instance:
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
                if type(value) is FunctionValue:
                    steps += self._run(value, module, fact, is_handed=True)
        return tuple(steps)

    def _applies(self, entry: Blocking, module: Module, fact: Call) -> bool:
        if fact.kind is not CallKind.CALL:
            return not entry.only_if
        if any(self._holds(condition, module, fact) for condition in entry.unless):
            return False
        return not entry.only_if or any(self._holds(condition, module, fact) for condition in entry.only_if)

    def _holds(self, condition: Condition, module: Module, fact: Call) -> bool:
        made = _making(fact, module) if condition.maker else fact
        if made is None:
            return False
        fact = made
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
        origins = {value.origin for value in values.items if type(value) is Instance}
        return any(
            wanted.name in origins
            if isinstance(wanted, QualifiedName)
            else type(given) is Constant and _same(given, wanted)
            for wanted in condition.equals
        )

    def _is_a(self, value: Value, names: tuple[str, ...]) -> bool:
        if type(value) is not Instance:
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
        if type(value) is FunctionValue and value.function.class_ is not None:
            owner = value.receiver.class_ if value.receiver is not None else value.function.class_
            return f"{owner.fact.name}.{value.function.fact.name}"
        name = min(names, key=lambda name: (name.count("."), len(name), name)) if names else "call"
        return name.removeprefix("builtins.")


def only_value(expr: Expr, module: Module, scope: int) -> Expr:
    """What a local was assigned, if it was assigned only once; any other expression as it is."""
    if type(expr) is not Name:
        return expr
    bindings = module.facts.scopes[scope].bindings.get(expr.id, ())
    return bindings[0].value if len(bindings) == 1 and type(bindings[0]) is Assigned else expr


def _making(fact: Call, module: Module) -> Call | None:
    """The call that made the object whose method is called: at once, by way of a local, or of a ``with``."""
    if type(fact.func) is not Attribute:
        return None
    made = only_value(fact.func.value, module, fact.scope)
    if type(made) is Entered:
        made = only_value(made.value, module, fact.scope)
    return module.facts.calls[made.call] if type(made) is Result else None


def _waits_for_own_loop(value: Value) -> bool:
    """``result()`` or ``exception()`` of a future that the running loop is to finish."""
    return (
        type(value) is FunctionValue
        and type(value.receiver) is Instance
        and value.receiver.origin == THREADSAFE_FUTURE
        and value.function.fact.name in ("result", "exception")
    )


def _same(given: Constant, wanted: object) -> bool:
    if wanted is None or given.type == "None":
        return wanted is None and given.type == "None"
    return isinstance(given.value, bool) is isinstance(wanted, bool) and given.value == wanted


def _sink(entry: Blocking, name: str) -> Sink:
    return Sink(entry.code, name, entry.does, entry.advice, entry.thread_safe, entry.severity)


def _lookup(declared: tuple[str, ...], table: BlockingTable, name: str) -> Blocking | None:
    if any(name == pattern or fnmatchcase(name, pattern) for pattern in declared):
        return _DECLARED
    return table.lookup(name)


def role_names(vocabulary: Vocabulary) -> set[str]:
    """The last names of what has, by itself, a role that who hands a parameter on to it takes over."""
    table = _with_vocabulary(vocabulary)
    return {name.rpartition(".")[2] for name, roles in table.items() if any(each.role in TAKEN_OVER for each in roles)}


def _with_vocabulary(vocabulary: Vocabulary) -> dict[str, tuple[RoleEntry, ...]]:
    table = dict(role_table())
    for name in vocabulary.offload:
        table[name] = (RoleEntry(Role.THREAD, 0, "func"),)
    for name in vocabulary.spawn:
        table[name] = (RoleEntry(Role.KEEP, 0, "coro"),)
    for name in vocabulary.on_loop:
        table[name] = tuple(
            RoleEntry(Role.CALLBACK, slot, "" if slot else "callback") for slot in range(_CALLBACK_SLOTS)
        )
    return table


def _lookup_pattern(
    table: Mapping[str, tuple[RoleEntry, ...]], patterns: tuple[str, ...], name: str
) -> tuple[RoleEntry, ...] | None:
    known = table.get(name)
    if known is not None or not patterns:
        return known
    return next((table[pattern] for pattern in patterns if fnmatchcase(name, pattern)), None)
