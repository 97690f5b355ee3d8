"""Injection: parameters that a framework fills, where no annotation says with what.

FastAPI calls what ``Depends(…)`` names (https://fastapi.tiangolo.com/tutorial/dependencies/); pytest calls the fixture of the
parameter's name, the nearest of that name (https://docs.pytest.org/en/stable/reference/fixtures.html).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from asynclint.program.facts import ParameterFact, Result, argument, callee_name
from asynclint.program.modules import Definition
from asynclint.program.values import ClassValue, Coroutine, FunctionValue, Generator, Values, union

if TYPE_CHECKING:
    from asynclint.program.resolve import Resolver

_DEPENDS = frozenset({"fastapi.Depends", "fastapi.Security", "fastapi.param_functions.Depends"})
_FIXTURE = frozenset({"pytest.fixture", "pytest_asyncio.fixture"})


class Injection:
    """Answers about parameters, for the program that ``resolver`` knows."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._fixtures: dict[str, list[Definition]] | None = None

    def of(self, function: Definition, parameter: ParameterFact) -> Values | None:
        """What the framework hands over; None where nothing says so."""
        if type(parameter.default) is Result:
            return self._dependency(function, parameter.default.call)
        if parameter.default is None and (function.fact.name.startswith("test") or self._is_fixture(function)):
            fixture = self._fixture(parameter.name, function)
            return self._made_by(Values((FunctionValue(fixture),))) if fixture is not None else None
        return None

    def _dependency(self, function: Definition, call: int) -> Values | None:
        module = function.module
        fact = module.facts.calls[call]
        provider = argument(fact, 0, "dependency")
        if provider is None or _DEPENDS.isdisjoint(self._resolver.dotted_names(fact.func, module, fact.scope)):
            return None
        return self._made_by(self._resolver.evaluate(provider, module, fact.scope))

    def _made_by(self, providers: Values) -> Values | None:
        """What the providers give once they were called, and awaited or iterated, too."""
        if not providers.complete or not all(
            (type(each) is ClassValue or type(each) is FunctionValue) for each in providers.items
        ):
            return None
        made = []
        for provider in providers.items:
            given = self._resolver.called(provider)
            if all(type(value) is Coroutine for value in given.items):
                given = self._resolver.awaited(given)
            elif type(given.items[0]) is Generator:
                given = self._resolver.elements(given, given.items[0].is_async)
            made.append(given)
        return union(made).inferred() if made else None

    def _fixture(self, name: str, function: Definition) -> Definition | None:
        """The fixture of that name that the function gets: of its own module, or of the nearest ``conftest.py`` above it."""
        if self._fixtures is None:
            self._fixtures = {}
            for module in self._resolver.modules.program:
                for fixture, scope in module.outline.fixtures:
                    self._fixtures.setdefault(fixture, []).append(module.definition(scope))
        found = [
            (nearness, each.fact.line, each)
            for each in self._fixtures.get(name, ())
            if each is not function and (nearness := _nearness(each, function)) is not None and self._is_fixture(each)
        ]
        return max(found, key=lambda row: row[:2])[2] if found else None

    def _is_fixture(self, function: Definition) -> bool:
        return any(
            not _FIXTURE.isdisjoint(self._resolver.dotted_names(each, function.module, function.fact.parent))
            for each in function.fact.decorators
            if callee_name(each, function.module.facts.calls) == "fixture"
        )


def _nearness(fixture: Definition, function: Definition) -> int | None:
    """How near to the function a fixture is that it can get: the nearer, the larger."""
    path = fixture.module.path
    if fixture.module is function.module:
        if fixture.class_ is None:
            return len(path)
        return len(path) + 1 if fixture.class_ is function.class_ else None
    folder, name = os.path.split(path)
    return len(folder) if name == "conftest.py" and function.module.path.startswith(folder + os.sep) else None
