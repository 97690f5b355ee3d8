"""The outline of a module: what the whole program asks of each of its modules before it links any of them.

Worked out where the module is read, by several processes at once. It is small, so that a run which has to look at one file only
need not take the facts of all the others out of the cache.
"""

from __future__ import annotations

from collections.abc import Sequence

from asynclint.program.facts import (
    Call,
    CallKind,
    Comments,
    Expr,
    Flag,
    Import,
    ModuleFacts,
    Name,
    Result,
    Scope,
    ScopeKind,
    SharedFact,
    callee_name,
    last_name,
)

# What is run so often that it is looked at only where it may matter: in no library.
SMALL_METHODS = frozenset(
    {"__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__str__", "__repr__", "__bool__", "__len__"}
)
_HARMLESS_CALLS = frozenset(
    {"len", "bool", "str", "repr", "isinstance", "format", "join", "type", "hash", "getattr", "hasattr", "super", "id", "int",
     "all", "any", "sum", "tuple", "list", "sorted", "__eq__", "__str__", "__repr__", "items", "keys", "values"}
)  # fmt: skip
_SMALL_HELPER = 12  # lines


class Outline(SharedFact, frozen=True):
    """Names and scope indices, by what is asked for.

    ``methods`` are the names of plain methods (of the small ones, those that do something), ``decorated`` those with a
    decorator, ``async_properties`` those of them that are asynchronous; ``helpers`` the small functions that ask whether a loop
    is running, ``calling`` the functions that call a parameter, ``handing`` those that hand one on, after the last name of what
    they hand it to, each with its own name. ``roots`` are the top-level packages that are imported at module level, ``taken``
    the names that are imported from other modules anywhere.
    """

    scopes: int
    calls: int
    lines: int
    comments: Comments
    coroutines: tuple[int, ...]
    classes: tuple[str, ...]
    methods: tuple[str, ...]
    decorated: tuple[str, ...]
    async_properties: tuple[str, ...]
    fixtures: tuple[tuple[str, int], ...]
    helpers: tuple[str, ...]
    calling: tuple[tuple[int, str], ...]
    handing: tuple[tuple[str, int, str], ...]
    stores: tuple[str, ...]
    roots: tuple[str, ...]
    taken: tuple[str, ...]


def outline(facts: ModuleFacts) -> Outline:
    """The outline of a module with these facts."""
    scopes = facts.scopes
    methods: dict[str, None] = {}
    decorated: dict[str, None] = {}
    async_properties: dict[str, None] = {}
    special: list[int] = []
    helpers: list[str] = []
    fixtures: list[tuple[str, int]] = []
    for index, scope in enumerate(scopes):
        if scope.flags & Flag.CHECKS_LOOP and not scope.flags & Flag.ASYNC:
            if scope.end_line - scope.line <= _SMALL_HELPER:
                helpers.append(scope.name)
        if scope.kind is not ScopeKind.FUNCTION:
            continue
        if any(callee_name(decorator, facts.calls) == "fixture" for decorator in scope.decorators):
            fixtures.append((scope.name, index))
        if scopes[scope.parent].kind is ScopeKind.CLASS:
            if scope.decorators and scope.flags & Flag.ASYNC:
                async_properties[scope.name] = None
            if scope.name in SMALL_METHODS:
                special.append(index)
            else:
                (decorated if scope.decorators else methods)[scope.name] = None
    if special:  # most do nothing that anybody would want to know of
        made = (fact for fact in facts.calls if fact.kind is CallKind.CALL)
        busy = {fact.scope for fact in made if last_name(fact.func) not in _HARMLESS_CALLS}
        methods.update((scopes[index].name, None) for index in special if index in busy)
    imports = [b for scope in scopes for bound in scope.bindings.values() for b in bound if type(b) is Import]
    at_the_top = (b for bound in scopes[0].bindings.values() for b in bound if type(b) is Import and not b.level)
    calling, handing = _passed_on(facts)
    return Outline(
        len(scopes),
        len(facts.calls),
        facts.lines,
        facts.comments,
        tuple(i for i, scope in enumerate(scopes) if scope.kind is ScopeKind.FUNCTION and scope.flags & Flag.ASYNC),
        tuple(dict.fromkeys(scope.name for scope in scopes if scope.kind is ScopeKind.CLASS)),
        tuple(methods),
        tuple(decorated),
        tuple(async_properties),
        tuple(fixtures),
        tuple(dict.fromkeys(helpers)),
        calling,
        handing,
        tuple(dict.fromkeys(facts.stores)),
        tuple(dict.fromkeys(binding.module.partition(".")[0] for binding in at_the_top)),
        tuple(dict.fromkeys(binding.name for binding in imports if binding.name is not None)),
    )


def _passed_on(facts: ModuleFacts) -> tuple[tuple[tuple[int, str], ...], tuple[tuple[str, int, str], ...]]:
    """The functions that call a parameter, and those that hand one on."""
    scopes = facts.scopes
    parameters = [frozenset(parameter.name for parameter in scope.parameters) for scope in scopes]
    calling: dict[tuple[int, str], None] = {}
    handing: dict[tuple[str, int, str], None] = {}
    for fact in facts.calls:
        if fact.kind is not CallKind.CALL:
            continue
        owner = _owner(fact, scopes, parameters)
        own = parameters[fact.scope]
        if owner is not None:
            calling[owner, scopes[owner].name] = None
        elif own and fact.arguments and scopes[fact.scope].kind is ScopeKind.FUNCTION:
            if any(handed_name(given.value, facts.calls) in own for given in fact.arguments):
                handing[last_name(fact.func), fact.scope, scopes[fact.scope].name] = None
    return tuple(calling), tuple(handing)


def handed_name(expr: Expr, calls: Sequence[Call]) -> str:
    """The name that is handed over, by itself or as a ``partial`` of it; empty for any other expression."""
    if type(expr) is Name:
        return expr.id
    if type(expr) is Result:
        fact = calls[expr.call]
        if last_name(fact.func) != "partial" or not fact.arguments or fact.arguments[0].keyword:
            return ""
        expr = fact.arguments[0].value
    return expr.id if type(expr) is Name else ""


def _owner(fact: Call, scopes: Sequence[Scope], parameters: Sequence[frozenset[str]]) -> int | None:
    """The function whose parameter is called: the one around the call, or the one around a function nested in that."""
    if type(fact.func) is not Name:
        return None
    scope = fact.scope
    for _ in range(2):
        if scopes[scope].kind is ScopeKind.FUNCTION and fact.func.id in parameters[scope]:
            return scope
        if fact.func.id in scopes[scope].bindings:
            return None
        scope = scopes[scope].parent
        if scope <= 0:
            return None
    return None
