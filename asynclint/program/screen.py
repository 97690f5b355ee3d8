"""The screen between stage 1 and stage 2: which parts of which files are worth a libcst tree.

It may only drop what no rule would flag, so every test here is a little wider than the rule it serves; ``--no-screen``
takes every part of every file instead and must come to the same findings.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence

from asynclint.findings import Confidence
from asynclint.program.facts import (
    Display,
    Expr,
    Flag,
    ModuleFacts,
    Name,
    outermost,
)
from asynclint.program.index import Extent, Program
from asynclint.program.modules import Module

_SWALLOWED = frozenset(
    {
        "asyncio.CancelledError",
        "asyncio.exceptions.CancelledError",
        "builtins.BaseException",
        "anyio.get_cancelled_exc_class",
    }
)


def all_extents(module: Module) -> list[Extent]:
    """Every part of the file: all outermost functions, and all top-level statements."""
    facts = module.facts
    functions = [
        _function_extent(facts, index) for index in range(len(facts.scopes)) if outermost(facts, index) == index
    ]
    return sorted({*functions, *_merged_statements(facts)}, key=_order)


def suspicious_extents(program: Program, module: Module, enabled: frozenset[str], least: Confidence) -> list[Extent]:
    """The parts of the file that one of the ``enabled`` rules may have something to say of, at ``least`` so surely."""
    facts = module.facts
    on_loop = [
        index for index in program.effective_calls(module) if program.is_on_loop(module, facts.calls[index].scope)
    ]
    suspicious = [facts.calls[index] for index in on_loop if program.bears_effect(module, index, enabled, least)]
    suspicious += [facts.calls[index] for index in program.suspects(module)]
    scopes = {call.scope for call in suspicious}
    lines = {call.line for call in suspicious if outermost(facts, call.scope) is None}
    scopes.update(_with_suspicious_handlers(program, module))
    found = {_function_extent(facts, outer) for scope in scopes if (outer := outermost(facts, scope)) is not None}
    if lines:
        found.update(_with_lines(_merged_statements(facts), sorted(lines)))
    return sorted(found, key=_order)


def _with_lines(extents: Iterable[Extent], lines: Sequence[int]) -> Iterator[Extent]:
    """Those of the parts that hold one of the sorted lines."""
    for extent in extents:
        following = bisect.bisect_left(lines, extent.first)
        if following < len(lines) and lines[following] <= extent.last:
            yield extent


def _order(extent: Extent) -> tuple[int, int, int]:
    return extent.first, extent.last, -1 if extent.function is None else extent.function


def extent_around(module: Module, scope: int) -> Extent | None:
    """The part of the file that is the outermost function around the scope; None for code at module or class level."""
    outer = outermost(module.facts, scope)
    return None if outer is None else _function_extent(module.facts, outer)


def _function_extent(facts: ModuleFacts, scope: int) -> Extent:
    return Extent(facts.scopes[scope].first_line, facts.scopes[scope].end_line, scope)


def _merged_statements(facts: ModuleFacts) -> list[Extent]:
    """The top-level statements; those that share a line make one part."""
    merged: list[Extent] = []
    for first, last in facts.statements:
        if merged and first <= merged[-1].last:
            merged[-1] = Extent(merged[-1].first, max(last, merged[-1].last))
        else:
            merged.append(Extent(first, last))
    return merged


def _with_suspicious_handlers(program: Program, module: Module) -> Iterator[int]:
    """The async functions with a handler that may swallow a cancellation, or an exit in a ``finally``."""
    for index, scope in enumerate(module.facts.scopes):
        if not (scope.flags & Flag.ASYNC and scope.flags & (Flag.AWAITS | Flag.GENERATOR)):
            continue
        if scope.flags & (Flag.FINALLY_EXIT | Flag.BARE_EXCEPT) or any(
            _may_swallow(program, module, index, caught) for caught in scope.handlers
        ):
            yield index


def _may_swallow(program: Program, module: Module, scope: int, caught: Expr) -> bool:
    resolver = program.resolver
    if type(caught) is Display:
        return any(_may_swallow(program, module, scope, item) for item in caught.items)
    if type(caught) is Name and not program.resolver.dotted_names(caught, module, scope):
        return True  # a name for several classes, perhaps
    return not _SWALLOWED.isdisjoint(resolver.dotted_names(caught, module, scope))
