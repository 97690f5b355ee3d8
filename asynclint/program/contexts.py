"""Contexts: where the body of a function runs that nobody calls in sight, because a framework does.

What is said here holds whatever calls the function. Coroutine functions, and functions that a call hands to the loop, are
for :mod:`asynclint.program.links` and the index to find.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from asynclint.knowledge.contexts import DecoratorEntry, MethodEntry, Where, decorator_contexts, method_contexts
from asynclint.program.facts import Constant, Expr, Result, argument, callee_name
from asynclint.program.modules import Definition
from asynclint.program.resolve import Resolver
from asynclint.program.values import ClassValue

_OFFLOADS = DecoratorEntry(Where.THREAD, {}, {})
_ON_LOOP = DecoratorEntry(Where.LOOP, {}, {})


class Contexts:
    """Answers about where functions run. ``offload`` and ``on_loop`` are names that the settings give, ``*`` allowed."""

    def __init__(self, resolver: Resolver, offload: tuple[str, ...], on_loop: tuple[str, ...]) -> None:
        self._resolver = resolver
        self._offload = offload
        self._on_loop = on_loop
        self._decorators = decorator_contexts()
        self._methods = method_contexts()
        self._known: dict[Definition, tuple[Where, str] | None] = {}

    def of(self, function: Definition) -> tuple[Where, str] | None:
        """Where the function runs and why, in a few words; None where nothing says so."""
        if function not in self._known:
            self._known[function] = self._by_decorator(function) or self._by_class(function)
        return self._known[function]

    def is_elsewhere(self, function: Definition) -> bool:
        """Whether the body of the function runs in another thread or process, so that calling the name runs nothing here."""
        found = self.of(function)
        return found is not None and found[0] is Where.THREAD

    def _by_decorator(self, function: Definition) -> tuple[Where, str] | None:
        for decorator in function.fact.decorators:
            for name in sorted(self._resolver.dotted_names(decorator, function.module, function.fact.parent)):
                entry = self._decorators.get(name) or self._declared(name)
                if entry is not None and _decides(entry, decorator, function):
                    written = callee_name(decorator, function.module.facts.calls)
                    return entry.where, f"decorated with `@{written}`"
        return None

    def _declared(self, name: str) -> DecoratorEntry | None:
        if _matches(name, self._offload):
            return _OFFLOADS
        return _ON_LOOP if _matches(name, self._on_loop) else None

    def _by_class(self, function: Definition) -> tuple[Where, str] | None:
        class_ = function.class_
        entries = list(self._of_method(function.fact.name)) if class_ is not None else []
        if class_ is None or not (entries or self._on_loop):
            return None
        order = self._resolver.mro(class_)[0]
        names = {name for owner in order for name in self._resolver.names_of(ClassValue(owner))}
        for entry in entries:
            if entry.class_ in names:
                return entry.where, f"a method of `{entry.class_.rpartition('.')[2]}`"
        for name in sorted(names):
            if _matches(f"{name}.{function.fact.name}", self._on_loop):
                return Where.LOOP, f"a method of `{name.rpartition('.')[2]}`"
        return None

    def _of_method(self, name: str) -> Iterator[MethodEntry]:
        yield from self._methods.get(name, ())
        beginning, underscore, _ = name.partition("_")
        if underscore:
            yield from self._methods.get(f"{beginning}_*", ())


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _decides(entry: DecoratorEntry, decorator: Expr, function: Definition) -> bool:
    """Whether the decorator has the arguments that the entry asks for; one that cannot be read decides nothing."""
    given: Mapping[str, Expr | None] = {}
    if type(decorator) is Result:
        fact = function.module.facts.calls[decorator.call]
        if any(each.keyword == "**" for each in fact.arguments) and (entry.with_ or entry.without):
            return False
        given = {keyword: argument(fact, -1, keyword) for keyword in (*entry.with_, *entry.without)}
    return all(_is(given.get(keyword), value) for keyword, value in entry.with_.items()) and not any(
        (found := given.get(keyword)) is not None and (type(found) is not Constant or found.value == value)
        for keyword, value in entry.without.items()
    )


def _is(given: Expr | None, value: object) -> bool:
    return type(given) is Constant and given.value == value
