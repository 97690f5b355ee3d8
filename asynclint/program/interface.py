"""The interface of a module: what the linking of other modules can depend on, definition by definition.

Whatever is learnt of a definition in another module is learnt by way of names: somebody writes the name of the definition, or of
one whose own text writes it, and so on. So an edit is felt where a text has one of the names that it made different, and
nowhere else; and what there hangs on such a name is different in its turn.

A definition is told without its places in the file, and without what nobody else can see: calls whose value goes nowhere and
that hand nothing on, and variables that lead to no result. Most edits inside functions change no definition at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from asynclint.program.facts import (
    Attribute,
    Call,
    CallKind,
    Definition,
    Expr,
    Flag,
    Import,
    LambdaExpr,
    ModuleFacts,
    Name,
    Parameter,
    Result,
    ScopeKind,
    last_name,
)
from asynclint.program.outline import handed_name

_SKIPPED = frozenset({"line", "column", "end_line", "end_column", "first_line", "parent", "method", "scope"})
# What only the function itself has to do with, and what is told of it on its own.
_INNER = frozenset({"bindings", "flags", "globals", "nonlocals", "handlers", "awaited"})
_FELT_FLAGS = Flag.ASYNC | Flag.GENERATOR | Flag.CHECKS_LOOP | Flag.STUB
# Special methods that only who makes an object feels.
_OF_MAKING = frozenset({"__init__", "__new__", "__post_init__", "__init_subclass__", "__class_getitem__"})


@dataclass(frozen=True, slots=True)
class Bearing:
    """What gives calls a meaning elsewhere, by the last name of what they call.

    ``told_by_calls`` are classes that learn from calls what they are made with: who has learnt so. ``handed_to`` are names of what
    may do something with a callable that it is given.
    """

    told_by_calls: Mapping[str, Collection[str]]
    handed_to: Collection[str]


@dataclass(frozen=True, slots=True)
class Defined:
    """Something in a module: under which ``names`` it is felt elsewhere, a text that changes with it, the names in that.

    What is ``grave`` is felt by who need not write any name.
    """

    names: tuple[str, ...]
    told: str
    mentioned: frozenset[str]
    grave: bool = False


def changed_names(before: Iterable[Defined], after: Iterable[Defined]) -> set[str] | None:
    """The names by which the difference of a module is felt; None where it may be felt without one."""
    old = {(each.names[0], each.told): each for each in before}
    new = {(each.names[0], each.told): each for each in after}
    different = [each for key, each in (*old.items(), *new.items()) if key not in old or key not in new]
    if any(each.grave for each in different):
        return None
    return {name for each in different for name in each.names}


def names_that_follow(defined: Iterable[Defined], names: Collection[str]) -> set[str] | None:
    """The names of what hangs on any of the ``names``, in one module; None where that may be felt without a name."""
    found: set[str] = set()
    for each in defined:
        if not each.mentioned.isdisjoint(names):
            if each.grave:
                return None
            found.update(each.names)
    return found


def definitions(facts: ModuleFacts, bearing: Bearing) -> list[Defined]:
    """Everything in the module that can be felt elsewhere."""
    return list(_Module(facts, bearing).definitions())


class _Module:
    def __init__(self, facts: ModuleFacts, bearing: Bearing) -> None:
        self._facts = facts
        self._bearing = bearing
        self._inside: dict[int, list[int]] = {}  # the scopes in each
        for index, scope in enumerate(facts.scopes):
            if index:
                self._inside.setdefault(scope.parent, []).append(index)
        self._calls: dict[int, list[Call]] = {}  # those that can be seen by who does not have their value
        for call in facts.calls:
            if self._hands_on(call):
                self._calls.setdefault(call.scope, []).append(call)
        # What hangs on the variables of a function beside its results: attributes that it sets, and what it makes objects with.
        self._hanging: dict[int, list[object]] = {}
        for scope in facts.scopes:
            for row in (row for rows in scope.attributes.values() for row in rows):
                self._hanging.setdefault(row.method, []).append(row.value)
        for call in facts.calls:
            if call.kind is CallKind.CALL and last_name(call.func) in bearing.told_by_calls:
                self._hanging.setdefault(call.scope, []).append((call.func, call.arguments))
        self._holding_classes = {0}  # scopes with a class in them, which may look at all their variables
        for index, scope in enumerate(facts.scopes):
            while scope.kind is ScopeKind.CLASS and index not in self._holding_classes:
                self._holding_classes.add(index)
                index = scope.parent
        self._numbers: dict[str, int] = {}  # of names that were made unique, in the order in which they are told
        self._told_scopes: dict[int, tuple[str, frozenset[str]]] = {}

    def definitions(self) -> Iterator[Defined]:
        facts = self._facts
        yield self._defined(("*",), (facts.stars, facts.exports), grave=True)
        for name, bindings in facts.scopes[0].bindings.items():
            # A module's own `__getattr__` answers for every name.
            yield self._defined((_plain(name),), self._expanded(bindings), grave=name == "__getattr__")
        for index, scope in enumerate(facts.scopes):
            if scope.kind is ScopeKind.CLASS:
                yield from self._of_class(index)
        for call in facts.calls:
            if call.kind is CallKind.CALL and last_name(call.func) in self._bearing.told_by_calls:
                names = self._bearing.told_by_calls[last_name(call.func)]
                told, mentioned = self._of_scope(call.scope) if call.scope else ("", frozenset[str]())
                own = self._defined(tuple(names), (call.func, call.arguments))
                yield Defined(own.names, own.told + told, own.mentioned | mentioned)

    def _of_class(self, index: int) -> Iterator[Defined]:
        scope = self._facts.scopes[index]
        members = {*scope.bindings, *scope.attributes}
        # What is derived from other classes, all its members may stand for theirs.
        names = (scope.name, *(sorted(map(_plain, members)) if scope.bases else ()))
        yield self._defined(names, (scope.qualname, scope.bases, scope.decorators, scope.flags))
        for member in members:
            rows = scope.attributes.get(member, ())
            told = self._defined(
                (_plain(member),), (scope.qualname, self._expanded(scope.bindings.get(member, ())), rows)
            )
            for row in rows:  # whose value hangs on the locals of the method
                text, mentioned = self._of_scope(row.method)
                told = Defined(told.names, told.told + text, told.mentioned | mentioned)
            if member.startswith("__") and member.endswith("__"):
                grave = bool(scope.bases) and member not in _OF_MAKING
                told = Defined((scope.name, _plain(member)), told.told, told.mentioned, grave)
            yield told

    def _expanded(self, bindings: Iterable[object]) -> list[object]:
        """The bindings, with what a ``def`` among them is."""
        found: list[object] = []
        for binding in bindings:
            if isinstance(binding, Definition) and self._facts.scopes[binding.scope].kind is not ScopeKind.CLASS:
                found.append(_Whole(binding.scope))
            else:
                found.append(binding)
        return found

    def _defined(self, names: tuple[str, ...], value: object, *, grave: bool = False) -> Defined:
        mentioned: set[str] = set()
        self._numbers = {}
        told = repr(self._value(value, mentioned))
        return Defined(names, told, frozenset(mentioned), grave)

    def _of_scope(self, index: int) -> tuple[str, frozenset[str]]:
        """A function with all that is nested in it."""
        known = self._told_scopes.get(index)
        if known is None:
            self._told_scopes[index] = "", frozenset()  # where it is asked for within itself
            numbers, self._numbers = self._numbers, {}
            mentioned: set[str] = set()
            told = repr(self._whole(index, mentioned))
            self._numbers = numbers
            known = self._told_scopes[index] = told, frozenset(mentioned)
        return known

    def _whole(self, index: int, mentioned: set[str]) -> object:
        scope = self._facts.scopes[index]
        own: set[str] = set()
        parts = [getattr(scope, field) for field in scope.__struct_fields__ if field not in _SKIPPED | _INNER]
        told = [scope.flags & _FELT_FLAGS, self._value(parts, own)]
        told += [self._value(call, own) for call in self._calls.get(index, ())]
        told += [
            self._whole(nested, own)
            for nested in self._inside.get(index, ())
            if self._facts.scopes[nested].kind is not ScopeKind.CLASS
        ]
        for name in self._seen(index, own):
            told.append((self._unique(name), self._value(scope.bindings[name], own)))
        mentioned |= own
        return told

    def _seen(self, index: int, mentioned: set[str]) -> list[str]:
        """The variables of a function that somebody else may see, in order: who sees the ``mentioned`` names of it."""
        scope = self._facts.scopes[index]
        if index in self._holding_classes:
            return list(scope.bindings)
        numbers, self._numbers = self._numbers, {}  # nothing is told here
        self._value(self._hanging.get(index, ()), mentioned)
        seen = {
            name
            for name, bindings in scope.bindings.items()
            if any(isinstance(binding, (Parameter, Definition)) for binding in bindings)
        }
        new = seen | (mentioned & scope.bindings.keys())
        while new:
            seen |= new
            following: set[str] = set()
            for name in new:
                self._value(scope.bindings[name], following)
            new = (following & scope.bindings.keys()) - seen
        self._numbers = numbers
        return [name for name in scope.bindings if name in seen]

    def _unique(self, name: str) -> str:
        """A name that was made unique, as it would be if nothing stood before its function."""
        plain, mark, number = name.partition("#")
        return f"{plain}#{self._numbers.setdefault(number, len(self._numbers))}" if mark else name

    def _value(self, value: object, mentioned: set[str]) -> object:
        """The value without places and numbers; the names in it are added to those that are mentioned."""
        scopes = self._facts.scopes
        if isinstance(value, _Whole):
            text, names = self._of_scope(value.scope)
            mentioned |= names
            return text
        if isinstance(value, Result):
            fact = self._facts.calls[value.call]
            return "call", fact.kind, self._value(fact.func, mentioned), self._value(fact.arguments, mentioned)
        if isinstance(value, LambdaExpr):
            return self._value(_Whole(value.scope), mentioned)
        if isinstance(value, Definition):
            return "defined", scopes[value.scope].qualname
        if isinstance(value, Name):
            mentioned |= {value.id, _plain(value.id)}
            return "Name", self._unique(value.id)
        if isinstance(value, Attribute):
            mentioned.add(value.name)
        elif isinstance(value, Import):
            mentioned.update(value.module.split("."), value.also.split("."), (value.name or "",))
        if isinstance(value, msgspec.Struct):
            return type(value).__name__, [
                self._value(getattr(value, field), mentioned)
                for field in value.__struct_fields__
                if field not in _SKIPPED
            ]
        if isinstance(value, (tuple, list)):
            return [self._value(each, mentioned) for each in value]
        if isinstance(value, dict):
            return [(key, self._value(each, mentioned)) for key, each in value.items()]
        return value

    def _hands_on(self, fact: Call) -> bool:
        """Whether the call calls or hands on what the function around it was given, or a function nested in that one.

        That makes roles for the function (:mod:`asynclint.program.passing`), or a decorator of it.
        """
        if fact.kind is not CallKind.CALL:
            return False
        if isinstance(fact.func, Attribute) and self._facts.scopes[fact.scope].name == "__call__":
            return True
        if isinstance(fact.func, Name) and self._is_handed(fact.func, fact.scope):
            return True
        return last_name(fact.func) in self._bearing.handed_to and any(
            self._is_handed(given.value, fact.scope) for given in fact.arguments
        )

    def _is_handed(self, expr: Expr, scope: int) -> bool:
        if isinstance(expr, LambdaExpr):
            return True
        name = handed_name(expr, self._facts.calls)
        scopes = [self._facts.scopes[scope]]
        if scopes[0].parent > 0:
            scopes.append(self._facts.scopes[scopes[0].parent])
        return bool(name) and any(
            isinstance(binding, (Parameter, Definition)) for each in scopes for binding in each.bindings.get(name, ())
        )


@dataclass(frozen=True, slots=True)
class _Whole:
    """A function or lambda, with all that is nested in it."""

    scope: int


def _plain(name: str) -> str:
    """The name as it is written."""
    return name.partition("#")[0]
