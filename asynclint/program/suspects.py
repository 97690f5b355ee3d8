"""Suspects: calls that a rule may have something to say of, whatever they run.

Every test here is a little wider than the rule it serves.
"""

from __future__ import annotations

from dataclasses import dataclass

from asynclint.knowledge.roles import Role, RoleEntry
from asynclint.program.facts import (
    Attribute,
    Call,
    CallKind,
    Display,
    Either,
    Expr,
    Flag,
    Guard,
    LambdaExpr,
    Result,
    Use,
    argument,
    last_name,
)
from asynclint.program.modules import Module
from asynclint.program.resolve import Resolver
from asynclint.program.targets import Targets
from asynclint.program.values import (
    ClassValue,
    Coroutine,
    FunctionValue,
    Generator,
    Instance,
    Manager,
    Nil,
    Value,
    Values,
)

# What may be done with a coroutine without any rule minding, as far as the call itself shows.
_HARMLESS_USES = (Use.ARGUMENT, Use.AWAITED, Use.RETURNED, Use.STORED, Use.YIELDED, Use.OTHER)


@dataclass(frozen=True, slots=True)
class Protocol:
    """Two ways to do the same: the methods of which the plain statement wants one, and that of the asynchronous one."""

    plain: tuple[str, ...]
    asynchronous: str


MANAGER = Protocol(("__enter__",), "__aenter__")
ITERATOR = Protocol(("__iter__", "__getitem__"), "__aiter__")


def is_suspicious(targets: Targets, module: Module, index: int, call: Call) -> bool:
    """Whether a rule may mind what becomes of the value, what is handed over, or (``suppress``) what the call stands around."""
    resolver = targets.resolver
    if call.guard & Guard.NEVER:
        return False
    if call.kind is CallKind.LOAD:
        return call.use not in _HARMLESS_USES and _is_async_property(targets, module, call.func, call.scope)
    if call.kind in (CallKind.ENTER, CallKind.ITERATE):
        values = resolver.evaluate(call.func, module, call.scope)
        protocol = MANAGER if call.kind is CallKind.ENTER else ITERATOR
        return any(is_only_async(value, protocol, resolver) for value in values.items)
    if call.kind is not CallKind.CALL:
        return False
    called = resolver.callees(module, index)
    callees = called.items
    if not callees:
        return False
    roles = targets.roles(module, index)
    if roles and any(_may_misuse(targets, module, call, role) for role in roles):
        return True
    if call.use is Use.RETURNED:
        if module.facts.scopes[call.scope].flags & Flag.ASYNC and _is_coroutine(targets, module, index):
            return True
    elif call.use not in _HARMLESS_USES:
        if _is_coroutine(targets, module, index) or any(targets.returns_new_task(value) for value in callees):
            return True
    if call.arguments and called.complete and all(_is_of_program(value) for value in callees):
        if any(_holds_coroutine(targets, module, given.value, call.scope) for given in call.arguments):
            return True  # handed to a function of the program: does that one await it?
    return bool(module.facts.scopes[call.scope].flags & Flag.ASYNC) and any(
        type(value) is ClassValue and value.class_.qualname == "contextlib.suppress" for value in callees
    )


def _may_misuse(targets: Targets, module: Module, call: Call, role: RoleEntry) -> bool:
    """Whether a rule looks at what a call with this role does to its arguments."""
    if role.role in (Role.SPAWN, Role.GATHER):
        return call.use not in _HARMLESS_USES
    if role.role in (Role.IGNORE, Role.TEST, Role.ELEMENTS):
        return any(_holds_coroutine(targets, module, given.value, call.scope) for given in call.arguments)
    if role.role not in (Role.THREAD, Role.CALLBACK, Role.SYNC, Role.HYBRID):
        return False
    handed = argument(call, role.slot, role.keyword)
    if handed is None:
        return False
    if role.role is Role.HYBRID or (type(handed) is Result and role.role is Role.THREAD):
        return type(handed) is Result and not _surely_gives_callable(targets, module, handed)
    if type(handed) is LambdaExpr:
        returned = module.facts.scopes[handed.scope].results
        return any(_gives_coroutine(targets, module, expr, handed.scope) for expr in returned)
    return targets.coroutine_function(targets.resolver.evaluate(handed, module, call.scope)) is not None


def _gives_coroutine(targets: Targets, module: Module, expr: Expr, scope: int) -> bool:
    return targets.coroutine(targets.resolver.evaluate(expr, module, scope)) is not None


def _is_of_program(value: Value) -> bool:
    """Whether calling it calls a function or a class of the program."""
    if type(value) is FunctionValue:
        return not value.function.module.is_library
    return type(value) is ClassValue and not value.class_.module.is_library


def _holds_coroutine(targets: Targets, module: Module, expr: Expr, scope: int) -> bool:
    """Whether a call or a property in the argument gives a coroutine."""
    if type(expr) is Result:
        return _is_coroutine(targets, module, expr.call)
    if type(expr) is Attribute:
        return _is_async_property(targets, module, expr, scope)
    if type(expr) is Display:
        return any(_holds_coroutine(targets, module, item, scope) for item in expr.items)
    if type(expr) is Either:
        return any(_holds_coroutine(targets, module, option, scope) for option in expr.options)
    return False


def _is_async_property(targets: Targets, module: Module, expr: Expr, scope: int) -> bool:
    return last_name(expr) in targets.async_properties and _gives_coroutine(targets, module, expr, scope)


def _is_coroutine(targets: Targets, module: Module, index: int) -> bool:
    return _gives_coroutine(targets, module, Result(index), module.facts.calls[index].scope)


def _surely_gives_callable(targets: Targets, module: Module, call: Result) -> bool:
    values = targets.resolver.result(module, call.call)
    return values.complete and gives_callable(values, targets.resolver)


def gives_callable(values: Values, resolver: Resolver) -> bool:
    """Whether any of the values can be called, or nobody knows."""
    for value in values.items:
        if type(value) in (Coroutine, Generator, Nil):
            continue
        if type(value) is not Instance:
            return True
        order, complete = resolver.mro(value.class_)
        if not complete or any("__call__" in owner.fact.bindings for owner in order):
            return True
    return False


def is_only_async(value: Value, protocol: Protocol, resolver: Resolver) -> bool:
    """Whether the value has the asynchronous protocol and not the plain one."""
    if type(value) is Manager:
        return value.is_async and protocol is MANAGER
    if type(value) is Generator:
        return value.is_async and protocol is ITERATOR
    if type(value) is not Instance:
        return False
    order, complete = resolver.mro(value.class_)
    if not complete or not any(protocol.asynchronous in owner.fact.bindings for owner in order):
        return False
    classes = (*order, *(() if value.exact else resolver.subclasses(value.class_)))
    return not any(name in owner.fact.bindings for owner in classes for name in (*protocol.plain, "__getattr__"))
