"""The interface of a module: what the linking of other modules can depend on.

That is everything which facts say, without places in the file, and without calls that nobody else can see: those whose value
goes nowhere and that hand nothing on. So most edits inside functions leave the interface as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator

import msgspec

from asynclint.program.facts import (
    Attribute,
    Call,
    CallKind,
    Definition,
    Expr,
    LambdaExpr,
    ModuleFacts,
    Name,
    Parameter,
    Result,
    Scope,
    ScopeKind,
    last_name,
)
from asynclint.program.outline import handed_name

_PLACES = frozenset({"line", "column", "end_line", "end_column", "first_line"})


def is_same(before: ModuleFacts, after: ModuleFacts) -> bool:
    """Whether nobody who links another module can tell the one from the other; scopes have the same indices then."""
    return len(before.scopes) == len(after.scopes) and _Told(before).all() == _Told(after).all()


def has_same_classes(before: ModuleFacts, after: ModuleFacts) -> bool:
    """Whether the classes, and what the names in them stand for in the module, are the same."""
    return _Told(before).classes() == _Told(after).classes()


def made(facts: ModuleFacts, names: Container[str]) -> dict[str, list[bytes]]:
    """What is told of the calls of each of the names, by the last name that is written."""
    told = _Told(facts)
    found: dict[str, list[bytes]] = {}
    for index, fact in enumerate(facts.calls):
        if fact.kind is CallKind.CALL and (name := last_name(fact.func)) in names:
            found.setdefault(name, []).append(told.call(index) + told.scope_of(fact))
    return found


class _Told:
    """Facts as digests that do not depend on places and numbers."""

    def __init__(self, facts: ModuleFacts) -> None:
        self._facts = facts
        self._calls: dict[int, bytes] = {}

    def all(self) -> list[object]:
        """Everything that can be seen."""
        facts = self._facts
        return [
            [self._value(scope) for scope in facts.scopes],
            [self.call(index) + self.scope_of(fact) for index, fact in enumerate(facts.calls) if self._hands_on(fact)],
            self._value(facts.stars),
            facts.exports,
            facts.stores,
        ]

    def classes(self) -> list[str]:
        """The classes, and the bindings of the module that they mention, and that these mention, and so on."""
        scopes = self._facts.scopes
        found: list[object] = []
        todo = [index for index, scope in enumerate(scopes) if scope.kind is ScopeKind.CLASS]
        seen = set(todo)
        names: set[str] = set()
        while todo:
            index = todo.pop()
            inside = [each for each in range(len(scopes)) if self._is_within(each, index)]
            for each in inside:
                seen.add(each)
                found.append((scopes[each].qualname, each, self._named(scopes[each])))
                calls = (call for call in self._facts.calls if call.scope == each)
                found += [self._named(call) for call in calls if self._hands_on(call)]
            mentioned = {name for each in inside for name in self._mentioned(scopes[each])}
            for name in sorted(mentioned - names):
                names.add(name)
                for binding in scopes[0].bindings.get(name, ()):
                    found.append((name, self._named(binding)))
                    mentioned_by = set(self._mentioned(binding))
                    todo += self._of_module(mentioned_by, names, found)
                    if isinstance(binding, Definition) and binding.scope not in seen:
                        seen.add(binding.scope)
                        todo.append(binding.scope)
        return sorted(map(repr, found))

    def _of_module(self, mentioned: Iterable[str], names: set[str], found: list[object]) -> list[int]:
        """The functions and classes that names of the module lead to by way of assignments."""
        definitions = []
        waiting = sorted(set(mentioned) - names)
        while waiting:
            name = waiting.pop()
            if name in names:
                continue
            names.add(name)
            for binding in self._facts.scopes[0].bindings.get(name, ()):
                found.append((name, self._named(binding)))
                if isinstance(binding, Definition):
                    definitions.append(binding.scope)
                waiting += self._mentioned(binding)
        return definitions

    def _is_within(self, scope: int, outer: int) -> bool:
        while scope > outer:
            scope = self._facts.scopes[scope].parent
        return scope == outer

    def _mentioned(self, value: object) -> Iterator[str]:
        """The names in a fact, and in the calls that it refers to."""
        if type(value) is Name:
            yield value.id
            yield value.id.partition("#")[0]
        elif type(value) is Result:
            fact = self._facts.calls[value.call]
            yield from self._mentioned(fact.func)
            yield from self._mentioned(fact.arguments)
        elif isinstance(value, msgspec.Struct):
            for field in value.__struct_fields__:
                yield from self._mentioned(getattr(value, field))
        elif isinstance(value, (tuple, list)):
            for each in value:
                yield from self._mentioned(each)
        elif isinstance(value, dict):
            for each in value.values():
                yield from self._mentioned(each)

    def _named(self, value: object) -> object:
        """The same as told, with qualified names for the numbers of scopes."""
        return self._value(value, named=True)

    def scope_of(self, fact: Call) -> bytes:
        """Where a call stands."""
        return self._facts.scopes[fact.scope].qualname.encode()

    def call(self, index: int) -> bytes:
        """A digest of the call, wherever it stands."""
        known = self._calls.get(index)
        if known is None:
            told = repr(self._value(self._facts.calls[index], without="scope"))
            known = self._calls[index] = hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        return known

    def _value(self, value: object, *, named: bool = False, without: str = "") -> object:
        if type(value) is Result:
            return self.call(value.call)
        if named and isinstance(value, (Definition, LambdaExpr)):
            return type(value).__name__, self._facts.scopes[value.scope].qualname
        if isinstance(value, msgspec.Struct):
            skipped = (*_PLACES, without, *(("parent", "scope", "method") if named else ()))
            return type(value).__name__, [
                self._value(getattr(value, field), named=named)
                for field in value.__struct_fields__
                if field not in skipped
            ]
        if isinstance(value, (tuple, list)):
            return [self._value(each, named=named) for each in value]
        if isinstance(value, dict):
            return [(key, self._value(each, named=named)) for key, each in value.items()]
        return value

    def _hands_on(self, fact: Call) -> bool:
        """Whether the call calls or hands on what the function around it was given, or a function nested in that one.

        That makes roles for the function (:mod:`asynclint.program.passing`), or a decorator of it.
        """
        if fact.kind is not CallKind.CALL:
            return False
        scopes = self._facts.scopes
        if type(fact.func) is Attribute:
            return scopes[fact.scope].name == "__call__" or self._hands_any(fact)
        return (type(fact.func) is Name and self._is_handed(fact.func, fact.scope)) or self._hands_any(fact)

    def _hands_any(self, fact: Call) -> bool:
        return any(self._is_handed(given.value, fact.scope) for given in fact.arguments)

    def _is_handed(self, expr: Expr, scope: int) -> bool:
        if type(expr) is LambdaExpr:
            return True
        name = handed_name(expr, self._facts.calls)
        scopes: list[Scope] = [self._facts.scopes[scope]]
        if scopes[0].parent > 0:
            scopes.append(self._facts.scopes[scopes[0].parent])
        return bool(name) and any(
            isinstance(binding, (Parameter, Definition)) for each in scopes for binding in each.bindings.get(name, ())
        )
