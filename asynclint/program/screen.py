"""The screen between stage 1 and stage 2: which parts of which files are worth a libcst tree.

It may only drop what no rule would flag, so every test here is a little wider than the rule it serves; ``--no-screen``
takes every part of every file instead and must come to the same findings.
"""

from __future__ import annotations

from collections.abc import Iterator

from asynclint.findings import Confidence
from asynclint.knowledge.roles import Role, RoleEntry
from asynclint.program.facts import (
    Call,
    CallKind,
    Display,
    Either,
    Expr,
    Flag,
    LambdaExpr,
    ModuleFacts,
    Name,
    Result,
    Use,
    argument,
)
from asynclint.program.index import Extent, Program, outermost
from asynclint.program.modules import Module
from asynclint.program.values import ClassValue, Coroutine, FunctionValue, Generator, Instance, Manager, Value

# What may be done with a coroutine without any rule minding, as far as the call itself shows.
_HARMLESS_USES = (Use.ARGUMENT, Use.AWAITED, Use.RETURNED, Use.STORED, Use.YIELDED, Use.OTHER)
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
    suspicious += [call for index, call in enumerate(facts.calls) if _is_suspicious(program, module, index, call)]
    scopes = {call.scope for call in suspicious}
    lines = {call.line for call in suspicious if outermost(facts, call.scope) is None}
    scopes.update(_with_suspicious_handlers(program, module))
    found = {_function_extent(facts, outer) for scope in scopes if (outer := outermost(facts, scope)) is not None}
    if lines:
        found.update(
            extent for extent in _merged_statements(facts) if any(extent.first <= line <= extent.last for line in lines)
        )
    return sorted(found, key=_order)


def _order(extent: Extent) -> tuple[int, int, int]:
    return extent.first, extent.last, -1 if extent.function is None else extent.function


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


def _is_suspicious(program: Program, module: Module, index: int, call: Call) -> bool:
    resolver = program.resolver
    if call.kind is CallKind.LOAD:
        return False
    if call.kind is not CallKind.CALL:
        values = resolver.evaluate(call.func, module, call.scope)
        return any(_may_be_async_only(value, program, call.kind) for value in values.items)
    callees = resolver.callees(module, index).items
    if not callees:
        return False
    roles = program.roles(module, index)
    if roles and any(_may_misuse(program, module, call, role) for role in roles):
        return True
    if call.use is Use.RETURNED:
        if module.facts.scopes[call.scope].flags & Flag.ASYNC and _is_coroutine(program, module, index):
            return True
    elif call.use not in _HARMLESS_USES:
        if _is_coroutine(program, module, index) or any(program.returns_new_task(value) for value in callees):
            return True
    if call.arguments and any(_is_of_program(value) for value in callees):
        if any(_holds_coroutine(program, module, given.value, call.scope) for given in call.arguments):
            return True  # handed to a function of the program: does that one await it?
    return any(
        isinstance(value, ClassValue) and value.class_.qualname == "contextlib.suppress" for value in callees
    ) and program.is_on_loop(module, call.scope)


def _may_misuse(program: Program, module: Module, call: Call, role: RoleEntry) -> bool:
    """Whether a rule looks at what a call with this role does to its arguments."""
    if role.role is Role.SPAWN:
        return call.use not in _HARMLESS_USES
    if role.role in (Role.IGNORE, Role.TEST, Role.ELEMENTS):
        return any(_holds_coroutine(program, module, given.value, call.scope) for given in call.arguments)
    if role.role not in (Role.THREAD, Role.CALLBACK, Role.SYNC):
        return False
    handed = argument(call, role.slot, role.keyword)
    if handed is None:
        return False
    if isinstance(handed, Result) and role.role is Role.THREAD:
        return True
    if isinstance(handed, LambdaExpr):
        returned = module.facts.scopes[handed.scope].results
        return any(_gives_coroutine(program, module, expr, handed.scope) for expr in returned)
    return program.coroutine_function(program.resolver.evaluate(handed, module, call.scope)) is not None


def _gives_coroutine(program: Program, module: Module, expr: Expr, scope: int) -> bool:
    return any(isinstance(value, Coroutine) for value in program.resolver.evaluate(expr, module, scope).items)


def _is_of_program(value: Value) -> bool:
    """Whether calling it calls a function or a class of the program."""
    if isinstance(value, FunctionValue):
        return not value.function.module.is_library
    return isinstance(value, ClassValue) and not value.class_.module.is_library


def _holds_coroutine(program: Program, module: Module, expr: Expr, scope: int) -> bool:
    """Whether a call in the argument gives a coroutine."""
    if isinstance(expr, Result):
        return _is_coroutine(program, module, expr.call)
    if isinstance(expr, Display):
        return any(_holds_coroutine(program, module, item, scope) for item in expr.items)
    if isinstance(expr, Either):
        return any(_holds_coroutine(program, module, option, scope) for option in expr.options)
    return False


def _is_coroutine(program: Program, module: Module, index: int) -> bool:
    return _gives_coroutine(program, module, Result(index), module.facts.calls[index].scope)


def _may_be_async_only(value: Value, program: Program, kind: CallKind) -> bool:
    if isinstance(value, (Manager, Generator)):
        return value.is_async
    if not isinstance(value, Instance):
        return False
    name = "__aenter__" if kind is CallKind.ENTER else "__aiter__"
    return program.resolver.find_in_class(value.class_, name)[0] is not None


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
    if isinstance(caught, Display):
        return any(_may_swallow(program, module, scope, item) for item in caught.items)
    if isinstance(caught, Name) and not program.resolver.dotted_names(caught, module, scope):
        return True  # a name for several classes, perhaps
    return not _SWALLOWED.isdisjoint(resolver.dotted_names(caught, module, scope))
