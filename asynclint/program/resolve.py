"""What the names and expressions of the program mean: Python's scoping rules and light types.

The resolver evaluates facts on demand. A question that comes back to itself (``x = x.next``) is asked again with what it came
to, until nothing new comes of it; so no answer depends on the order of the questions.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from asynclint.knowledge.decorators import DecoratorKind, decorator_kind
from asynclint.program.facts import (
    OPAQUE,
    Annotated,
    Assigned,
    Attribute,
    Await,
    Binding,
    Call,
    CallKind,
    Constant,
    Display,
    Either,
    Element,
    Entered,
    Expr,
    Import,
    Item,
    LambdaExpr,
    Name,
    Narrowed,
    Opaque,
    Operation,
    Parameter,
    ParameterKind,
    Part,
    Result,
    ScopeKind,
    SelfAttribute,
    TypeParameter,
    argument,
    last_name,
)
from asynclint.program.facts import Definition as DefinitionBinding
from asynclint.program.injection import Injection
from asynclint.program.modules import Definition, Module, Modules
from asynclint.program.values import (
    NONE,
    NOTHING,
    UNKNOWN,
    Callback,
    ClassValue,
    Coroutine,
    Foreign,
    FunctionValue,
    Generator,
    Instance,
    Manager,
    ModuleValue,
    Partial,
    SpecialForm,
    Super,
    Value,
    Values,
    Variable,
    exact_instance,
    instance,
    itself,
    just,
    union,
)

_TYPING = frozenset({"typing", "typing_extensions"})
_TRANSPARENT_FORMS = frozenset({"Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "InitVar"})
_SPECIAL_FORMS = _TRANSPARENT_FORMS | {
    "Optional",
    "Union",
    "Callable",
    "TypedDict",
    "Self",
    "Any",
    "Literal",
    "Type",
    "NoReturn",
    "Never",
    "LiteralString",
}
# Overrides of one method beyond which nobody asks what each of them is: generated classes have thousands, which call each other.
_MANY_OVERRIDES = 60
_MANY_CALLS = 20  # of one class, whose arguments nobody looks at
_COROUTINE_TYPES = frozenset({"typing.Coroutine"})
_TYPE_VARIABLE = "typing.TypeVar"
_ELLIPSIS = Constant("ellipsis")
_HOLDERS = frozenset({"builtins.list", "builtins.set", "builtins.tuple"})
_GENERATOR_TYPES = frozenset(
    {"typing.Iterator", "typing.Iterable", "typing.Generator", "typing.AsyncIterator", "typing.AsyncGenerator",
     "typing.AsyncIterable"}
)  # fmt: skip
RUNNING_LOOP = "asyncio.get_running_loop"
THREADSAFE_FUTURE = "asyncio.run_coroutine_threadsafe"
# Functions whose result is remembered by where it came from.
_LOOP_GIVERS = {
    "_asyncio.get_running_loop": RUNNING_LOOP,
    "asyncio.events.get_running_loop": RUNNING_LOOP,
    "_asyncio.get_event_loop": RUNNING_LOOP,
    "asyncio.events.get_event_loop": RUNNING_LOOP,
    "_asyncio.Task.get_loop": RUNNING_LOOP,
    "_asyncio.Future.get_loop": RUNNING_LOOP,
    "asyncio.events.new_event_loop": "asyncio.new_event_loop",
    "asyncio.tasks.run_coroutine_threadsafe": THREADSAFE_FUTURE,
}
_LOOP_GIVER_NAMES = frozenset(name.rpartition(".")[2] for name in _LOOP_GIVERS)
_MAX_DEPTH = 100  # questions that lead to each other on one stack
_UNCUT = _MAX_DEPTH + 1
_MAX_ROUNDS = 10
_MAX_NESTING = 2  # types of types of types grow without end
_MOST_AWAITS = 8  # one after the other, of coroutines that give coroutines
_Key = TypeVar("_Key")
_Known = TypeVar("_Known")


class _TooDeep(Exception):
    """A question that the stack has no room for."""

    def __init__(self, store: Any, key: object, compute: Callable[[], Values]) -> None:
        self.question = store, key, compute


class Resolver:
    """Answers what names, expressions and calls mean.

    ``gave_up`` tells whether some question led back to itself through more others than the stack holds: then its answer
    depends on what was known already.
    """

    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self._returns: dict[Definition, Values | None] = {}
        self._yields: dict[Definition, Values | None] = {}
        self._mros: dict[Definition, tuple[tuple[Definition, ...], bool]] = {}
        self._kinds: dict[Definition, DecoratorKind] = {}
        self._types: dict[tuple[Definition, int], Values | None] = {}
        self._parameters: dict[Definition, tuple[Variable, ...]] = {}
        self._wrappers: dict[Definition, Definition | None] = {}
        self._subclasses: dict[Definition, list[Definition]] | None = None
        self._overrides: dict[tuple[Definition, str], list[Definition]] = {}
        self._overloaded: dict[Definition, list[Definition]] = {}
        self._injection = Injection(self)
        self._by_name: dict[str, list[tuple[Module, int]]] | None = None
        self._allowed: dict[int, frozenset[object] | None] = {}  # literals, by the identity of the annotation
        self._active: dict[object, int] = {}  # questions being answered → how deep
        self._cut = _UNCUT  # the outermost active question that was met again
        self._provisional: dict[object, int] = {}  # answers within a cycle → how deep it began
        self._unsettled: list[tuple[Any, object]] = []  # the same, in order
        self.gave_up = False
        self._guesses: dict[object, Values] = {}  # what the last round about a cycle came to

    # -- Asking once --
    #
    # Names, what functions return, and types can depend on themselves: these questions are settled. Callees and results
    # can not without going through one of them; they are kept unless a question was met again on the way.

    def _known(self, value: Values, store: object, key: object) -> Values:
        """``value``, which was found in ``store`` under ``key``; what asks for it may have to be asked again with it."""
        if self._provisional:
            self._cut = min(self._cut, self._provisional.get((id(store), key), self._cut))
        return value

    def _settled(self, store: Any, key: object, compute: Callable[[], Values]) -> Values:
        """The answer to a question that ``store`` (a list or dict of answers) has none for yet under ``key``."""
        token = (id(store), key)
        depth = self._active.get(token)
        if depth is not None:
            self._cut = min(self._cut, depth)
            return self._guesses.get(token, NOTHING)
        if len(self._active) >= _MAX_DEPTH:
            raise _TooDeep(store, key, compute)
        if self._active:
            return self._asked(store, key, compute, token)
        waiting = [(store, key, compute)]
        stores = {token: store}  # of what is waiting
        while True:
            try:
                store, key, compute = waiting[-1]
                value = self._asked(store, key, compute, (id(store), key))
            except _TooDeep as deeper:
                # Begin with that question, on a fresh stack.
                _, *above = self._active
                self._start_over()
                question = deeper.question
                last = (id(question[0]), question[1])
                again = next((each for each in (*above, last) if each in stores), None)
                if again is not None:
                    stores[again][again[1]] = UNKNOWN  # a cycle that no stack can hold is broken here
                    self.gave_up = True
                else:
                    waiting.append(question)
                    stores[last] = question[0]
                continue
            waiting.pop()
            del stores[id(store), key]
            if not waiting:
                return value

    def _asked(self, store: Any, key: object, compute: Callable[[], Values], token: object) -> Values:
        depth = len(self._active)
        outer_cut, self._cut = self._cut, _UNCUT
        first = len(self._unsettled)
        rounds = 0
        while True:
            self._active[token] = depth
            value = compute()
            del self._active[token]
            if self._cut == _UNCUT and not rounds:  # no cycle anywhere
                self._cut = outer_cut
                break
            if self._cut < depth:  # part of a cycle that an outer question began: settled when that one is
                self._provisional[token] = self._cut
                self._unsettled.append((store, key))
                self._cut = min(self._cut, outer_cut)
                break
            # Nothing outside this question was involved. Ask again with what is known now, until nothing new comes.
            members = self._unsettled[first:]
            stable = self._cut > depth or _same_values(value, self._guesses.get(token, NOTHING))
            for member_store, member in members:
                mtoken = (id(member_store), member)
                found = member_store[member]
                stable = stable and _same_values(found, self._guesses.get(mtoken, NOTHING))
                del self._provisional[mtoken]
                self._guesses[mtoken] = found
            self._guesses[token] = value
            del self._unsettled[first:]
            rounds += 1
            if stable or rounds > _MAX_ROUNDS:
                for member_store, member in members:
                    del self._guesses[id(member_store), member]
                del self._guesses[token]
                self._cut = outer_cut
                break
            for member_store, member in members:
                member_store[member] = None
            self._cut = _UNCUT
        store[key] = value
        return value

    def _start_over(self) -> None:
        """Forget what was found within cycles that were left."""
        for store, key in self._unsettled:
            store[key] = None
        self._active.clear()
        self._unsettled.clear()
        self._provisional.clear()
        self._guesses.clear()
        self._cut = _UNCUT

    def _remembered(self, store: dict[_Key, Values | None], key: _Key, compute: Callable[[], Values]) -> Values:
        """What ``store`` has under ``key``, worked out when it is asked for the first time."""
        known = store.get(key)
        return self._settled(store, key, compute) if known is None else self._known(known, store, key)

    def _kept(self, store: Any, key: _Key, compute: Callable[[Module, _Key], Values], module: Module) -> Values:
        """``compute(module, key)``, kept in ``store`` unless an active question was met again on the way."""
        outer_cut, self._cut = self._cut, _UNCUT
        value = compute(module, key)
        if self._cut == _UNCUT:
            store[key] = value
        self._cut = min(self._cut, outer_cut)
        return value

    @staticmethod
    def _once(store: dict[_Key, _Known], key: _Key, meanwhile: _Known, compute: Callable[[], _Known]) -> _Known:
        """``compute()``, kept in ``store``; who asks in between finds ``meanwhile`` there."""
        store[key] = meanwhile
        try:
            found = store[key] = compute()
        except _TooDeep:
            del store[key]  # it will be asked again
            raise
        return found

    # -- Expressions --

    def evaluate(self, expr: Expr, module: Module, scope: int) -> Values:
        """What ``expr`` can be where it stands in ``scope`` of ``module``."""
        if type(expr) is Name:
            return self.name(expr.id, module, scope)
        if type(expr) is Attribute:
            names = []  # `a.b.c. …` nests to the left, sometimes hundreds deep
            inner: Expr = expr
            while type(inner) is Attribute:
                names.append(inner.name)
                inner = inner.value
            values = self.evaluate(inner, module, scope)
            for name in reversed(names):
                values = self.attribute(values, name)
            return values
        if type(expr) is Result:
            return self.result(module, expr.call)
        if type(expr) is Constant:
            return NONE if expr.type == "None" else self._builtin(expr.type)
        if type(expr) is Await:
            return self.awaited(self.evaluate(expr.value, module, scope))
        if type(expr) is Either:
            return union(self.evaluate(option, module, scope) for option in expr.options)
        if type(expr) is Display:
            return self._display(expr, module, scope)
        if type(expr) is Entered:
            return self.entered(self.evaluate(expr.value, module, scope), expr.is_async)
        if type(expr) is Element:
            return self.elements(self.evaluate(expr.value, module, scope), expr.is_async)
        if type(expr) is Part:
            return self._part(self.evaluate(expr.value, module, scope), expr.index)
        if type(expr) is Item:
            return self._item(expr, module, scope)
        if type(expr) is Operation:
            return self._operated(self.evaluate(expr.value, module, scope), expr.method)
        if type(expr) is LambdaExpr:
            return itself(module.definition(expr.scope))
        if type(expr) is Narrowed:
            return self._narrowed(expr, module, scope)
        if type(expr) is TypeParameter:
            found = self._defined(_TYPE_VARIABLE)
            return exact_instance(found[0]) if found else UNKNOWN
        return UNKNOWN

    def _narrowed(self, expr: Narrowed, module: Module, scope: int) -> Values:
        """What is left of the value where it is, or is not, an object of the classes."""
        values = self.evaluate(expr.value, module, scope)
        types = self.instances(expr.type, module, scope)
        if not types.complete or not all(type(each) is Instance for each in (*values.objects().items, *types.items)):
            return values
        classes = {each.class_ for each in types.items if type(each) is Instance}
        objects = [each for each in values.items if type(each) is Instance]
        within = [each for each in objects if not classes.isdisjoint(self.mro(each.class_)[0])]
        if not expr.holds:
            kept = tuple(each for each in values.items if each not in within)
            return Values(kept, values.complete, values.plain) if kept else values
        below = [
            each
            for each in types.items
            if type(each) is Instance and any(other.class_ in self.mro(each.class_)[0][1:] for other in objects)
        ]
        if values.complete and (within or below):
            return Values(tuple(dict.fromkeys((*within, *below))), True, values.plain and not below)
        # Nothing, or not all, was known of it, or it is an object of both classes.
        return Values(tuple(dict.fromkeys((*within, *types.items))), True, False)

    def _builtin(self, name: str, args: tuple[Values, ...] = (), *, exact: bool = True) -> Values:
        args = tuple(_flattened(arg) for arg in args)
        builtins = self.modules.named("builtins")
        if builtins is None:
            return UNKNOWN
        for value in self.module_member(builtins, name).items:
            if type(value) is ClassValue:
                if exact and not args:
                    return exact_instance(value.class_)
                return just(Instance(value.class_, exact, args))
        return UNKNOWN

    def _operated(self, values: Values, method: str) -> Values:
        """What a binary operator gives, by its left operand."""
        values = values.objects()
        if not method or not values.items or not all(type(value) is Instance for value in values.items):
            return UNKNOWN
        methods = self.attribute(values, method)
        return self._call_all(methods) if methods.items else UNKNOWN

    def _display(self, expr: Display, module: Module, scope: int) -> Values:
        if expr.type == "generator":
            return UNKNOWN
        items = tuple(self.evaluate(item, module, scope) for item in expr.items)
        if expr.type == "tuple":
            return self._builtin("tuple", items)
        held = union(items) if items else UNKNOWN
        return self._builtin(expr.type, (UNKNOWN, held) if expr.type == "dict" else (held,))

    # -- Names --

    def name(self, name: str, module: Module, scope: int) -> Values:
        """What ``name`` can be, by the rules of lexical scoping."""
        if scope == 0:
            return self.module_name(module, name)
        store = _names(module, scope)
        known = store.get(name)
        if known is not None:
            return self._known(known, store, name) if self._provisional else known
        found = self.bindings(name, module, scope)
        if found is not None and found[1]:
            bindings, owner = found
            return self._settled(store, name, lambda: self._bound(bindings, module, owner))
        return self._kept(store, name, self.module_name, module)

    @staticmethod
    def bindings(name: str, module: Module, scope: int) -> tuple[tuple[Binding, ...], int] | None:
        """What the innermost scope that binds ``name`` for code in ``scope`` binds it to, and that scope (0: the module)."""
        scopes = module.facts.scopes
        current = scopes[scope]
        index = scope
        start = True
        while index > 0:
            if (start or current.kind is not ScopeKind.CLASS) and name not in current.globals:
                bindings = current.bindings.get(name)
                if bindings:
                    return bindings, index
            if name in current.globals:
                break
            start = False
            index = current.parent
            current = scopes[index]
        bindings = scopes[0].bindings.get(name)
        return (bindings, 0) if bindings else None

    def module_name(self, module: Module, name: str) -> Values:
        """A global or builtin name as code inside ``module`` sees it."""
        own = self._own_member(module, name)
        if own is not None:
            return own
        if name == "__file__" or name == "__name__":
            return self._builtin("str")
        builtins = self.modules.named("builtins")
        if builtins is None or builtins is module:
            return UNKNOWN
        if any(type(binding) is Import for binding in builtins.facts.scopes[0].bindings.get(name, ())):
            return UNKNOWN  # what the stub imports is no builtin
        return self._own_member(builtins, name) or UNKNOWN

    def _own_member(self, module: Module, name: str) -> Values | None:
        """What the module's own top level binds ``name`` to, by assignment or star import; None when it does not."""
        bindings = module.facts.scopes[0].bindings.get(name)
        if bindings:
            store = _names(module, 0)
            known = store.get(name)
            if known is not None:
                return self._known(known, store, name) if self._provisional else known
            return self._settled(store, name, lambda: self._bound(bindings, module, 0))
        for star in reversed(module.facts.stars):  # the last one wins
            target = self.modules.find(self.absolute(module, star.module, star.level), module)
            if target is None or target is module:
                continue
            exports = target.facts.exports
            if (name not in exports) if exports is not None else not _is_public(target, name):
                continue
            token = (id(self), "star", id(module), id(target), name)
            if token in self._active:
                continue
            self._active[token] = len(self._active)
            found = self._own_member(target, name)
            del self._active[token]
            if found is not None:
                return found
        return None

    def module_member(self, module: Module, name: str) -> Values:
        """``module.name`` as seen from outside: a global of it, or a submodule."""
        if module.name in _TYPING and name in _SPECIAL_FORMS:
            return just(SpecialForm(name))
        own = self._own_member(module, name)
        if own is None or (not own and not own.complete):
            complement = self.modules.complement(module)
            own = (self._own_member(complement, name) if complement is not None else None) or own
        if own is not None:
            return _with_origin(own, f"{module.name}.{name}") if module.is_library else own
        submodule = self.modules.find(f"{module.name}.{name}", module) if module.is_package else None
        if submodule is not None:
            return just(ModuleValue(submodule))
        return UNKNOWN

    @staticmethod
    def absolute(module: Module, name: str, level: int) -> str:
        """The full name of what a statement in the module imports by this name and so many dots before it."""
        if level == 0:
            return name
        package = module.package
        for _ in range(level - 1):
            package = package.rpartition(".")[0]
        return f"{package}.{name}" if package and name else package or name

    def source(self, binding: Import, module: Module) -> Module | None:
        """The module that an import statement of ``module`` imports, or imports from."""
        return self.modules.find(self.absolute(module, binding.module, binding.level), module)

    def imported(self, binding: Import, module: Module) -> Values:
        """What an import statement of ``module`` binds."""
        name = self.absolute(module, binding.module, binding.level)
        target = self.source(binding, module)
        if binding.name is None:
            return just(ModuleValue(target) if target is not None else Foreign(name))
        is_own = target is not None and not target.is_library
        if binding.level and not module.is_library and not is_own:
            if name.partition(".")[0] != module.name.partition(".")[0]:
                return UNKNOWN  # `from ..time import x` is never the library
        if target is None:
            submodule = self.modules.find(f"{name}.{binding.name}", module)
            return just(ModuleValue(submodule)) if submodule is not None else just(Foreign(f"{name}.{binding.name}"))
        if target is module:  # `from . import x` inside the package itself means the submodule
            submodule = self.modules.find(f"{name}.{binding.name}", module)
            return just(ModuleValue(submodule)) if submodule is not None else UNKNOWN
        found = self.module_member(target, binding.name)
        if not found and not found.complete and target.is_library:
            return just(Foreign(f"{name}.{binding.name}"))
        return found

    def _bound(self, bindings: tuple[Binding, ...], module: Module, scope: int) -> Values:
        annotations = [binding for binding in bindings if type(binding) is Annotated]
        if annotations:
            declared = union(self.instances(binding.type, module, scope) for binding in annotations)
            if (declared.complete and declared) or len(annotations) == len(bindings):
                return declared
        definitions = [binding for binding in bindings if type(binding) is DefinitionBinding]
        parts = []
        for binding in bindings:
            if type(binding) is Assigned:
                parts.append(self.evaluate(binding.value, module, scope))
            elif type(binding) is Import:
                parts.append(self.imported(binding, module))
            elif type(binding) is Parameter:
                parts.append(self._parameter(binding.index, module, scope))
            elif type(binding) is DefinitionBinding and not self._is_accessory(binding, definitions, module):
                parts.append(itself(module.definition(binding.scope)))
        return union(parts)

    def _is_accessory(self, binding: DefinitionBinding, all_of_name: list[DefinitionBinding], module: Module) -> bool:
        """Whether this ``def`` only adds to another one: a property's setter, or an overload.

        Of overloads without an implementation (in stubs) the first stands for all; :meth:`_returned` joins what they return.
        """
        if len(all_of_name) == 1:
            return False
        definition = module.definition(binding.scope)
        if definition.is_class:
            return False
        kind = self.kind(definition)
        if kind is DecoratorKind.ACCESSOR:
            return True
        if kind is not DecoratorKind.OVERLOAD:
            return False
        others = (self.kind(module.definition(other.scope)) for other in all_of_name)
        return binding is not all_of_name[0] or any(other is not DecoratorKind.OVERLOAD for other in others)

    def _overloads(self, function: Definition) -> list[Definition]:
        """The overloads of the function: those that declare it, or it is one of."""
        known = self._overloaded.get(function)
        if known is None:
            bindings = function.module.facts.scopes[function.fact.parent].bindings.get(function.fact.name, ())
            named = [function.module.definition(b.scope) for b in bindings if type(b) is DefinitionBinding]
            known = [each for each in named if not each.is_class and self.kind(each) is DecoratorKind.OVERLOAD]
            self._overloaded[function] = known
        return known

    def _parameter(self, index: int, module: Module, scope: int) -> Values:
        function = module.definition(scope)
        parameter = function.fact.parameters[index]
        class_ = function.class_
        outer = function.fact.parent
        if index == 0 and class_ is not None and parameter.kind is ParameterKind.POSITIONAL:
            kind = self.kind(function)
            if kind is DecoratorKind.CLASSMETHOD or function.fact.name in (
                "__new__",
                "__init_subclass__",
                "__class_getitem__",
            ):
                return itself(class_)
            if kind is not DecoratorKind.STATICMETHOD:
                return instance(class_)
        declared = self.instances(parameter.annotation, module, outer)
        if not declared and not declared.complete:
            declared = self._injection.of(function, parameter) or self._constructed_with(function, index) or declared
        if parameter.kind is ParameterKind.STAR:
            return self._builtin("tuple", (declared,) if declared else ())
        if parameter.kind is ParameterKind.STAR_STAR:
            return self._builtin("dict", (self._builtin("str"), declared))
        return declared

    def _constructed_with(self, function: Definition, index: int) -> Values | None:
        """What the program's own calls of a class give for a parameter of its ``__init__`` that has no annotation.

        None where a call that may be one of these cannot be told, or gives something unknown.
        """
        parameter = function.fact.parameters[index]
        class_ = function.class_
        if function.fact.name != "__init__" or class_ is None or function.module.is_library:
            return None
        if parameter.annotation != OPAQUE or parameter.kind not in (ParameterKind.POSITIONAL, ParameterKind.KEYWORD):
            return None
        slot = index - 1 if parameter.kind is ParameterKind.POSITIONAL else -1
        parts = []
        for made in (class_, *self.subclasses(class_)):
            sites = self.calls_named().get(made.fact.name, ())
            if len(sites) > _MANY_CALLS:
                return None
            for module, call in sites:
                fact = module.facts.calls[call]
                if not any(type(v) is ClassValue and v.class_ is made for v in self.callees(module, call).items):
                    continue
                if made is not class_ and self.find_in_class(made, "__init__")[0] is not class_:
                    return None
                given = argument(fact, slot, parameter.name)
                if given is None and (
                    parameter.default is None or any(each.keyword.startswith("*") for each in fact.arguments)
                ):
                    return None
                where = (module, fact.scope) if given is not None else (function.module, function.fact.parent)
                parts.append(self.evaluate(given or parameter.default or OPAQUE, *where))
        found = union(parts).objects()
        return found.inferred() if found.complete and found.items else None

    def calls_named(self) -> dict[str, list[tuple[Module, int]]]:
        """The calls of the program by the last name of what they call, where a class has that name."""
        if self._by_name is None:
            modules = self.modules.program
            self._by_name = {}
            self._add_calls(modules, {name for module in modules for name in module.outline.classes}, self._by_name)
        return self._by_name

    @staticmethod
    def _add_calls(
        modules: Iterable[Module], names: Collection[str], found: dict[str, list[tuple[Module, int]]]
    ) -> None:
        for module in modules:
            for index, fact in enumerate(module.facts.calls):
                if fact.kind is CallKind.CALL and (name := last_name(fact.func)) in names:
                    found.setdefault(name, []).append((module, index))

    # -- Types --

    def instances(self, annotation: Expr, module: Module, scope: int) -> Values:
        """The objects that a type annotation admits; ``None`` adds nothing, and a type variable stands for its bound."""
        return self._filled(self._typed(annotation, module, scope), {})

    def _typed(self, annotation: Expr, module: Module, scope: int) -> Values:
        """The same, with type variables in it."""
        if type(annotation) is Constant:
            return NOTHING if annotation.type == "None" else UNKNOWN
        if type(annotation) is Either:
            parts = [self._typed(option, module, scope) for option in annotation.options]
            if module.is_stub and any(part.items for part in parts):  # `TextIO | Any` in stubs stands for "or None"
                parts = [part for part in parts if part.items or part.complete]
            return union(parts)
        if type(annotation) is Name or type(annotation) is Attribute:
            return self._named_type(annotation, module, scope)
        if type(annotation) is Item:
            return self._generic_type(annotation, module, scope)
        return UNKNOWN

    def _named_type(self, annotation: Expr, module: Module, scope: int) -> Values:
        named = self.evaluate(annotation, module, scope)
        if scope and named.items and all(type(value) is FunctionValue for value in named.items):
            named = self.evaluate(annotation, module, 0)  # `def cursor(self) -> cursor`: the class, not this method
        parts = []
        for value in named.items:
            if type(value) is ClassValue:
                if value.class_.fact.name != last_name(annotation):  # `Clients = list[Client]`
                    parts.append(
                        self._alias(annotation, module, scope) or just(self._instance_of_type(value.class_, ()))
                    )
                else:
                    parts.append(just(self._instance_of_type(value.class_, ())))
            elif type(value) is SpecialForm and value.name == "Self":
                parts.append(just(value))
            elif type(value) is Instance and value.class_.qualname == _TYPE_VARIABLE:
                parts.append(self._variable(annotation, module, scope))
            else:
                parts.append(UNKNOWN)
        if not parts:
            return self._alias(annotation, module, scope)
        merged = union(parts)
        return merged if named.complete else merged.partial()

    def _alias(self, annotation: Expr, module: Module, scope: int) -> Values:
        """A name that stands for a type expression: ``Target = Union[A, B]``."""
        if type(annotation) is Attribute:
            owners = self.evaluate(annotation.value, module, scope).items
            if len(owners) == 1 and type(owners[0]) is ModuleValue:
                return self._alias(Name(annotation.name), owners[0].module, 0)
            return UNKNOWN
        if type(annotation) is not Name:
            return UNKNOWN
        bindings = module.facts.scopes[0].bindings.get(annotation.id, ())
        assigned = [binding for binding in bindings if type(binding) is Assigned]
        if len(assigned) == 1 and (type(assigned[0].value) is Item or type(assigned[0].value) is Either):
            value = assigned[0].value
            return self._remembered(_names(module, 0), f"={annotation.id}", lambda: self._typed(value, module, 0))
        if len(bindings) == 1 and type(bindings[0]) is Import and bindings[0].name is not None:
            name = bindings[0].name
            target = self.source(bindings[0], module)
            if target is not None:
                return self._remembered(
                    _names(module, 0), f">{annotation.id}", lambda: self._typed(Name(name), target, 0)
                )
        return UNKNOWN

    def _instance_of_type(self, class_: Definition, args: tuple[Values, ...]) -> Value:
        if class_.qualname in _COROUTINE_TYPES:
            return Coroutine(None, args[2] if len(args) == 3 else UNKNOWN)
        return Instance(class_, False, args)

    def _generic_type(self, annotation: Item, module: Module, scope: int) -> Values:
        head = self.evaluate(annotation.value, module, scope)
        if any(type(v) is not ClassValue or v.class_.fact.name != last_name(annotation.value) for v in head.items):
            meant = self._alias(annotation.value, module, scope)  # `Pair = tuple[T, T]`: Pair[int]
            variables = dict.fromkeys(_variables_in(meant))
            if meant:
                filled = (self._typed(arg, module, scope) for arg in annotation.args)
                is_known = len(variables) == len(annotation.args)
                return self._filled(meant, dict(zip(variables, filled, strict=True)) if is_known else {})
        parts = []
        for value in head.items:
            if type(value) is SpecialForm:
                parts.append(self._special_type(value.name, annotation.args, module, scope))
            elif type(value) is ClassValue:
                if value.class_.qualname == "builtins.type":
                    parts.append(self._classes(annotation.args, module, scope))
                    continue
                types = annotation.args
                if len(types) == 2 and types[1] == _ELLIPSIS and value.class_.qualname == "builtins.tuple":
                    types = types[:1]
                args = tuple(self._typed(arg, module, scope) for arg in types)
                parts.append(just(self._instance_of_type(value.class_, args)))
            else:
                parts.append(UNKNOWN)
        return union(parts) if head.complete else union(parts).partial()

    def _special_type(self, form: str, args: tuple[Expr, ...], module: Module, scope: int) -> Values:
        if form in ("Optional", "Union"):
            return union(self._typed(arg, module, scope) for arg in args)
        if form in _TRANSPARENT_FORMS and args:
            return self._typed(args[0], module, scope)
        if form == "Type":
            return self._classes(args, module, scope)
        if form == "Callable" and len(args) == 2:
            gives_none = type(args[1]) is Constant and args[1].type == "None"
            return just(Callback(NONE if gives_none else self._typed(args[1], module, scope)))
        return UNKNOWN

    def _classes(self, args: tuple[Expr, ...], module: Module, scope: int) -> Values:
        if len(args) != 1:
            return UNKNOWN
        instances = self._typed(args[0], module, scope)
        if any(type(value) is Variable for value in instances.items):
            return self._builtin("type", (instances,), exact=False)
        classes = tuple(ClassValue(value.class_) for value in instances.items if type(value) is Instance)
        return Values(classes, instances.complete and len(classes) == len(instances.items), plain=False)

    # -- Type variables --

    def _variable(self, annotation: Expr, module: Module, scope: int) -> Values:
        """The type variable of that name, wherever it is imported from."""
        if type(annotation) is Attribute:
            owners = self.evaluate(annotation.value, module, scope).items
            if len(owners) != 1 or type(owners[0]) is not ModuleValue:
                return UNKNOWN
            module, annotation = owners[0].module, Name(annotation.name)
        if type(annotation) is not Name:
            return UNKNOWN
        for _ in range(_MAX_ROUNDS):
            bindings = module.facts.scopes[0].bindings.get(annotation.id, ())
            if len(bindings) != 1:
                return UNKNOWN
            binding = bindings[0]
            if type(binding) is not Import or binding.name is None:
                return just(Variable(module, annotation.id)) if type(binding) is Assigned else UNKNOWN
            target = self.source(binding, module)
            if target is None:
                return UNKNOWN
            module, annotation = target, Name(binding.name)
        return UNKNOWN

    def _bound_of(self, variable: Variable) -> Values:
        """What a type variable stands for where nothing says what it is: its bound, or any of its constraints."""
        binding = variable.module.facts.scopes[0].bindings[variable.name][0]
        if type(binding) is Assigned and type(binding.value) is TypeParameter:
            return self.instances(binding.value.bound, variable.module, 0).inferred()
        if type(binding) is not Assigned or type(binding.value) is not Result:
            return UNKNOWN
        arguments = variable.module.facts.calls[binding.value.call].arguments
        types = [given.value for given in arguments if given.keyword == "bound"]
        types += [given.value for given in arguments[1:] if not given.keyword]
        if not types:
            return UNKNOWN
        named = (
            Name(type_.value) if type(type_) is Constant and isinstance(type_.value, str) else type_ for type_ in types
        )
        return union(self.instances(type_, variable.module, 0) for type_ in named).inferred()

    def _filled(
        self,
        values: Values,
        known: Mapping[Variable, Values],
        receiver: Instance | ClassValue | None = None,
        depth: int = 0,
    ) -> Values:
        """``values`` with what is known of the variables in it in their place; ``Self`` is the receiver, where there is one."""
        if not any(_is_open(value) for value in values.items):
            return values
        parts: list[Values] = []
        for value in values.items:
            if type(value) is Variable:
                found = known.get(value)
                if found is None:
                    parts.append(self._bound_of(value))
                else:
                    parts.append(_without_coroutines(_shallow(found, _MAX_NESTING - depth)).inferred())
            elif type(value) is SpecialForm and value.name == "Self":
                if type(receiver) is Instance:
                    parts.append(just(receiver))
                elif type(receiver) is ClassValue:
                    parts.append(exact_instance(receiver.class_))
                else:
                    parts.append(just(value))
            elif type(value) is Coroutine:
                parts.append(just(Coroutine(value.function, self._filled(value.result, known, receiver, depth + 1))))
            elif type(value) is Callback:
                parts.append(just(Callback(self._filled(value.result, known, receiver, depth + 1))))
            elif type(value) is Instance and value.args:
                args = value.args if depth < _MAX_NESTING else ()
                filled = tuple(self._filled(arg, known, receiver, depth + 1) for arg in args)
                parts.append(just(Instance(value.class_, value.exact, filled, value.origin)))
            else:
                parts.append(just(value))
        merged = union(parts)
        return Values(merged.items, merged.complete and values.complete, merged.plain and values.plain)

    def _variables(self, class_: Definition) -> tuple[Variable, ...]:
        """The type parameters of a class, in order."""
        known = self._parameters.get(class_)
        if known is None:  # a class may be among the arguments of its own bases
            known = self._once(self._parameters, class_, (), lambda: tuple(self._variables_of_bases(class_)))
        return known

    def _variables_of_bases(self, class_: Definition) -> Iterable[Variable]:
        found: dict[Variable, None] = {}
        for base in class_.fact.bases:
            if type(base) is not Item:
                continue
            own = [self._typed(arg, class_.module, class_.fact.parent) for arg in base.args]
            variables = dict.fromkeys(variable for arg in own for variable in _variables_in(arg))
            if base.value == OPAQUE or last_name(base.value) in ("Generic", "Protocol"):
                return variables
            found |= variables
        return found

    def _arguments(self, instance: Instance, owner: Definition) -> dict[Variable, Values]:
        """What the type parameters of ``owner``, a class or a base of the object's class, stand for in the object."""
        variables = self._variables(instance.class_)
        args = instance.args
        if instance.class_.qualname == "builtins.tuple" and args:
            args = (union(args),)
        known = dict(zip(variables, args, strict=True)) if len(variables) == len(args) else {}
        return known if instance.class_ is owner else self._inherited(instance.class_, known, owner)

    def _inherited(
        self, class_: Definition, known: dict[Variable, Values], owner: Definition
    ) -> dict[Variable, Values]:
        for base in class_.fact.bases:
            head = base.value if type(base) is Item else base
            for value in self.evaluate(head, class_.module, class_.fact.parent).items:
                if type(value) is not ClassValue or owner not in self.mro(value.class_)[0]:
                    continue
                args = base.args if type(base) is Item else ()
                typed = (self._filled(self._typed(arg, class_.module, class_.fact.parent), known) for arg in args)
                variables = self._variables(value.class_)
                inner = dict(zip(variables, typed, strict=True)) if len(variables) == len(args) else {}
                return inner if value.class_ is owner else self._inherited(value.class_, inner, owner)
        return {}

    def _learn(self, pattern: Values, given: Values, found: dict[Variable, Values]) -> None:
        """Note what the variables in the type of a parameter stand for when it is given these values."""
        for wanted in pattern.items:
            if type(wanted) is Variable:
                given = _shallow(given, _MAX_NESTING)
                found[wanted] = union([found[wanted], given]) if wanted in found else given
            elif type(wanted) is Coroutine:
                for value in given.items:
                    if type(value) is Coroutine:
                        self._learn(wanted.result, value.result, found)
            elif type(wanted) is Callback:
                self._learn(wanted.result, union(self.called(value) for value in given.items), found)
            elif type(wanted) is Instance and wanted.args and any(_is_open(value) for value in pattern.items):
                for value in given.items:
                    self._learn_from(wanted, value, found)

    def called(self, value: Value) -> Values:
        """What a callable gives, whatever it is called with."""
        if type(value) is FunctionValue:
            return self.call_function(value.function, value.receiver)
        if type(value) is Callback:
            return value.result
        return exact_instance(value.class_) if type(value) is ClassValue else UNKNOWN

    def _learn_from(self, wanted: Instance, value: Value, found: dict[Variable, Values]) -> None:
        if type(value) is Coroutine and len(wanted.args) == 1:
            self._learn(wanted.args[0], value.result, found)
        elif type(value) is Generator and wanted.class_.qualname in _GENERATOR_TYPES:
            self._learn(wanted.args[0], self._yielded(value.function), found)
        elif type(value) is ClassValue and wanted.class_.qualname == "builtins.type":
            self._learn(wanted.args[0], exact_instance(value.class_), found)
        elif type(value) is Instance and wanted.class_ in self.mro(value.class_)[0]:
            arguments = self._arguments(value, wanted.class_)
            for variable, arg in zip(self._variables(wanted.class_), wanted.args, strict=False):
                self._learn(arg, arguments.get(variable, UNKNOWN), found)

    def _learned(self, function: Definition, is_bound: bool, module: Module, fact: Call) -> dict[Variable, Values]:
        """What the arguments of a call say about the type variables of the function."""
        found: dict[Variable, Values] = {}
        position = -1 if is_bound else 0
        for index, parameter in enumerate(function.fact.parameters):
            slot = -1
            if parameter.kind is ParameterKind.POSITIONAL:
                slot, position = position, position + 1
            elif parameter.kind is not ParameterKind.KEYWORD:
                continue
            given = (
                argument(fact, slot, parameter.name) if slot >= 0 or parameter.kind is ParameterKind.KEYWORD else None
            )
            if given is None:
                continue
            pattern = self._type_of(function, index, parameter.annotation)
            if any(_is_open(value) for value in pattern.items):
                self._learn(pattern, self.evaluate(given, module, fact.scope), found)
        return found

    # -- Classes --

    def mro(self, class_: Definition) -> tuple[tuple[Definition, ...], bool]:
        """The method resolution order of ``class_`` as far as its bases are known, and whether all of them are."""
        known = self._mros.get(class_)
        if known is None:  # a class may be among its own bases
            known = self._once(self._mros, class_, ((class_,), False), lambda: self._linearized(class_))
        return known

    def _linearized(self, class_: Definition) -> tuple[tuple[Definition, ...], bool]:
        orders = []
        complete = True
        for base in class_.fact.bases:
            while type(base) is Item:
                base = base.value
            if base == OPAQUE:  # class C[T]
                continue
            values = self.evaluate(base, class_.module, class_.fact.parent)
            classes = [value.class_ for value in values.items if type(value) is ClassValue]
            forms = [value for value in values.items if type(value) is SpecialForm]
            complete = complete and values.complete and len(classes) + len(forms) == len(values.items) and bool(values)
            if any(form.name == "TypedDict" for form in forms):
                classes += self._defined("typing._TypedDict")
            for base_class in classes:
                order, base_complete = self.mro(base_class)
                complete = complete and base_complete
                orders.append(list(order))
        linear = (class_, *_merge(orders))
        builtins = self.modules.named("builtins")
        if builtins is not None and class_.module is not builtins:
            for value in self.module_member(builtins, "object").items:
                if type(value) is ClassValue and value.class_ not in linear:
                    linear = (*linear, value.class_)
        return linear, complete

    def subclasses(self, class_: Definition) -> list[Definition]:
        """All classes of the program below ``class_``, in a fixed order."""
        return self.all_subclasses().get(class_, [])

    def all_subclasses(self) -> dict[Definition, list[Definition]]:
        """The classes of the program below each class that has any."""
        if self._subclasses is None:
            self._subclasses = {}
            self._add_subclasses(self.modules.program, self._subclasses)
        return self._subclasses

    def _add_subclasses(self, modules: Iterable[Module], found: dict[Definition, list[Definition]]) -> None:
        for module in modules:
            for index, scope in enumerate(module.facts.scopes):
                if scope.kind is ScopeKind.CLASS and scope.bases:
                    definition = module.definition(index)
                    for ancestor in self.mro(definition)[0][1:]:
                        found.setdefault(ancestor, []).append(definition)

    def recall(
        self,
        below: dict[Definition, list[Definition]],
        named: dict[str, list[tuple[Module, int]]],
        changed: Collection[Module],
    ) -> None:
        """What an earlier run knew of the classes below others, and of calls by name, but for those in the changed modules."""
        order = self.modules.numbers
        self._add_calls(changed, {name for module in order for name in module.outline.classes}, named)
        self._by_name = {
            name: sorted(sites, key=lambda site: (order[site[0]], site[1])) for name, sites in named.items()
        }
        self._add_subclasses(changed, below)
        self._subclasses = {
            class_: sorted(classes, key=lambda each: (order[each.module], each.scope))
            for class_, classes in below.items()
            if classes
        }

    def find_in_class(self, class_: Definition, name: str) -> tuple[Definition | None, Values]:
        """The class in whose body (or methods) the attribute is first found along the MRO, and what it is there."""
        for owner in self.mro(class_)[0]:
            found = self._class_member(owner, name)
            if found is not None and (found or found.complete):
                return owner, found
            complement = self._complement(owner)
            if complement is not None:
                further = self.find_in_class(complement, name)
                if further[0] is not None:
                    return further
            if found is not None:
                return owner, found
        return None, UNKNOWN

    def _complement(self, class_: Definition) -> Definition | None:
        """The installed class that one of our stubs tells the gist of."""
        module = self.modules.complement(class_.module)
        found = self._own_member(module, class_.fact.qualname) if module is not None else None
        classes = [value.class_ for value in found.items if type(value) is ClassValue] if found is not None else []
        return classes[0] if len(classes) == 1 and not classes[0].module.is_stub else None

    def _class_member(self, owner: Definition, name: str) -> Values | None:
        bindings = owner.fact.bindings.get(name)
        assigned = owner.fact.attributes.get(name)
        if not bindings and not assigned:
            return None
        store, key = _names(owner.module, owner.scope), "." + name
        return self._remembered(store, key, lambda: self._member_values(owner, bindings or (), assigned or ()))

    def _member_values(
        self, owner: Definition, bindings: tuple[Binding, ...], assigned: tuple[SelfAttribute, ...]
    ) -> Values:
        module = owner.module
        if bindings and any(type(binding) in (Annotated, DefinitionBinding) for binding in bindings):
            declared = self._bound(bindings, module, owner.scope)
            if declared or type(bindings[0]) is DefinitionBinding:
                return declared
        declared = union(self.instances(row.value, module, row.method) for row in assigned if row.is_annotation)
        if declared:
            return declared.inferred()
        parts = [self._bound(bindings, module, owner.scope)] if bindings else []
        parts += [self.evaluate(row.value, module, row.method) for row in assigned if not row.is_annotation]
        return union(parts).inferred()

    # -- Attributes --

    def attribute(self, values: Values, name: str) -> Values:
        """``value.name`` for every value."""
        values = values.objects()
        if not values.items:
            return UNKNOWN
        merged = union([self._attribute(value, name) for value in values.items])
        if not values.complete:
            merged = merged.partial()
        return merged if values.plain else merged.inferred()

    def _attribute(self, value: Value, name: str) -> Values:
        if type(value) is ModuleValue:
            found = self.module_member(value.module, name)
            if not found and not found.complete and value.module.is_library:
                return just(Foreign(f"{value.module.name}.{name}"))
            return found
        if type(value) is Foreign:
            module = self.modules.named(f"{value.name}.{name}") if self.modules.is_namespace(value.name) else None
            return just(ModuleValue(module) if module is not None else Foreign(f"{value.name}.{name}"))
        if type(value) is Instance:
            return self.instance_attribute(value, name)
        if type(value) is ClassValue:
            return self._class_attribute(value, name)
        if type(value) is Super:
            return self._super_attribute(value, name)
        return UNKNOWN

    def instance_attribute(self, instance: Instance, name: str) -> Values:
        """An attribute of an object: found along the MRO, together with every override in subclasses of the program."""
        owner, found = self.find_in_class(instance.class_, name)
        if owner is None:
            return self._dynamic_attribute(instance, name)
        bound = self._bind(found, instance, name)
        if instance.exact or (owner.module.is_library and instance.class_.module.is_library):
            return bound
        overriding = self._overriding(instance.class_, name)
        if len(overriding) > _MANY_OVERRIDES:
            return bound.partial()
        overrides = [self._class_member(sub, name) for sub in overriding]
        real = [self._bind(override, instance, name) for override in overrides if override is not None]
        if not real:
            return bound
        if all(type(value) is FunctionValue and self.is_abstract(value.function) for value in found.items):
            return union(real).inferred()
        return union([bound, *real]).inferred()

    def _overriding(self, class_: Definition, name: str) -> list[Definition]:
        """The classes of the program below the class that define the attribute anew."""
        known = self._overrides.get((class_, name))
        if known is None:
            known = [sub for sub in self.subclasses(class_) if _defines(sub, name)]
            self._overrides[class_, name] = known
        return known

    def _dynamic_attribute(self, instance: Instance, name: str) -> Values:
        class_ = instance.class_
        if self.find_in_class(class_, "__getattr__")[0] is not None and class_.module.is_library:
            return just(Foreign(f"{class_.qualname}.{name}"))
        return UNKNOWN

    def _bind(self, found: Values, receiver: Instance | ClassValue, name: str) -> Values:
        """Attribute access on what the class holds: functions become methods, properties become their results."""
        parts = []
        for value in found.items:
            if type(value) is FunctionValue and value.receiver is None and value.function.class_ is not None:
                kind = self.kind(value.function)
                if kind is DecoratorKind.PROPERTY and type(receiver) is Instance:
                    parts.append(self.call_function(value.function, receiver))
                elif kind is DecoratorKind.STATICMETHOD:
                    parts.append(just(value))
                elif kind is DecoratorKind.CLASSMETHOD:
                    class_ = receiver if type(receiver) is ClassValue else ClassValue(receiver.class_)
                    parts.append(just(FunctionValue(value.function, class_)))
                else:
                    parts.append(just(FunctionValue(value.function, receiver)))
            elif type(value) is SpecialForm and value.name == "Self":
                parts.append(just(receiver) if type(receiver) is Instance else UNKNOWN)
            else:
                parts.append(just(value))
        merged = union(parts) if parts else NOTHING
        return Values(merged.items, merged.complete and found.complete, merged.plain and found.plain)

    def _class_attribute(self, value: ClassValue, name: str) -> Values:
        owner, found = self.find_in_class(value.class_, name)
        if owner is None:
            return UNKNOWN
        parts = []
        for item in found.items:
            if type(item) is FunctionValue and self.kind(item.function) is DecoratorKind.CLASSMETHOD:
                parts.append(just(FunctionValue(item.function, value)))
            else:
                parts.append(just(item))
        merged = union(parts) if parts else NOTHING
        return Values(merged.items, merged.complete and found.complete, merged.plain and found.plain)

    def _super_attribute(self, value: Super, name: str) -> Values:
        order, complete = self.mro(value.class_)
        for owner in order[1:]:
            found = self._class_member(owner, name)
            if found is not None:
                bound = self._bind(found, value.instance, name)
                return bound if complete else bound.partial()
        return UNKNOWN

    def is_abstract(self, function: Definition) -> bool:
        """Whether the function only declares what subclasses define."""
        return function.is_stub or self.kind(function) is DecoratorKind.ABSTRACT

    # -- Calls --

    def callees(self, module: Module, call: int) -> Values:
        """What the call site with this index calls."""
        known = module.callees[call]
        return self._kept(module.callees, call, self._callee, module) if known is None else known

    def _callee(self, module: Module, call: int) -> Values:
        fact = module.facts.calls[call]
        if type(fact.func) is Name and fact.func.id == "super" and not fact.arguments:
            return NOTHING
        return self.evaluate(fact.func, module, fact.scope).objects()

    def result(self, module: Module, call: int) -> Values:
        """What the call site with this index returns."""
        known = module.results[call]
        return self._kept(module.results, call, self._result, module) if known is None else known

    def _result(self, module: Module, call: int) -> Values:
        fact = module.facts.calls[call]
        if type(fact.func) is Name and fact.func.id == "super" and not fact.arguments:
            return self._super(module, fact.scope)
        callees = self.callees(module, call)
        if not callees.items:
            return UNKNOWN
        merged = union([self._call(value, module, fact) for value in callees.items])
        if not callees.complete:
            merged = merged.partial()
        return merged if callees.plain else merged.inferred()

    def _super(self, module: Module, scope: int) -> Values:
        scopes = module.facts.scopes
        index = scope
        while index > 0:
            function = scopes[index]
            if function.kind is ScopeKind.FUNCTION and scopes[function.parent].kind is ScopeKind.CLASS:
                class_ = module.definition(function.parent)
                is_class = (
                    self.kind(module.definition(index)) is DecoratorKind.CLASSMETHOD or function.name == "__new__"
                )
                return just(Super(class_, ClassValue(class_) if is_class else Instance(class_)))
            index = function.parent
        return UNKNOWN

    def _call(self, value: Value, module: Module, fact: Call) -> Values:
        if type(value) is FunctionValue:
            name = value.function.fact.name
            if name == "cast" and value.function.qualname == "typing.cast" and fact.arguments:
                return self.instances(fact.arguments[0].value, module, fact.scope).inferred()
            if not value.function.is_async and self._overloads(value.function):
                returned = self._chosen_overloads(value, module, fact)
            else:
                returned = self.call_function(
                    value.function,
                    value.receiver,
                    lambda: self._learned(value.function, value.receiver is not None, module, fact),
                )
            origin = _LOOP_GIVERS.get(value.function.qualname) if name in _LOOP_GIVER_NAMES else None
            if origin == "asyncio.run_coroutine_threadsafe":
                origin = self._threadsafe_origin(module, fact)
                if origin is not None and not self.evaluate(fact.arguments[1].value, module, fact.scope).plain:
                    returned = returned.inferred()
            return returned if origin is None else _with_origin(returned, origin)
        if type(value) is ClassValue:
            if value.class_.qualname == "functools.partial" and fact.arguments:
                return just(Partial(self.evaluate(fact.arguments[0].value, module, fact.scope)))
            if value.class_.fact.bases and self._variables(value.class_):
                return self._made(value.class_, module, fact)
            return exact_instance(value.class_)
        if type(value) is Instance:
            return self._call_all(self.instance_attribute(value, "__call__"))
        if type(value) is Callback:
            return UNKNOWN if self._decorates(module, fact) else value.result
        if type(value) is Partial:
            if not value.function.items:
                return UNKNOWN
            merged = union(self._call(item, module, fact) for item in value.function.items)
            return merged if value.function.complete else merged.partial()
        if type(value) is Foreign:
            return self._adapted(decorator_kind(value.name), module, fact)
        return UNKNOWN

    def _decorates(self, module: Module, fact: Call) -> bool:
        """Whether a call is made to decorate, ``app.get("/")(handler)``: such annotations often tell of the handler."""
        if type(fact.func) is not Result or len(fact.arguments) != 1:
            return False
        given = self.evaluate(fact.arguments[0].value, module, fact.scope)
        return not given.items or any(type(value) is FunctionValue for value in given.items)

    def _adapted(self, kind: DecoratorKind, module: Module, fact: Call) -> Values:
        """What a decorator for coroutines gives where it is called by hand: ``sync_to_async(load)``."""
        if (
            kind not in (DecoratorKind.TO_ASYNC, DecoratorKind.TO_SYNC)
            or not fact.arguments
            or fact.arguments[0].keyword
        ):
            return UNKNOWN
        functions = self.evaluate(fact.arguments[0].value, module, fact.scope)
        given = union(self.called(value) for value in functions.items) if functions.complete else UNKNOWN
        return just(Callback(just(Coroutine(None, given)) if kind is DecoratorKind.TO_ASYNC else self.awaited(given)))

    def _made(self, class_: Definition, module: Module, fact: Call) -> Values:
        """An object of a generic class, with what the arguments of the constructor say of its type parameters."""
        for name in ("__new__", "__init__"):
            owner, found = self.find_in_class(class_, name)
            if owner is not class_ or len(found.items) != 1 or type(found.items[0]) is not FunctionValue:
                continue
            function = found.items[0].function
            candidates = [function]
            if self.kind(function) is DecoratorKind.OVERLOAD:
                candidates = [overload for overload, _ in self._fitting(function, True, fact)]
            for candidate in candidates:
                learned = self._learned(candidate, True, module, fact)
                if not learned:
                    continue
                declared = self._declared(candidate)
                if name == "__new__" and any(type(v) is Instance and v.class_ is class_ for v in declared.items):
                    return self._filled(declared, learned)  # `zip.__new__` says what it makes a zip of
                args = tuple(_flattened(learned.get(each, UNKNOWN)) for each in self._variables(class_))
                return just(Instance(class_, True, args))
        return exact_instance(class_)

    def _chosen_overloads(self, value: FunctionValue, module: Module, fact: Call) -> Values:
        """What the overloads return that the literal arguments (a mode, a flag) do not rule out."""
        parts = []
        for overload, surely in self._fitting(value.function, value.receiver is not None, fact):
            if overload.fact.returns is not None:
                learned = functools.partial(self._learned, overload, value.receiver is not None, module, fact)
                parts.append(self._received(self._declared(overload), overload, value.receiver, learned))
            if surely:
                break
        return union(parts) if parts else UNKNOWN

    def _declared(self, function: Definition) -> Values:
        returns = function.fact.returns
        if type(returns) is Constant and returns.type == "None":
            return NONE
        return UNKNOWN if returns is None else self._type_of(function, -1, returns)

    def _type_of(self, function: Definition, index: int, annotation: Expr) -> Values:
        """What is written of a parameter (-1: of the result), with type variables in it."""
        return self._remembered(
            self._types, (function, index), lambda: self._typed(annotation, function.module, function.fact.parent)
        )

    def _fitting(self, function: Definition, is_bound: bool, fact: Call) -> Iterator[tuple[Definition, bool]]:
        """The overloads that the call can be of, each with whether it surely is, as far as literals tell."""
        given = {argument.keyword: argument.value for argument in fact.arguments if argument.keyword}
        positional = [argument.value for argument in fact.arguments if not argument.keyword]
        for overload in self._overloads(function):
            fits = self._fits(overload, is_bound, given, positional)
            if fits is not False:
                yield overload, fits is True

    def _fits(
        self, overload: Definition, is_bound: bool, given: Mapping[str, Expr], positional: Sequence[Expr]
    ) -> bool | None:
        """Whether a call with these arguments can be of this overload; None when that takes more than a look at literals."""
        unpacks = "*" in given or "**" in given
        decided = False
        position = -1 if is_bound else 0
        kinds = [parameter.kind for parameter in overload.fact.parameters]
        if ParameterKind.STAR not in kinds and len(positional) > kinds.count(ParameterKind.POSITIONAL) + position:
            return False
        for parameter in overload.fact.parameters:
            value = given.get(parameter.name)
            if parameter.kind is ParameterKind.POSITIONAL:
                if value is None and 0 <= position < len(positional):
                    value = positional[position]
                position += 1
            is_required = parameter.default is None and parameter.kind in (
                ParameterKind.POSITIONAL,
                ParameterKind.KEYWORD,
            )
            if value is None and is_required and position != 0 and not unpacks:
                return False
            key = id(parameter.annotation)
            if key not in self._allowed:
                self._allowed[key] = self._literals(parameter.annotation, overload.module)
            allowed = self._allowed[key]
            if allowed is None:
                continue
            if value is None and unpacks:
                return None
            if value is not None:
                if type(value) is not Constant or value.value is None:
                    return None
                if value.value not in allowed:
                    return False
            decided = True
        return True if decided else None

    def _literals(self, annotation: Expr, module: Module) -> frozenset[object] | None:
        """The values that ``Literal[…]``, a union of such, or an alias of one admits; None for other types."""
        if type(annotation) is Item:
            head = annotation.value
            if type(head) is Name and head.id == "Literal":
                return frozenset(arg.value for arg in annotation.args if type(arg) is Constant)
            return None
        if type(annotation) is Either:
            parts = [self._literals(option, module) for option in annotation.options]
            return None if None in parts else frozenset().union(*(part for part in parts if part is not None))
        if type(annotation) is Name:
            for binding in module.facts.scopes[0].bindings.get(annotation.id, ()):
                if type(binding) is Assigned and (type(binding.value) is Item or type(binding.value) is Either):
                    return self._literals(binding.value, module)
                if type(binding) is Import and binding.name is not None and module.is_library:
                    target = self.modules.find(self.absolute(module, binding.module, binding.level), module)
                    return self._literals(Name(binding.name), target) if target is not None else None
        return None

    def _threadsafe_origin(self, module: Module, fact: Call) -> str | None:
        """Says of a thread-safe future whether the loop it was given to is the one that runs here (it is when asked for)."""
        if len(fact.arguments) < 2:
            return None
        loops = self.evaluate(fact.arguments[1].value, module, fact.scope)
        origins = {value.origin for value in loops.items if type(value) is Instance}
        if not loops.complete or origins != {RUNNING_LOOP}:
            return None
        return THREADSAFE_FUTURE

    def call_function(
        self,
        function: Definition,
        receiver: Instance | ClassValue | None,
        learned: Callable[[], Mapping[Variable, Values]] = dict,
    ) -> Values:
        """What calling the function gives, ``Self`` being the receiver and type variables what is ``learned`` of them."""
        returned = self._remembered(self._returns, function, lambda: self._returned(function))
        return self._received(returned, function, receiver, learned)

    def _received(
        self,
        values: Values,
        function: Definition,
        receiver: Instance | ClassValue | None,
        learned: Callable[[], Mapping[Variable, Values]],
    ) -> Values:
        if not any(_is_open(value) for value in values.items):
            return values
        known: Mapping[Variable, Values] = {}
        if _variables_in(values):
            known = learned()
            if type(receiver) is Instance and function.class_ is not None:
                known = {**known, **self._arguments(receiver, function.class_)}
        filled = self._filled(values, known, receiver)
        if receiver is None and any(type(value) is SpecialForm for value in filled.items):
            rest = tuple(value for value in filled.items if type(value) is not SpecialForm)
            return Values(rest, False, filled.plain)
        return filled

    def _returned(self, function: Definition) -> Values:
        kind = self.kind(function)
        if kind is DecoratorKind.ASYNC_MANAGER or kind is DecoratorKind.MANAGER:
            return just(Manager(function, kind is DecoratorKind.ASYNC_MANAGER))
        if kind is DecoratorKind.TO_ASYNC:
            return just(Coroutine(function, _within_reach(self._declared_or_inferred(function))))
        if kind is DecoratorKind.TO_SYNC:
            return self._declared_or_inferred(function)
        if kind is DecoratorKind.UNKNOWN:
            wrapper = self.wrapper(function)
            if wrapper is not None and wrapper is not function:
                return self._plainly_returned(wrapper, function).inferred()
        returned = self._plainly_returned(function, function)
        # A decorator that nothing is known of may return anything.
        return returned.partial() if kind is DecoratorKind.UNKNOWN else returned

    def _plainly_returned(self, function: Definition, named: Definition) -> Values:
        """What calling ``function`` gives without regard to decorators; a coroutine goes by the name of ``named``."""
        if function.is_generator:
            return just(Generator(function, function.is_async))
        if function.is_async:
            return just(Coroutine(named, _within_reach(self._declared_or_inferred(function))))
        if self.kind(function) is DecoratorKind.OVERLOAD:
            return union(self._declared_or_inferred(overload) for overload in self._overloads(function))
        returned = self._declared_or_inferred(function)
        is_declared = function.module.is_library and function.fact.returns is not None
        if is_declared and any(type(value) is Coroutine for value in returned.items):
            return UNKNOWN  # `Task.get_coro()` and its like hand out coroutines that others have made
        return returned

    def _declared_or_inferred(self, function: Definition) -> Values:
        fact = function.fact
        if self.kind(function) is DecoratorKind.OVERLOAD and function.is_async:
            declared = [overload.fact.returns for overload in self._overloads(function)]
            return union(self._typed(each, function.module, fact.parent) for each in declared if each is not None)
        if fact.returns is not None:
            return self._awaitable_in_truth(self._declared(function), function)
        if function.is_stub:
            return UNKNOWN
        return self._inferred(function)

    def _inferred(self, function: Definition) -> Values:
        results = function.fact.results
        if not results:
            return NONE
        return union(self.evaluate(result, function.module, function.scope) for result in results).inferred()

    def _awaitable_in_truth(self, declared: Values, function: Definition) -> Values:
        """Of ``-> Awaitable[T]``, which need not be a coroutine, what the body of the function makes of it."""
        if function.module.is_library or function.is_async or not function.fact.results:
            return declared
        if not any(type(value) is Instance and value.class_.qualname == "typing.Awaitable" for value in declared.items):
            return declared
        given = self._inferred(function)
        is_known = given.complete and given.items and all(type(value) is Coroutine for value in given.items)
        return given if is_known else declared

    def wrapper(self, function: Definition) -> Definition | None:
        """What a decorator of the program puts in the place of the function: a nested function of the decorator.

        The function itself where the decorator only registers it; None where it cannot be told.
        """
        if function in self._wrappers:
            return self._wrappers[function]
        return self._once(self._wrappers, function, None, lambda: self._put_in_place(function))

    def _put_in_place(self, function: Definition) -> Definition | None:
        unknown = [d for d in function.fact.decorators if self._decorator(d, function) is DecoratorKind.UNKNOWN]
        if len(unknown) != 1:
            return None
        values = self.evaluate(unknown[0], function.module, function.fact.parent)
        if len(values.items) != 1 or not values.complete:
            return None
        value = values.items[0]
        if type(value) is ClassValue:  # an object takes the place of the function
            return self._method_called(value.class_)
        if type(value) is Instance:
            called = self._method_called(value.class_)
            value = FunctionValue(called, value) if called is not None else value
        if type(value) is not FunctionValue or value.function.module.is_library or not value.function.fact.parameters:
            return None
        fact = value.function.fact
        given = fact.parameters[1 if value.receiver is not None and len(fact.parameters) > 1 else 0].name
        places = {self._place(result, given, value.function, function) for result in fact.results}
        return places.pop() if len(places) == 1 else None

    def _method_called(self, class_: Definition) -> Definition | None:
        """The ``__call__`` of a class of the program; None where there is none."""
        _, found = self.find_in_class(class_, "__call__")
        functions = [value.function for value in found.items if type(value) is FunctionValue]
        return functions[0] if len(functions) == 1 and not functions[0].module.is_library else None

    def _place(self, result: Expr, given: str, decorator: Definition, function: Definition) -> Definition | None:
        if type(result) is Name and result.id == given:
            return function
        values = self.evaluate(result, decorator.module, decorator.scope)
        if len(values.items) == 1 and type(values.items[0]) is FunctionValue:
            found = values.items[0].function
            return found if found.fact.parent == decorator.scope and found.module is decorator.module else None
        return None

    def calls_wrapped(self, wrapper: Definition) -> bool:
        """Whether the body of a decorator's nested function, or ``__call__``, calls what was decorated, right there."""
        facts = wrapper.module.facts
        outer = facts.scopes[wrapper.fact.parent]
        given: set[Expr] = {Name(parameter.name) for parameter in outer.parameters}
        if outer.kind is ScopeKind.CLASS and wrapper.fact.parameters:
            own = Name(wrapper.fact.parameters[0].name)
            for name, rows in outer.attributes.items():
                if any(facts.scopes[row.method].name == "__init__" and type(row.value) is Name for row in rows):
                    given.add(Attribute(own, name))
        return any(call.scope == wrapper.scope and call.func in given for call in facts.calls)

    # -- Protocols --

    def awaited(self, values: Values) -> Values:
        """What ``await`` gives for every value."""
        parts = []
        for value in values.objects().items:
            if type(value) is Coroutine:
                parts.append(value.result)
            elif type(value) is Instance and len(value.args) == 1:  # Task[T], Future[T], Awaitable[T]
                parts.append(value.args[0].inferred())
            elif type(value) is Instance:
                parts.append(self._given_by_await(value))
            else:
                parts.append(UNKNOWN)
        if not parts:
            return UNKNOWN
        return union(parts) if values.complete else union(parts).partial()

    def _given_by_await(self, value: Instance) -> Values:
        """What ``await`` gives for an object with an ``__await__`` that is declared as a generator which returns it."""
        given = self._call_all(self.instance_attribute(value, "__await__"))
        parts = [
            self._filled(item.args[2], {}, value).inferred()
            if type(item) is Instance and item.class_.qualname == "typing.Generator" and len(item.args) == 3
            else UNKNOWN
            for item in given.items
        ]
        return union(parts) if parts and given.complete else UNKNOWN

    def entered(self, values: Values, is_async: bool) -> Values:
        """What ``with value as x`` (or ``async with``) binds."""
        parts = []
        for value in values.objects().items:
            if type(value) is Manager:
                parts.append(self._yielded(value.function))
            elif type(value) is Instance:
                method = self.instance_attribute(value, "__aenter__" if is_async else "__enter__")
                given = self._call_all(method)
                parts.append(self.awaited(given) if is_async else given)
            else:
                parts.append(UNKNOWN)
        if not parts:
            return UNKNOWN
        return union(parts) if values.complete else union(parts).partial()

    def elements(self, values: Values, is_async: bool) -> Values:
        """What ``for x in value`` (or ``async for``) yields."""
        parts = []
        for value in values.objects().items:
            if type(value) is Generator:
                parts.append(self._yielded(value.function))
            elif type(value) is Instance:
                parts.append(self._iterated(value, is_async).inferred())
            else:
                parts.append(UNKNOWN)
        if not parts:
            return UNKNOWN
        return union(parts) if values.complete else union(parts).partial()

    def _iterated(self, value: Instance, is_async: bool) -> Values:
        if value.class_.qualname in _HOLDERS:
            return union(value.args) if value.args else UNKNOWN
        if value.class_.qualname in _GENERATOR_TYPES and value.args:
            return value.args[0]
        start, step = ("__aiter__", "__anext__") if is_async else ("__iter__", "__next__")
        iterators = self._call_all(self.instance_attribute(value, start))
        parts = []
        for iterator in iterators.objects().items:
            if type(iterator) is Generator:
                parts.append(self._yielded(iterator.function))
            elif type(iterator) is Instance and iterator.class_.qualname in _GENERATOR_TYPES and iterator.args:
                parts.append(iterator.args[0])
            elif type(iterator) is Instance:
                given = self._call_all(self.instance_attribute(iterator, step))
                parts.append(self.awaited(given) if is_async else given)
            else:
                parts.append(UNKNOWN)
        if not parts:
            return UNKNOWN
        return union(parts) if iterators.complete else union(parts).partial()

    def _call_all(self, methods: Values) -> Values:
        parts = [
            self.call_function(value.function, value.receiver) if type(value) is FunctionValue else UNKNOWN
            for value in methods.items
        ]
        if not parts:
            return UNKNOWN
        merged = union(parts)
        return Values(merged.items, merged.complete and methods.complete, merged.plain and methods.plain)

    def _yielded(self, function: Definition) -> Values:
        """What a generator function yields, by its annotation or its ``yield`` expressions."""
        return self._remembered(self._yields, function, lambda: self._worked_out_yields(function))

    def _worked_out_yields(self, function: Definition) -> Values:
        fact = function.fact
        if fact.returns is not None:
            declared = self.instances(fact.returns, function.module, fact.parent)
            parts = [
                value.args[0]
                if type(value) is Instance and value.args and value.class_.qualname in _GENERATOR_TYPES
                else UNKNOWN
                for value in declared.items
            ]
            return union(parts) if parts else UNKNOWN
        if not fact.yields:
            return UNKNOWN
        return union(self.evaluate(item, function.module, function.scope) for item in fact.yields).inferred()

    def _part(self, values: Values, index: int) -> Values:
        parts = []
        for value in values.items:
            part = self._element_at(value, index) if type(value) is Instance else None
            parts.append(UNKNOWN if part is None else part.inferred())
        return union(parts) if parts else UNKNOWN

    def _element_at(self, value: Instance, index: int) -> Values | None:
        """What a tuple has in that place; None where that is not known, or the object is no tuple."""
        if value.class_.qualname == "builtins.tuple":
            return value.args[index] if index < len(value.args) else None
        fields = self._fields(value.class_)
        return self.instance_attribute(value, fields[index]) if index < len(fields) else None

    def _fields(self, class_: Definition) -> list[str]:
        """The fields of a ``NamedTuple``, in order; empty for other classes."""
        for owner in self.mro(class_)[0]:
            if any(last_name(base) == "NamedTuple" for base in owner.fact.bases):
                bindings = owner.fact.bindings.items()
                return [name for name, bound in bindings if any(type(each) is Annotated for each in bound)]
        return []

    def _item(self, expr: Item, module: Module, scope: int) -> Values:
        values = self.evaluate(expr.value, module, scope)
        parts = []
        for value in values.objects().items:
            if type(value) is ClassValue:  # Queue[int](…)
                parts.append(just(value))
            elif type(value) is Instance and not (expr.args and type(expr.args[0]) is Opaque):  # no slice
                index = expr.args[0].value if expr.args and type(expr.args[0]) is Constant else None
                part = self._element_at(value, index) if type(index) is int and index >= 0 else None
                parts.append((self._indexed(value) if part is None else part).inferred())
            else:
                parts.append(UNKNOWN)
        if not parts:
            return UNKNOWN
        return union(parts) if values.complete else union(parts).partial()

    def _indexed(self, value: Instance) -> Values:
        if value.class_.qualname in ("builtins.list", "builtins.tuple", "builtins.dict"):
            held = value.args[-1:] if value.class_.qualname == "builtins.dict" else value.args
            return union(held) if held else UNKNOWN
        methods = self.instance_attribute(value, "__getitem__")
        parts = []
        for method in methods.items:
            if type(method) is FunctionValue and self.kind(method.function) is DecoratorKind.OVERLOAD:
                first = self._overloads(method.function)[0]  # that for one index; the other is for slices
                parts.append(self._received(self._declared(first), first, method.receiver, dict))
            else:
                parts.append(self._call_all(just(method)))
        return union(parts) if parts and methods.complete else union([*parts, UNKNOWN])

    # -- Decorators --

    def kind(self, function: Definition) -> DecoratorKind:
        """What the decorators of the function make of it."""
        known = self._kinds.get(function)
        if known is None:  # a decorator may ask for its own function
            known = self._once(self._kinds, function, DecoratorKind.PLAIN, lambda: self._decorated(function))
        return known

    def _decorated(self, function: Definition) -> DecoratorKind:
        result = DecoratorKind.PLAIN
        for decorator in function.fact.decorators:
            kind = self._decorator(decorator, function)
            if kind is DecoratorKind.UNKNOWN:
                return kind
            if kind is DecoratorKind.ABSTRACT and result is DecoratorKind.OVERLOAD:
                continue  # an abstract overload is one still
            if kind is not DecoratorKind.PLAIN:
                result = kind
        if result is DecoratorKind.PLAIN and function.fact.name == "__class_getitem__":
            return DecoratorKind.CLASSMETHOD
        return result

    def _decorator(self, decorator: Expr, function: Definition) -> DecoratorKind:
        if type(decorator) is Attribute and decorator.name in ("setter", "deleter", "getter"):
            return DecoratorKind.ACCESSOR
        names = self.dotted_names(decorator, function.module, function.fact.parent)
        if not names:
            return DecoratorKind.UNKNOWN
        kinds = {decorator_kind(name) for name in names}
        known = kinds - {DecoratorKind.UNKNOWN}
        return known.pop() if len(known) == 1 else DecoratorKind.UNKNOWN

    # -- Names of things --

    def dotted_names(self, expr: Expr, module: Module, scope: int) -> frozenset[str]:
        """All qualified names of what the expression (for a call: its callee) can be."""
        if type(expr) is Result:
            fact = module.facts.calls[expr.call]
            return self.dotted_names(fact.func, module, fact.scope)
        values = self.evaluate(expr, module, scope)
        if not values.plain:  # `kinds: type[Exception]` is not the class of that name
            return frozenset()
        return frozenset(name for value in values.items for name in self.names_of(value))

    def names_of(self, value: Value) -> frozenset[str]:
        """The qualified name of a module, class, function or foreign thing, and its public name where that is another."""
        if type(value) is Foreign:
            return frozenset({value.name})
        if type(value) is ModuleValue:
            return frozenset({value.module.name})
        if type(value) is FunctionValue:
            definition = value.function
        elif type(value) is ClassValue:
            definition = value.class_
        else:
            return frozenset()
        name = definition.qualname
        if not definition.module.is_library:
            return frozenset({name})
        return frozenset({name, *self._public_names(definition)})

    def _public_names(self, definition: Definition) -> Iterable[str]:
        """``asyncio.run`` for ``asyncio.runners.run``: where the top-level package offers the same thing."""
        top = definition.module.name.partition(".")[0]
        rest = definition.fact.qualname
        for package in (top, top.lstrip("_")):
            module = self.modules.named(package)
            if module is None or module is definition.module:
                continue
            for value in self.module_member(module, rest.partition(".")[0]).items:
                found = (
                    value.function
                    if type(value) is FunctionValue
                    else value.class_
                    if type(value) is ClassValue
                    else None
                )
                if found is not None and found.module is definition.module:
                    if found.fact.qualname == rest.partition(".")[0]:
                        yield f"{package}.{rest}"

    def find(self, name: str) -> list[Definition | tuple[Definition, str]]:
        """The functions and classes that a qualified name leads to; a method that is looked up in a class is (class, name).

        Used to match names that people write (in knowledge, in settings) with definitions.
        """
        parts = name.split(".")
        for end in range(len(parts) - 1, 0, -1):
            module = self.modules.named(".".join(parts[:end]))
            if module is not None:
                return self._find_in(module, parts[end:])
        return []

    def _defined(self, name: str) -> list[Definition]:
        return [found for found in self.find(name) if isinstance(found, Definition)]

    def _find_in(self, module: Module, path: list[str]) -> list[Definition | tuple[Definition, str]]:
        values = self.module_member(module, path[0])
        found: list[Definition | tuple[Definition, str]] = []
        for value in values.items:
            if len(path) == 1:
                if type(value) is FunctionValue:
                    found.append(value.function)
                elif type(value) is ClassValue:
                    found.append(value.class_)
            elif type(value) is ClassValue and len(path) == 2:
                found.append((value.class_, path[1]))
            elif type(value) is ClassValue:
                inner = self._class_attribute(value, path[1])
                found += [(item.class_, path[2]) for item in inner.items if type(item) is ClassValue and len(path) == 3]
            elif type(value) is ModuleValue:
                found += self._find_in(value.module, path[1:])
        return found  # methods of variables (`sys.stdin.read`) are matched by the object's origin


def _names(module: Module, scope: int) -> dict[str, Values | None]:
    """What is known of the names in the scope. Members of a class go by ``.name``, aliases of types by ``=name`` and ``>name``."""
    known = module.names[scope]
    if known is None:
        known = module.names[scope] = {}
    return known


def _same_values(one: Values, other: Values) -> bool:
    return one == other or (
        (one.complete, one.plain) == (other.complete, other.plain) and set(one.items) == set(other.items)
    )


def _with_origin(values: Values, name: str) -> Values:
    """Objects that a library keeps in a variable remember its name."""
    if not any(type(value) is Instance and not value.origin for value in values.items):
        return values
    items = tuple(
        Instance(value.class_, value.exact, value.args, name) if type(value) is Instance and not value.origin else value
        for value in values.items
    )
    return Values(items, values.complete, values.plain)


def _is_open(value: Value) -> bool:
    """Whether a type variable or ``Self`` is in the value."""
    if type(value) is Instance:
        return any(_is_open(inner) for arg in value.args for inner in arg.items)
    if type(value) is Coroutine or type(value) is Callback:
        return any(_is_open(inner) for inner in value.result.items)
    return type(value) is Variable or (type(value) is SpecialForm and value.name == "Self")


def _variables_in(values: Values) -> list[Variable]:
    """The type variables in the values, in order."""
    found: list[Variable] = []
    for value in values.items:
        if type(value) is Variable:
            found.append(value)
        elif type(value) is Instance:
            found += [variable for arg in value.args for variable in _variables_in(arg)]
        elif type(value) is Coroutine or type(value) is Callback:
            found += _variables_in(value.result)
    return found


def _without_coroutines(values: Values) -> Values:
    """The same without coroutines: what hands on a coroutine that it was given has not made one."""
    kept = tuple(value for value in values.items if type(value) is not Coroutine)
    return values if len(kept) == len(values.items) else Values(kept, False, values.plain)


def _shallow(values: Values, levels: int) -> Values:
    """The same, with types that lie so many levels within others, and no deeper."""
    if not any(
        (type(value) is Coroutine or type(value) is Callback) or (type(value) is Instance and value.args)
        for value in values.items
    ):
        return values
    items: list[Value] = []
    for value in values.items:
        if type(value) is Instance and value.args:
            args = tuple(_shallow(arg, levels - 1) for arg in value.args) if levels > 0 else ()
            items.append(Instance(value.class_, value.exact, args, value.origin))
        elif type(value) is Coroutine:
            result = _shallow(value.result, levels - 1) if levels > 0 else UNKNOWN
            items.append(Coroutine(value.function, result))
        elif type(value) is Callback:
            items.append(Callback(_shallow(value.result, levels - 1) if levels > 0 else UNKNOWN))
        else:
            items.append(value)
    return Values(tuple(dict.fromkeys(items)), values.complete, values.plain)


def _within_reach(values: Values) -> Values:
    """What awaiting gives; nothing that is known where it takes many more awaits to come to something else than a coroutine."""
    inner = [values]
    for _ in range(_MOST_AWAITS):
        inner = [value.result for each in inner for value in each.items if type(value) is Coroutine]
        if not inner:
            return values
    return UNKNOWN


def _flattened(values: Values) -> Values:
    """What a container holds; of containers in it no more than that: types of types of types grow without end."""
    if not any(type(value) is Instance and any(arg.items for arg in value.args) for value in values.items):
        return values
    items = (Instance(v.class_, v.exact, (), v.origin) if type(v) is Instance else v for v in values.items)
    return Values(tuple(dict.fromkeys(items)), values.complete, values.plain)


def _is_public(module: Module, name: str) -> bool:
    """Whether a star import takes the name from a module without ``__all__``; stubs do not re-export what they import."""
    if name.startswith("_"):
        return False
    if not module.is_stub:
        return True
    bindings = module.facts.scopes[0].bindings.get(name, ())
    return not any(type(binding) is Import and binding.name != name for binding in bindings) or module.is_package


def _defines(class_: Definition, name: str) -> bool:
    return name in class_.fact.bindings or name in class_.fact.attributes


def _merge(orders: list[list[Definition]]) -> list[Definition]:
    """C3 linearisation; where the hierarchy has none (broken or half-known code), what is left goes in order."""
    if len(orders) == 1:
        return orders[0]  # most classes have one base
    merged: list[Definition] = []
    orders = [order for order in orders if order]
    while orders:
        for order in orders:
            head = order[0]
            if not any(head in other[1:] for other in orders):
                break
        else:
            head = orders[0][0]
        merged.append(head)
        orders = [rest for order in orders if (rest := [item for item in order if item is not head])]
    return merged
