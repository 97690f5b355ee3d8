"""Guards: what the code around a call asks of its function's parameters and attributes, tried against how it is called.

A helper that blocks only ``if remote:`` does not block where it is called with ``remote=False``; one that blocks only
``if self.client:`` does not block on an object that was made without a client.
"""

from __future__ import annotations

from asynclint.knowledge.decorators import DecoratorKind
from asynclint.program.effects import Edge
from asynclint.program.facts import (
    Annotated,
    Assigned,
    Attribute,
    Binding,
    Call,
    CallKind,
    Constant,
    Either,
    Expr,
    Import,
    Name,
    Narrowed,
    Parameter,
    ParameterKind,
    Result,
    ScopeKind,
    SelfAttribute,
    Test,
    argument,
    dotted,
    last_name,
)
from asynclint.program.modules import Definition, Module
from asynclint.program.resolve import Resolver
from asynclint.program.values import ClassValue, FunctionValue, Instance, ModuleValue, Value

_DATA = frozenset(
    {f"builtins.{name}" for name in ("str", "bytes", "bool", "int", "float", "list", "tuple", "dict", "set")}
)

_UNPACKED = "**"  # what nobody can see


class Guards:
    """Answers about guards, for the program that ``resolver`` knows; tests that those of an earlier run have named are understood.

    ``stores`` are the attributes that are set on other objects than the own one.
    """

    def __init__(self, resolver: Resolver, before: Guards | None = None) -> None:
        self._resolver = resolver
        self._classes_by_name: dict[str, Definition] = dict(before._classes_by_name) if before is not None else {}
        self._names: dict[Definition, str] = {}
        # Attributes that are set from outside their class, with the name of what they are set on: `cache.client`.
        self.stores = frozenset(store for module in resolver.modules.program for store in module.outline.stores)

    def lasting(self, owner: Definition, call: int) -> frozenset[Test]:
        """The tests around a call inside ``owner`` that speak of the values the function was called with."""
        tests = owner.module.facts.calls[call].tests
        return frozenset(kept for test in tests if self._lasts(kept := self._of_parameter(test, owner), owner, call))

    def _of_parameter(self, test: Test, owner: Definition) -> Test:
        """In ``__init__``, a test on an attribute that was just made of a parameter is a test on that parameter."""
        name = test.subject.rpartition(".")[2]
        if name == test.subject or owner.fact.name != "__init__" or owner.class_ is None:
            return test
        rows = owner.class_.fact.attributes.get(name, ())
        parameter = _made_of(rows[0].value, owner) if len(rows) == 1 and not rows[0].is_annotation else ""
        return Test(parameter, test.kind, test.value) if parameter and test.kind in ("truth", "none") else test

    def _lasts(self, test: Test, owner: Definition, call: int) -> bool:
        instance, is_attribute, name = test.subject.rpartition(".")
        if is_attribute:
            class_ = owner.class_
            return (
                class_ is not None
                and instance == _self_name(owner)
                and not any(row.method == owner.scope for row in class_.fact.attributes.get(name, ()))
            )
        calls = owner.module.facts.calls
        bindings = owner.fact.bindings.get(name, ())
        return any(type(binding) is Parameter for binding in bindings) and all(
            type(binding) is Parameter or _is_later(binding, call, owner) or _is_derived(binding, test, calls)
            for binding in bindings
        )

    def left(self, tests: frozenset[Test], function: Definition, edge: Edge) -> frozenset[Test] | None:
        """What is left of the tests that ``function`` asks when it is called by ``edge``: tests that the caller's owner asks.

        None when the call contradicts one of them.
        """
        if not tests:
            return tests
        fact = _entered_call(edge.module, edge.call)
        if fact is None:
            return frozenset()
        left = set()
        for test in tests:
            if "." in test.subject:
                kept = self._attribute_test_left(test, function, fact, edge)
            else:
                kept = self._parameter_test_left(test, function, fact, edge)
            if kept is None:
                return None
            left |= kept
        return frozenset(left)

    def are_open(self, tests: frozenset[Test], owner: Definition) -> bool:
        """Whether it hangs on an attribute of an object that the owner was given: who knows what that was made with.

        Or on a parameter that only ``**`` can have set.
        """
        return any("." in test.subject and test.subject.rpartition(".")[0] != _self_name(owner) for test in tests)

    # -- Parameters --

    def _parameter_test_left(self, test: Test, function: Definition, fact: Call, edge: Edge) -> set[Test] | None:
        if not _is_call_of(function, fact):
            return set()
        given = _given(test.subject, function, fact, self._is_bound(function))
        if given is None:
            default = _default(test.subject, function)
            is_told_otherwise = type(default) is Constant and _holds(test, default) is False
            return {Test(f"{_UNPACKED}.{test.subject}", test.kind, test.value)} if is_told_otherwise else set()
        if test.kind in ("instance", "other"):
            tested = self._tested(test, function)
            if not tested or self._is_other_type(test.kind, tested, given, edge):
                return None if tested else set()
            test = Test(test.subject, test.kind, "|".join(self._named(class_) for class_ in tested))
        elif type(given) is Constant:
            return None if _holds(test, given) is False else set()
        if type(given) is Name and len(edge.owner.fact.bindings.get(given.id, ())) == 1:
            asked = [own for own in edge.module.facts.calls[edge.call].tests if own.subject == given.id]
            asked += _narrowings(given, edge.owner)
            if any(self._excludes(own, edge.owner, test, function) for own in asked):
                return None
            name = given.id.partition("#")[0]  # without what isinstance told of it
            return {Test(name, test.kind, test.value)} if _is_kept_parameter(name, edge.owner) else set()
        return set()

    def _excludes(self, own: Test, owner: Definition, test: Test, function: Definition) -> bool:
        """Whether what the caller asked of a value before it handed it on leaves nothing for what the function asks."""
        if own.kind in ("instance", "other") and test.kind in ("instance", "other"):
            if own.kind == test.kind:
                return False
            within, without = (own, test) if own.kind == "instance" else (test, own)
            classes = self._tested(within, owner if within is own else function)
            others = self._tested(without, owner if without is own else function)
            return bool(classes) and all(any(o in self._resolver.mro(c)[0] for o in others) for c in classes)
        if own.kind == test.kind:
            return own.value != test.value if own.kind in ("truth", "none", "equals") else False
        kinds = {own.kind: own.value, test.kind: test.value}
        if kinds.get("none") is True:  # None is not true, equals nothing, and begins with nothing
            return kinds.get("truth") is True or "equals" in kinds or "prefix" in kinds or "instance" in kinds
        return "equals" in kinds and "differs" in kinds and kinds["equals"] == kinds["differs"]

    def _is_bound(self, function: Definition) -> bool:
        return function.class_ is not None and self._resolver.kind(function) is not DecoratorKind.STATICMETHOD

    def _is_other_type(self, kind: str, tested: list[Definition], given: Expr, edge: Edge) -> bool:
        """Whether the type of an argument contradicts ``isinstance(parameter, …)``, or ``not isinstance(…)``."""
        values = self._resolver.evaluate(given, edge.module, edge.module.facts.calls[edge.call].scope)
        if not values.items or not values.complete:
            return False
        if kind == "instance":
            return not any(self._may_be(value, class_) for value in values.items for class_ in tested)
        return all(
            type(value) is Instance and any(class_ in self._resolver.mro(value.class_)[0] for class_ in tested)
            for value in values.items
        )

    def _tested(self, test: Test, function: Definition) -> list[Definition]:
        """The classes that a test names, in the function or in one that it calls; none when any of them is not known."""
        found = []
        for name in str(test.value).split("|"):
            if name in self._classes_by_name:
                found.append(self._classes_by_name[name])
                continue
            first, *rest = name.split(".")
            expr: Expr = Name(first)
            for attribute in rest:
                expr = Attribute(expr, attribute)
            values = self._resolver.evaluate(expr, function.module, function.scope)
            classes = [value.class_ for value in values.items if type(value) is ClassValue]
            if not classes or len(classes) < len(values.items) or not values.complete:
                return []
            found += classes
        return found

    def _named(self, class_: Definition) -> str:
        """A name for the class that means the same in every function, and after an edit of the file."""
        if class_ in self._names:
            return self._names[class_]
        scopes, qualname = class_.module.facts.scopes, class_.fact.qualname
        ordinal = sum(scope.qualname == qualname for scope in scopes[: class_.scope])
        name = self._names[class_] = f"{class_.module.path}:{qualname}:{ordinal}"
        self._classes_by_name[name] = class_
        return name

    def _may_be(self, value: Value, class_: Definition) -> bool:
        """Whether the value can be an instance of the class; of functions and the like, only builtin data is known to be none."""
        if type(value) is not Instance:
            return class_.qualname not in _DATA
        order, is_complete = self._resolver.mro(value.class_)
        return not is_complete or class_ in order or (not value.exact and value.class_ in self._resolver.mro(class_)[0])

    # -- Attributes of the object --

    def _attribute_test_left(self, test: Test, function: Definition, fact: Call, edge: Edge) -> set[Test] | None:
        """The object is the caller's own, one that it was given, or one that is made in plain sight."""
        holder, _, name = test.subject.rpartition(".")
        if holder != _self_name(function):
            receiver = _given(holder, function, fact, self._is_bound(function)) if _is_call_of(function, fact) else None
        elif type(fact.func) is Attribute and function.fact.name == fact.func.name:
            receiver = fact.func.value
        else:
            receiver = None
        if receiver is None:
            return set()
        own = _self_name(edge.owner)
        if type(receiver) is Name and (receiver.id == own or _is_kept_parameter(receiver.id, edge.owner)):
            return {Test(f"{receiver.id}.{name}", test.kind, test.value)}
        if f"{last_name(receiver)}.{name}" in self.stores or f".{name}" in self.stores:
            return set()
        made = self._making(receiver, edge.module, fact.scope)
        if made is None:
            return set()
        given = self._attribute_given(name, *made)
        return None if type(given) is Constant and _holds(test, given) is False else set()

    def _making(self, expr: Expr, module: Module, scope: int) -> tuple[Module, int] | None:
        """The only call, if there is just one, whose result the expression can be."""
        if type(expr) is Result:
            return module, expr.call
        if type(expr) is Name:
            found = self._resolver.bindings(expr.id, module, scope)
            return self._only_call(found[0], module) if found is not None else None
        if type(expr) is Attribute and type(expr.value) is Name:
            owner = module.definition(scope)
            if owner.class_ is not None and expr.value.id == _self_name(owner):
                return self._making_of_attribute(owner.class_, expr.name)
            found = self._resolver.bindings(expr.value.id, module, scope)
            if found is not None and len(found[0]) == 1 and isinstance(found[0][0], Import):
                values = self._resolver.imported(found[0][0], module)
                targets = [value.module for value in values.items if type(value) is ModuleValue]
                if len(targets) == 1:
                    return self._only_call(targets[0].facts.scopes[0].bindings.get(expr.name, ()), targets[0])
        return None

    def _only_call(self, bindings: tuple[Binding, ...], module: Module) -> tuple[Module, int] | None:
        values = [binding for binding in bindings if type(binding) is not Annotated]
        if len(values) != 1:
            return None
        if type(values[0]) is Assigned:
            return (module, values[0].value.call) if type(values[0].value) is Result else None
        if type(values[0]) is Import and values[0].name is not None:
            target = self._resolver.source(values[0], module)
            if target is not None and target is not module and not target.is_library:
                return self._only_call(target.facts.scopes[0].bindings.get(values[0].name, ()), target)
        return None

    def _making_of_attribute(self, class_: Definition, name: str) -> tuple[Module, int] | None:
        assigned = self._only_assignment(class_, name)
        if assigned is None or type(assigned[1].value) is not Result:
            return None
        return assigned[0].module, assigned[1].value.call

    def _only_assignment(self, class_: Definition, name: str) -> tuple[Definition, SelfAttribute] | None:
        """The class and the assignment, if the methods of the class and its bases assign to the attribute just once."""
        rows = [
            (owner, row)
            for owner in self._resolver.mro(class_)[0]
            for row in owner.fact.attributes.get(name, ())
            if not row.is_annotation
        ]
        return rows[0] if len(rows) == 1 else None

    def _attribute_given(self, name: str, module: Module, call: int) -> Expr | None:
        """What the constructor call makes of the attribute: the argument that ``__init__`` keeps under that name."""
        classes = self._resolver.callees(module, call)
        if len(classes.items) != 1 or not classes.complete:
            return None
        (value,) = classes.items
        if type(value) is not ClassValue:
            return None
        assigned = self._only_assignment(value.class_, name)
        _, found = self._resolver.find_in_class(value.class_, "__init__")
        if assigned is None or len(found.items) != 1:
            return None
        owner, row = assigned
        (init,) = found.items
        if type(init) is not FunctionValue or owner.module.definition(row.method) is not init.function:
            return None
        if type(row.value) is Constant:
            return row.value
        parameter = _made_of(row.value, init.function)
        if not parameter:
            return None
        given = _given(parameter, init.function, module.facts.calls[call], is_bound=True)
        is_same = type(row.value) is Name or (type(given) is Constant and given.type == "None")
        return given if is_same else None


def _made_of(value: Expr, init: Definition) -> str:
    """The parameter whose value is kept: ``p``, or ``make(p) if p else None``, which is None when ``p`` is; else empty."""
    if type(value) is Either and len(value.options) == 2 and any(_is_none(option) for option in value.options):
        other = next(option for option in value.options if not _is_none(option) or option is value.options[-1])
        calls = init.module.facts.calls
        arguments = calls[other.call].arguments if type(other) is Result else ()
        value = arguments[0].value if len(arguments) == 1 else other
    if type(value) is not Name or len(init.fact.bindings.get(value.id, ())) != 1:
        return ""
    return value.id if any(value.id == parameter.name for parameter in init.fact.parameters) else ""


def _is_none(expr: Expr) -> bool:
    return type(expr) is Constant and expr.type == "None"


def _self_name(function: Definition) -> str:
    """The name under which the method knows its object; empty for what is no method."""
    scopes = function.module.facts.scopes
    if scopes[function.fact.parent].kind is not ScopeKind.CLASS or not function.fact.parameters:
        return ""
    return function.fact.parameters[0].name


def _entered_call(module: Module, index: int) -> Call | None:
    """The call whose arguments reach the function: of a generator or a manager, the call that made it."""
    fact = module.facts.calls[index]
    if fact.kind not in (CallKind.ENTER, CallKind.ITERATE):
        return fact
    return module.facts.calls[fact.func.call] if type(fact.func) is Result else None


def _is_later(binding: Binding, call: int, function: Definition) -> bool:
    """Whether a name is bound to the result of this call, or of one further down; or to a name that is."""
    if type(binding) is not Assigned:
        return False
    value = binding.value
    if type(value) is Name:
        (other, *others) = function.fact.bindings.get(value.id, (None,))
        value = other.value if type(other) is Assigned and not others else value
    return type(value) is Result and value.call >= call


def _is_derived(binding: Binding, test: Test, calls: tuple[Call, ...]) -> bool:
    """``name = name.removeprefix(…)``: still a string made of the one that was given."""
    if test.kind not in ("equals", "prefix") or type(binding) is not Assigned or type(binding.value) is not Result:
        return False
    func = calls[binding.value.call].func
    return type(func) is Attribute and func.value == Name(test.subject)


def _is_call_of(function: Definition, fact: Call) -> bool:
    """Whether the arguments of the call are the function's: it is called under its name, or is an ``__init__``."""
    return function.fact.name in ("__init__", last_name(fact.func))


def _is_kept_parameter(name: str, function: Definition) -> bool:
    """Whether the function has a parameter of that name and never binds it anew."""
    bindings = function.fact.bindings.get(name, ())
    return len(bindings) == 1 and type(bindings[0]) is Parameter


def _narrowings(name: Name, function: Definition) -> list[Test]:
    """What ``isinstance`` told of a name before it was handed on."""
    found = []
    expr: Expr = name
    while type(expr) is Name:
        (binding, *others) = function.fact.bindings.get(expr.id, (None,))
        if others or type(binding) is not Assigned or type(binding.value) is not Narrowed:
            break
        narrowed = binding.value
        classes = narrowed.type.options if type(narrowed.type) is Either else (narrowed.type,)
        names = "|".join(dotted(class_) for class_ in classes)
        found.append(Test(expr.id, "instance" if narrowed.holds else "other", names))
        expr = narrowed.value
    return found


def _given(name: str, function: Definition, fact: Call, is_bound: bool) -> Expr | None:
    """The argument for the parameter, or its default; None when that is not to be seen."""
    unpacked = any(given.keyword in ("*", "**") for given in fact.arguments)
    positional = [parameter for parameter in function.fact.parameters if parameter.kind is ParameterKind.POSITIONAL]
    for index, parameter in enumerate(function.fact.parameters):
        if parameter.name == name:
            slot = index - is_bound if parameter in positional else -1
            given = argument(fact, slot, name)
            return given if given is not None or unpacked else parameter.default
    return None


def _default(name: str, function: Definition) -> Expr | None:
    return next((parameter.default for parameter in function.fact.parameters if parameter.name == name), None)


def _holds(test: Test, given: Constant) -> bool | None:
    """Whether the literal passes the test; None when its value was not kept."""
    if given.type == "None":
        return {"truth": test.value is False, "none": test.value is True, "differs": True}.get(test.kind, False)
    if test.kind == "none":
        return test.value is False
    if given.value is None:
        return None
    if test.kind == "truth":
        return bool(given.value) is test.value
    if test.kind in ("equals", "differs"):
        return (given.value == test.value) is (test.kind == "equals")
    return str(given.value).startswith(str(test.value))
