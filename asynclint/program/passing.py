"""Passing: what functions of the program do with the callables that they are given.

``def run_async(function, *args)`` that hands its parameter on to ``asyncio.to_thread`` offloads what it is given, as much as
``to_thread`` itself does; one that calls its parameter runs it. So functions of the program get roles, like those of
libraries in ``roles.toml``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from asynclint.knowledge.decorators import DecoratorKind
from asynclint.knowledge.roles import Role, RoleEntry
from asynclint.program.facts import (
    Call,
    CallKind,
    Expr,
    Guard,
    LambdaExpr,
    Name,
    ParameterKind,
    Use,
    argument,
    last_name,
)
from asynclint.program.modules import Definition, Module
from asynclint.program.outline import Outline, handed_name
from asynclint.program.resolve import Resolver

_HANDED_ON = (Role.THREAD, Role.CALLBACK)
TAKEN_OVER = (*_HANDED_ON, Role.IMMEDIATE)  # by who hands a parameter on
_PLAIN_USES = (Use.DISCARDED, Use.RETURNED, Use.BOUND)  # of what a plain function gives, and no coroutine function
_MAX_DEPTH = 4  # functions that hand a callable to each other


class Passing:
    """The roles of functions of the program.

    ``roles_at`` gives the roles of a call, asked for functions no more than so many calls further on; ``tails`` are the last
    names of what has a role by itself.
    """

    def __init__(
        self,
        resolver: Resolver,
        roles_at: Callable[[Module, int, int], tuple[RoleEntry, ...]],
        tails: Iterable[str],
    ) -> None:
        self._resolver = resolver
        self._roles_at = roles_at
        self._known: dict[tuple[Definition, int], tuple[RoleEntry, ...]] = {}
        self._around: dict[Module, dict[int, list[int]]] = {}
        self._functions = _functions_that_matter(resolver.modules.program, tails)

    def roles(self, function: Definition, is_bound: bool, depth: int = 0) -> tuple[RoleEntry, ...]:
        """The roles of a function of the program, for calls with or without a receiver."""
        if depth >= _MAX_DEPTH or function not in self._functions:
            return ()
        key = function, depth
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = tuple(dict.fromkeys(self._found(function, depth)))
        if not is_bound:
            return known
        return tuple(RoleEntry(role.role, role.slot - 1 if role.slot > 0 else -1, role.keyword) for role in known)

    def _found(self, function: Definition, depth: int) -> Iterator[RoleEntry]:
        if self._resolver.kind(function) not in (
            DecoratorKind.PLAIN,
            DecoratorKind.CLASSMETHOD,
            DecoratorKind.STATICMETHOD,
        ):
            return
        module = function.module
        mentions: dict[str, list[int]] = {}
        for index in self._calls_around(module).get(function.scope, ()):
            for name in _mentioned(module.facts.calls[index], module):
                mentions.setdefault(name, []).append(index)
        for slot, parameter in enumerate(function.fact.parameters):
            if parameter.kind not in (ParameterKind.POSITIONAL, ParameterKind.KEYWORD):
                continue
            name = parameter.name
            if len(function.fact.bindings.get(name, ())) != 1:  # bound anew: who knows to what
                continue
            roles = [set(self._of(name, index, function, depth)) for index in mentions.get(name, ())]
            # What is done with it in one place only depends on what it is: `if iscoroutinefunction(function): …`.
            if roles and len(roles[0]) == 1 and all(found == roles[0] for found in roles):
                place = slot if parameter.kind is ParameterKind.POSITIONAL else -1
                yield RoleEntry(roles[0].pop(), place, name)

    def _calls_around(self, module: Module) -> dict[int, list[int]]:
        """The calls in each function of the module, and in the functions and lambdas right inside it."""
        known = self._around.get(module)
        if known is None:
            known = self._around[module] = {}
            scopes = module.facts.scopes
            for index, fact in enumerate(module.facts.calls):
                if fact.kind is CallKind.CALL:
                    known.setdefault(fact.scope, []).append(index)
                    known.setdefault(scopes[fact.scope].parent, []).append(index)
        return known

    def _of(self, name: str, index: int, function: Definition, depth: int) -> Iterator[Role]:
        """What this call inside the function, or inside one nested in it, does with the parameter."""
        module = function.module
        fact = module.facts.calls[index]
        if fact.func == Name(name):
            if fact.scope != function.scope:
                if fact.use in _PLAIN_USES:
                    yield from self._of_nested(fact.scope, function, depth)
            elif fact.use is not Use.AWAITED and not fact.branches and not fact.guard & (Guard.NO_LOOP | Guard.LAZY):
                yield Role.IMMEDIATE
        elif fact.scope == function.scope:
            for role in self._roles_at(module, index, depth + 1):
                handed = argument(fact, role.slot, role.keyword)
                if handed is not None and handed_name(handed, module.facts.calls) == name:
                    if role.role in _HANDED_ON or (role.role is Role.IMMEDIATE and not fact.branches):
                        yield role.role

    def _of_nested(self, scope: int, function: Definition, depth: int) -> Iterator[Role]:
        """What the function does with the function or lambda nested in it that calls the parameter."""
        module = function.module
        nested = module.facts.scopes[scope]
        if nested.parent != function.scope:
            return
        for index in self._calls_around(module).get(function.scope, ()):
            fact = module.facts.calls[index]
            if fact.scope == function.scope and any(
                _is_nested(given.value, scope, nested.name) for given in fact.arguments
            ):
                for role in self._roles_at(module, index, depth + 1):
                    handed = argument(fact, role.slot, role.keyword)
                    if role.role in _HANDED_ON and handed is not None and _is_nested(handed, scope, nested.name):
                        yield role.role


def _is_nested(expr: Expr, scope: int, name: str) -> bool:
    return expr == Name(name) or (type(expr) is LambdaExpr and expr.scope == scope)


def _mentioned(fact: Call, module: Module) -> set[str]:
    """The names that the call calls or is given (what a ``partial`` of one is given to counts, not the ``partial``)."""
    names = {fact.func.id} if type(fact.func) is Name else set()
    if last_name(fact.func) != "partial":
        names.update(handed_name(given.value, module.facts.calls) for given in fact.arguments)
    return names


def names_that_matter(outlines: Iterable[Outline], tails: Iterable[str]) -> set[str]:
    """The last names of what may do something with a callable that it is given.

    Those of what has a role by itself, of functions that call a parameter, and from there on of functions that hand a parameter
    on to such a name. This spares looking at most of the program, and decides nothing.
    """
    names = set(tails)
    waiting: dict[str, list[str]] = {}
    for outline in outlines:
        names.update(name for _, name in outline.calling)
        for tail, _, name in outline.handing:
            waiting.setdefault(tail, []).append(name)
    reached = [tail for tail in waiting if tail in names]
    while reached:
        for name in waiting.pop(reached.pop(), ()):
            names.add(name)
            if name in waiting:
                reached.append(name)
    return names


def _functions_that_matter(modules: Sequence[Module], tails: Iterable[str]) -> set[Definition]:
    """The functions that call a parameter, or may hand one on to what has a role."""
    names = names_that_matter((module.outline for module in modules), tails)
    calling = {module.definition(scope) for module in modules for scope, _ in module.outline.calling}
    return calling | {
        module.definition(scope) for module in modules for tail, scope, _ in module.outline.handing if tail in names
    }
