"""A CancelledError that was caught goes on: raised again, let pass, or not caught at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.codemods.imports import file_imports
from asynclint.codemods.patch import CannotFix, Patch
from asynclint.findings import Applicability, Fix

if TYPE_CHECKING:
    from asynclint.rules.unit import Unit

Handler = cst.ExceptHandler | cst.ExceptStarHandler


def let_pass(handler: Handler, unit: Unit, applicability: Applicability) -> Fix:
    """``except asyncio.CancelledError: raise`` before the handler."""
    patch = Patch(unit)
    text = unit.text
    start = unit.span(handler)[0]
    line = text.rfind("\n", 0, start) + 1
    indent = text[line:start]
    if indent.strip():
        raise CannotFix("something else stands on the line")
    while line > 0:  # comments above the handler belong to it
        above = text.rfind("\n", 0, line - 1) + 1
        if not text[above:line].startswith(indent + "#"):
            break
        line = above
    imports = file_imports(text)
    star = "*" if isinstance(handler, cst.ExceptStarHandler) else ""
    if "anyio" in imports.modules and "asyncio" not in imports.modules:
        cancelled = f"{patch.name('anyio', 'get_cancelled_exc_class', handler)}()"
    else:
        cancelled = patch.name("asyncio", "CancelledError", handler)
    newline = "\r\n" if "\r\n" in text else "\n"
    step = _step(handler, indent, unit)
    patch.insert(line, f"{indent}except{star} {cancelled}:{newline}{indent}{step}raise{newline}")
    return patch.fix("let CancelledError pass before this handler", applicability)


def raise_again(handler: Handler, leaving: Iterable[cst.CSTNode], falls_off: bool, unit: Unit) -> Fix:
    """``raise`` at the end of the handler, and in place of every statement that leaves it.

    ``leaving`` are the ``return``, ``break`` and ``continue`` statements that lead out of the handler; ``falls_off`` is whether
    control can come to its end.
    """
    patch = Patch(unit)
    for statement in leaving:
        if isinstance(statement, cst.Return) and statement.value is not None and _has_effects(statement.value, unit):
            raise CannotFix("what is returned is computed, and would be no more")
        if _is_in_another_handler(statement, handler, unit):
            raise CannotFix("another exception is being handled there")
        patch.replace(*unit.span(statement), "raise")
    if falls_off:
        _append_raise(handler, patch)
    return patch.fix("raise it again at the end of the handler", Applicability.UNSAFE)


def _append_raise(handler: Handler, patch: Patch) -> None:
    unit = patch.unit
    body = handler.body
    last = body.body[-1]
    small = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last
    if (
        len(body.body) == 1
        and _is_nothing(small)
        and not (isinstance(last, cst.SimpleStatementLine) and len(last.body) > 1)
    ):
        patch.replace(*unit.span(small), "raise")
        return
    end = unit.span(last)[1]
    if isinstance(body, cst.SimpleStatementSuite):
        patch.insert(end, "; raise")
        return
    text = unit.text
    first = unit.span(body.body[0])[0]
    indent = text[text.rfind("\n", 0, first) + 1 : first]
    newline = "\r\n" if "\r\n" in text else "\n"
    if indent.strip():
        raise CannotFix("something else stands on the line")
    stop = text.find("\n", end)
    if stop < 0:
        patch.insert(len(text), f"{newline}{indent}raise")
    else:
        patch.insert(stop + 1, f"{indent}raise{newline}")


def _is_nothing(statement: cst.CSTNode) -> bool:
    """``pass`` or ``...``."""
    return isinstance(statement, cst.Pass) or (
        isinstance(statement, cst.Expr) and isinstance(statement.value, cst.Ellipsis)
    )


def _is_in_another_handler(statement: cst.CSTNode, handler: Handler, unit: Unit) -> bool:
    for outer in unit.ancestors(statement):
        if outer is handler:
            return False
        if isinstance(outer, (cst.ExceptHandler, cst.ExceptStarHandler, cst.Finally)):
            return True
    return True


def _has_effects(value: cst.BaseExpression, unit: Unit) -> bool:
    return any(isinstance(node, (cst.Call, cst.Await, cst.Yield, cst.NamedExpr)) for node in unit.below(value))


def wait_for_cancelled(block: cst.Try | cst.TryStar | cst.With, unit: Unit) -> Fix:
    """``try: await task``, ``except CancelledError: pass`` → ``await asyncio.wait([task])``."""
    awaited = _only_statement(block.body)
    task = awaited.value if isinstance(awaited, cst.Expr) else None
    if not isinstance(task, cst.Await) or not isinstance(task.expression, (cst.Name, cst.Attribute, cst.Subscript)):
        raise CannotFix("more than a task is awaited")
    if isinstance(block, cst.With):
        if len(block.items) != 1:
            raise CannotFix("another context manager is entered, too")
    elif (
        block.orelse is not None
        or block.finalbody is not None
        or not all(_is_nothing(_only_statement(handler.body)) for handler in block.handlers)
    ):
        raise CannotFix("the handler does more")
    patch = Patch(unit)
    start, end = unit.span(block)
    patch.replace(start, end, f"await {patch.name('asyncio', 'wait', block)}([{unit.code(task.expression)}])")
    return patch.fix("wait for the task without taking its exception", Applicability.UNSAFE)


def narrow(manager: cst.Call, cancelled: list[cst.Arg], unit: Unit) -> Fix:
    """``suppress(CancelledError, OSError)`` → ``suppress(OSError)``."""
    kept = [argument for argument in manager.args if argument not in cancelled]
    if not kept or not cancelled:
        raise CannotFix("nothing would be left to suppress")
    patch = Patch(unit)
    start, end = unit.span(manager.args[0])[0], unit.span(manager.args[-1])[1]
    patch.replace(start, end, ", ".join(unit.text[slice(*unit.span(argument.value))] for argument in kept))
    return patch.fix("do not suppress CancelledError", Applicability.UNSAFE)


def _only_statement(body: cst.BaseSuite) -> cst.CSTNode:
    """The statement that the body consists of; the body itself where it is more than one."""
    if len(body.body) != 1:
        return body
    statement = body.body[0]
    if isinstance(statement, cst.SimpleStatementLine):
        return statement.body[0] if len(statement.body) == 1 else body
    return statement


def _step(handler: Handler, indent: str, unit: Unit) -> str:
    """One step of indentation, as the bodies around have it."""
    for body in (handler.body, getattr(unit.parent(handler), "body", None)):
        if isinstance(body, cst.IndentedBlock) and body.body:
            first = unit.span(body.body[0])[0]
            inner = unit.text[unit.text.rfind("\n", 0, first) + 1 : first]
            if inner.startswith(indent) and not inner.strip():
                return inner[len(indent) :]
    return "\t" if indent.startswith("\t") else "    "
