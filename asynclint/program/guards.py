"""Guards: what the code around a call asks of its function's parameters and attributes, tried against how it is called.

A helper that blocks only ``if remote:`` does not block where it is called with ``remote=False``; one that blocks only
``if self.client:`` does not block on an object that was made without a client.
"""

from __future__ import annotations

from collections.abc import Iterator

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
    Expr,
    Import,
    Name,
    Parameter,
    ParameterKind,
    Result,
    ScopeKind,
    Test,
    argument,
    last_name,
)
from asynclint.program.modules import Definition, Module
from asynclint.program.resolve import Resolver
from asynclint.program.values import ClassValue, FunctionValue, Instance, ModuleValue


class Guards:
    """Answers about guards, for the program that ``resolver`` knows."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        # Attributes that are set from outside their class, with the name of what they are set on: `cache.client`.
        self._stores = frozenset(store for module in resolver.modules.program for store in module.facts.stores)

    def lasting(self, owner: Definition, fact: Call) -> frozenset[Test]:
        """The tests around a call inside ``owner`` that speak of the values the function was called with."""
        return frozenset(test for test in fact.tests if self._lasts(test, owner))

    def _lasts(self, test: Test, owner: Definition) -> bool:
        instance, is_attribute, name = test.subject.rpartition(".")
        if is_attribute:
            class_ = owner.class_
            return (
                class_ is not None
                and instance == _self_name(owner)
                and not any(row.method == owner.scope for row in class_.fact.attributes.get(name, ()))
            )
        calls = owner.module.facts.calls
        return all(
            isinstance(binding, Parameter) or _is_derived(binding, test, calls)
            for binding in owner.fact.bindings.get(name, ())
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

    # -- Parameters --

    def _parameter_test_left(self, test: Test, function: Definition, fact: Call, edge: Edge) -> set[Test] | None:
        if function.fact.name != _called_name(fact, function):
            return set()
        given = _given(test.subject, function, fact, self._is_bound(function))
        if given is None:
            return set()
        if test.kind in ("instance", "other"):
            return None if self._is_other_type(test, function, given, edge) else set()
        if isinstance(given, Constant):
            return None if _holds(test, given) is False else set()
        if isinstance(given, Name) and any(given.id == parameter.name for parameter in edge.owner.fact.parameters):
            if len(edge.owner.fact.bindings.get(given.id, ())) == 1:
                return {Test(given.id, test.kind, test.value)}
        return set()

    def _is_bound(self, function: Definition) -> bool:
        return function.class_ is not None and self._resolver.kind(function) is not DecoratorKind.STATICMETHOD

    def _is_other_type(self, test: Test, function: Definition, given: Expr, edge: Edge) -> bool:
        """Whether the type of an argument contradicts ``isinstance(parameter, …)``, or ``not isinstance(…)``."""
        values = self._resolver.evaluate(given, edge.module, edge.module.facts.calls[edge.call].scope)
        if not values.items or not values.complete:
            return False
        tested = [class_ for name in str(test.value).split("|") for class_ in self._classes(name, function)]
        if None in tested:
            return False
        return all(
            isinstance(value, Instance)
            and (
                not any(self._may_be(value, class_) for class_ in tested if class_ is not None)
                if test.kind == "instance"
                else any(class_ in self._resolver.mro(value.class_)[0] for class_ in tested)
            )
            for value in values.items
        )

    def _classes(self, name: str, function: Definition) -> Iterator[Definition | None]:
        """The classes that a dotted name in the function means; None for what is not known."""
        first, *rest = name.split(".")
        expr: Expr = Name(first)
        for attribute in rest:
            expr = Attribute(expr, attribute)
        values = self._resolver.evaluate(expr, function.module, function.scope)
        yield from (value.class_ if isinstance(value, ClassValue) else None for value in values.items)
        if not values.complete or not values.items:
            yield None

    def _may_be(self, value: Instance, class_: Definition) -> bool:
        order, is_complete = self._resolver.mro(value.class_)
        return not is_complete or class_ in order or (not value.exact and value.class_ in self._resolver.mro(class_)[0])

    # -- Attributes of the object --

    def _attribute_test_left(self, test: Test, function: Definition, fact: Call, edge: Edge) -> set[Test] | None:
        """The object is the caller's own, or one that is made in plain sight."""
        if not isinstance(fact.func, Attribute) or function.fact.name != fact.func.name:
            return set()
        receiver, name = fact.func.value, test.subject.rpartition(".")[2]
        own = _self_name(edge.owner)
        if own and receiver == Name(own):
            return {Test(f"{own}.{name}", test.kind, test.value)}
        if f"{last_name(receiver)}.{name}" in self._stores or f".{name}" in self._stores:
            return set()
        made = self._making(receiver, edge.module, fact.scope)
        if made is None:
            return set()
        given = self._attribute_given(name, *made)
        return None if isinstance(given, Constant) and _holds(test, given) is False else set()

    def _making(self, expr: Expr, module: Module, scope: int) -> tuple[Module, int] | None:
        """The only call, if there is just one, whose result the expression can be."""
        if isinstance(expr, Result):
            return module, expr.call
        if isinstance(expr, Name):
            found = self._resolver.bindings(expr.id, module, scope)
            return self._only_call(found[0], module) if found is not None else None
        if isinstance(expr, Attribute) and isinstance(expr.value, Name):
            owner = module.definition(scope)
            if owner.class_ is not None and expr.value.id == _self_name(owner):
                return self._making_of_attribute(owner.class_, expr.name)
            found = self._resolver.bindings(expr.value.id, module, scope)
            if found is not None and len(found[0]) == 1 and isinstance(found[0][0], Import):
                values = self._resolver.imported(found[0][0], found[1])
                targets = [value.module for value in values.items if isinstance(value, ModuleValue)]
                if len(targets) == 1:
                    return self._only_call(targets[0].facts.scopes[0].bindings.get(expr.name, ()), targets[0])
        return None

    def _only_call(self, bindings: tuple[Binding, ...], module: Module) -> tuple[Module, int] | None:
        values = [binding for binding in bindings if not isinstance(binding, Annotated)]
        if len(values) != 1:
            return None
        if isinstance(values[0], Assigned):
            return (module, values[0].value.call) if isinstance(values[0].value, Result) else None
        if isinstance(values[0], Import) and values[0].name is not None:
            target = self._resolver.source(values[0], module)
            if target is not None and target is not module and not target.is_library:
                return self._only_call(target.facts.scopes[0].bindings.get(values[0].name, ()), target)
        return None

    def _making_of_attribute(self, class_: Definition, name: str) -> tuple[Module, int] | None:
        rows = [
            (owner.module, row)
            for owner in self._resolver.mro(class_)[0]
            if not owner.module.is_library
            for row in owner.fact.attributes.get(name, ())
            if not row.is_annotation
        ]
        if len(rows) != 1 or not isinstance(rows[0][1].value, Result):
            return None
        return rows[0][0], rows[0][1].value.call

    def _attribute_given(self, name: str, module: Module, call: int) -> Expr | None:
        """What the constructor call makes of the attribute: the argument that ``__init__`` keeps under that name."""
        classes = self._resolver.callees(module, call)
        if len(classes.items) != 1 or not classes.complete:
            return None
        (value,) = classes.items
        if not isinstance(value, ClassValue):
            return None
        rows = [
            (owner, row)
            for owner in self._resolver.mro(value.class_)[0]
            for row in owner.fact.attributes.get(name, ())
            if not row.is_annotation
        ]
        _, found = self._resolver.find_in_class(value.class_, "__init__")
        if len(rows) != 1 or len(found.items) != 1:
            return None
        owner, row = rows[0]
        (init,) = found.items
        if not isinstance(init, FunctionValue) or owner.module.definition(row.method) is not init.function:
            return None
        if isinstance(row.value, Constant):
            return row.value
        if not isinstance(row.value, Name) or len(init.function.fact.bindings.get(row.value.id, ())) != 1:
            return None
        return _given(row.value.id, init.function, module.facts.calls[call], is_bound=True)


def _self_name(function: Definition) -> str:
    """The name under which the method knows its object; empty for what is no method."""
    scopes = function.module.facts.scopes
    if scopes[function.fact.parent].kind is not ScopeKind.CLASS or not function.fact.parameters:
        return ""
    return function.fact.parameters[0].name


def _entered_call(module: Module, index: int) -> Call | None:
    """The call whose arguments reach the function: of a generator or a manager, the call that made it."""
    fact = module.facts.calls[index]
    if fact.kind in (CallKind.ENTER, CallKind.ITERATE) and isinstance(fact.func, Result):
        return module.facts.calls[fact.func.call]
    return fact if fact.kind in (CallKind.CALL, CallKind.LOAD) else None


def _is_derived(binding: Binding, test: Test, calls: tuple[Call, ...]) -> bool:
    """``name = name.removeprefix(…)``: still a string made of the one that was given."""
    if (
        test.kind not in ("equals", "prefix")
        or not isinstance(binding, Assigned)
        or not isinstance(binding.value, Result)
    ):
        return False
    func = calls[binding.value.call].func
    return isinstance(func, Attribute) and func.value == Name(test.subject)


def _called_name(fact: Call, function: Definition) -> str:
    """The name of what is called; a class counts as its ``__init__``."""
    return function.fact.name if function.fact.name == "__init__" else last_name(fact.func)


def _given(name: str, function: Definition, fact: Call, is_bound: bool) -> Expr | None:
    """The argument for the parameter, or its default; None when that is not to be seen."""
    if any(given.keyword in ("*", "**") for given in fact.arguments):
        return None
    positional = [parameter for parameter in function.fact.parameters if parameter.kind is ParameterKind.POSITIONAL]
    for index, parameter in enumerate(function.fact.parameters):
        if parameter.name == name:
            slot = index - is_bound if parameter in positional else -1
            given = argument(fact, slot, name)
            return parameter.default if given is None else given
    return None


def _holds(test: Test, given: Constant) -> bool | None:
    """Whether the literal passes the test; None when its value was not kept."""
    if given.type == "None":
        return {"truth": test.value is False, "none": test.value is True}.get(test.kind, False)
    if test.kind == "none":
        return test.value is False
    if given.value is None:
        return None
    if test.kind == "truth":
        return bool(given.value) is test.value
    if test.kind == "equals":
        return given.value == test.value
    return str(given.value).startswith(str(test.value))
