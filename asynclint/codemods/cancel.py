"""A CancelledError that was caught goes on: raised again, let pass, or not caught at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.codemods.imports import file_imports
from asynclint.codemods.patch import CannotFix, Patch, indentation, step, tail
from asynclint.findings import Applicability, Fix

if TYPE_CHECKING:
    from asynclint.rules.unit import Unit

Handler = cst.ExceptHandler | cst.ExceptStarHandler

# What a handler may call without doing anything that somebody could miss.
_TELLING = frozenset({
    "debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log", "print", "print_exc",
    "print_exception", "format_exc", "format_exception", "sleep", "str", "repr", "type", "format", "len", "isinstance",
})  # fmt: skip
_CATCHING = frozenset({"BaseException", "CancelledError", "get_cancelled_exc_class"})


def let_pass(handler: Handler, in_doubt: bool, unit: Unit) -> Fix:
    """``except asyncio.CancelledError: raise`` before a broad handler.

    Only where all that the handler does is to tell of the error: what it cleans up, a cancelled task wants to clean up, too. Safe
    where it is not ``in_doubt`` that this is wanted.
    """
    _check_not_grouped(handler)
    if not tells(handler.body, unit):
        raise CannotFix("what the handler cleans up, a cancelled task would leave as it is")
    patch = Patch(unit)
    text = unit.text
    start = unit.span(handler)[0]
    line = text.rfind("\n", 0, start) + 1
    indent = text[line:start].lstrip("\f")
    if indent.strip():
        raise CannotFix("something else stands on the line")
    line = _above_comments(line, indent, text)
    caught = _cancelled_error(handler, patch)
    newline = patch.newline
    patch.insert(line, f"{indent}except {caught}:{newline}{indent}{step(handler, unit)}raise{newline}")
    applicability = Applicability.UNSAFE if in_doubt else Applicability.SAFE
    return patch.fix("let CancelledError pass before this handler", applicability)


def _check_not_grouped(handler: Handler) -> None:
    if isinstance(handler, cst.ExceptStarHandler):
        raise CannotFix("`except*` would raise it in an exception group, and the task would not count as cancelled")


def _above_comments(line: int, indent: str, text: str) -> int:
    """The offset of the first of the comment lines right above the line: they belong to what stands there."""
    while line > 0:
        above = text.rfind("\n", 0, line - 1) + 1
        if not text.startswith(indent + "#", above):
            break
        line = above
    return line


def _cancelled_error(handler: Handler, patch: Patch) -> str:
    """How the file names what is raised in a cancelled task."""
    imports = file_imports(patch.unit.text)

    def knows(library: str) -> bool:
        return library in imports.modules or imports.has_from(library)

    if knows("anyio") and not knows("asyncio"):
        return f"{patch.name('anyio', 'get_cancelled_exc_class', handler)}()"
    if knows("trio") and not knows("asyncio"):
        raise CannotFix("trio cancels with an exception of its own")
    return patch.name("asyncio", "CancelledError", handler)


def _remove(several: Sequence[cst.Arg], gone: Sequence[cst.Arg], patch: Patch) -> None:
    """Take some of the arguments out, each with the comma behind it; the last ones with the comma before them."""
    spans = [_inner_span(each, patch.unit) for each in several]
    last = max(number for number, each in enumerate(several) if each not in gone)
    for number, each in enumerate(several):
        if each in gone and number < last:
            patch.replace(spans[number][0], spans[number + 1][0], "")
    if last + 1 < len(several):
        patch.replace(spans[last][1], spans[-1][1], "")


def _inner_span(argument: cst.Arg, unit: Unit) -> tuple[int, int]:
    """Without the comma, but with a star."""
    start, end = unit.span(argument.value)
    return min(start, unit.span(argument)[0]), end


def tells(code: cst.CSTNode, unit: Unit) -> bool:
    """Whether all that the code does is to log, to wait a while, to bind local names, and to leave."""
    for node in unit.below(code):
        match node:
            case cst.Call(func=cst.Name(name) | cst.Attribute(attr=cst.Name(name))):
                if name not in _TELLING:
                    return False
            case cst.AssignTarget(target=target) | cst.AnnAssign(target=target) | cst.AugAssign(target=target):
                if not isinstance(target, cst.Name):
                    return False
            case cst.Await(expression=awaited):
                if not isinstance(awaited, cst.Call):
                    return False
            case cst.Call() | cst.Yield() | cst.Del() | cst.With() | cst.Global() | cst.Nonlocal() | cst.Try():
                return False
    return True


def raise_again(handler: Handler, leaving: Sequence[cst.CSTNode], falls_off: bool, unit: Unit) -> Fix:
    """``raise`` at the end of the handler, and in place of every statement that leaves it.

    ``leaving`` are the ``return``, ``break`` and ``continue`` statements that lead out of the handler; ``falls_off`` is whether
    control can come to its end.
    """
    _check_not_grouped(handler)
    if not leaving and not falls_off:
        raise CannotFix("the handler itself raises on every path")
    patch = Patch(unit)
    for statement in leaving:
        if isinstance(statement, cst.Return) and statement.value is not None and has_effects(statement.value, unit):
            raise CannotFix("what is returned is computed, and would be no more")
        _check_is_raised(statement, handler, unit)
        patch.replace(*unit.span(statement), "raise")
    if falls_off:
        _append_raise(handler, patch)
    return patch.fix("raise it again at the end of the handler", Applicability.UNSAFE)


def _append_raise(handler: Handler, patch: Patch) -> None:
    unit = patch.unit
    body = handler.body
    last = body.body[-1]
    if isinstance(body, cst.SimpleStatementSuite):
        if len(body.body) == 1 and is_nothing(last):
            patch.replace(*unit.span(last), "raise")
        else:
            patch.insert(unit.span(last)[1], "; raise")
        return
    if isinstance(last, cst.SimpleStatementLine) and len(last.body) == 1 and is_nothing(last.body[0]):
        patch.replace(*unit.span(last.body[0]), "raise")
        return
    text = unit.text
    first = unit.span(body.body[0])[0]
    indent = text[text.rfind("\n", 0, first) + 1 : first].lstrip("\f")
    if indent.strip():
        raise CannotFix("something else stands on the line")
    stop = text.find("\n", unit.span(last)[1]) + 1
    while stop and _is_comment(text[stop:].partition("\n")[0], indent):
        stop = text.find("\n", stop) + 1
    if stop:
        patch.insert(stop, f"{indent}raise{patch.newline}")
    else:  # the file ends without a line end, and keeps to that
        patch.insert(len(text), f"{patch.newline}{indent}raise")


def _is_comment(line: str, indent: str) -> bool:
    """Whether the line is a comment that stands as far to the right as the ``indent``, or further."""
    return line.startswith(indent) and line.lstrip().startswith("#")


def is_nothing(statement: cst.CSTNode) -> bool:
    """Whether it is ``pass`` or ``...``."""
    return isinstance(statement, cst.Pass) or (
        isinstance(statement, cst.Expr) and isinstance(statement.value, cst.Ellipsis)
    )


def _check_is_raised(statement: cst.CSTNode, handler: Handler, unit: Unit) -> None:
    """Raise ``CannotFix`` where a ``raise`` in place of the statement would not let the handler's exception out."""
    inner = statement
    for outer in unit.ancestors(statement):
        if outer is handler:
            return
        if isinstance(outer, (cst.ExceptHandler, cst.ExceptStarHandler, cst.Finally)):
            raise CannotFix("another exception is being handled there")
        if isinstance(outer, (cst.Try, cst.TryStar)) and inner is outer.body:
            if any(_may_catch(each.type, unit) for each in outer.handlers):
                raise CannotFix("it would be caught again")
        if isinstance(outer, cst.With) and any(_may_catch(item.item, unit) for item in outer.items):
            raise CannotFix("it would be suppressed")
        inner = outer


def _may_catch(caught: cst.BaseExpression | None, unit: Unit) -> bool:
    """Whether classes that a CancelledError is one of are named there."""
    return caught is None or any(isinstance(node, cst.Name) and node.value in _CATCHING for node in unit.below(caught))


def has_effects(code: cst.CSTNode, unit: Unit) -> bool:
    """Whether the code does something, or may."""
    return any(isinstance(node, (cst.Call, cst.Await, cst.Yield, cst.NamedExpr)) for node in unit.below(code))


def wait_for_cancelled(block: cst.Try | cst.TryStar | cst.With, unit: Unit) -> Fix:
    """``try: await task``, ``except CancelledError: pass`` → ``await asyncio.wait([task])``, and the task's own error.

    Where the task's own errors are swallowed, too, that is all; where only CancelledError is, they are raised as they were.
    """
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
        or not all(is_nothing(_only_statement(handler.body)) for handler in block.handlers)
    ):
        raise CannotFix("the handler does more")
    caught = _caught(block)
    swallows_all = None in caught or any(_is_base(each) for each in caught)
    if not swallows_all and not all(tail(_called(each)) in _CATCHING for each in caught if each is not None):
        raise CannotFix("some errors of the task are to be raised, and others not")
    patch = Patch(unit)
    start, end = unit.span(block)
    margin = f"{patch.newline}{indentation(start, unit.text)}"
    name = code = unit.code(task.expression)
    rows = []
    if not swallows_all and not isinstance(task.expression, cst.Name):  # which may be bound anew meanwhile
        name = patch.fresh("task", block)
        rows.append(f"{name} = {code}")
    rows.append(f"await {patch.name('asyncio', 'wait', block)}([{name}])")
    if not swallows_all:
        rows += [f"if not {name}.cancelled():", f"{step(block, unit)}{name}.result()"]
    if len(rows) > 1 and unit.text[unit.text.rfind("\n", 0, start) + 1 : start].strip():
        raise CannotFix("something else stands on the line")
    patch.replace(start, end, margin.join(rows))
    for part in block.items if isinstance(block, cst.With) else [each.type for each in block.handlers]:
        if part is not None:
            patch.free_imports_in(part)
    return patch.fix("wait for the task without taking its cancellation for one's own", Applicability.UNSAFE)


def _caught(block: cst.Try | cst.TryStar | cst.With) -> list[cst.BaseExpression | None]:
    """The classes that are caught or suppressed; None for a bare ``except``."""
    if isinstance(block, cst.With):
        manager = block.items[0].item
        named: list[cst.BaseExpression | None] = (
            [each.value for each in manager.args] if isinstance(manager, cst.Call) else []
        )
    else:
        named = [handler.type for handler in block.handlers]
    return [part for each in named for part in (_elements(each) if isinstance(each, cst.Tuple) else [each])]


def _elements(several: cst.Tuple) -> list[cst.BaseExpression]:
    return [element.value for element in several.elements]


def _is_base(caught: cst.BaseExpression | None) -> bool:
    """Whether it is a class of all errors that a task may have."""
    return caught is not None and tail(caught) in ("Exception", "BaseException")


def _called(caught: cst.BaseExpression) -> cst.BaseExpression:
    """``get_cancelled_exc_class`` of ``get_cancelled_exc_class()``."""
    return caught.func if isinstance(caught, cst.Call) else caught


def narrow(manager: cst.Call, cancelled: list[cst.Arg], unit: Unit) -> Fix:
    """``suppress(CancelledError, OSError)`` → ``suppress(OSError)``."""
    if not cancelled or len(cancelled) == len(manager.args):
        raise CannotFix("nothing would be left to suppress")
    if any(argument.star or isinstance(argument.value, cst.Tuple) for argument in cancelled):
        raise CannotFix("it is one of several classes in a tuple")
    if any(unit.code(argument.value).rpartition(".")[2] == "BaseException" for argument in cancelled):
        raise CannotFix("BaseException stands for other exceptions, too")
    patch = Patch(unit)
    _remove(manager.args, cancelled, patch)
    for argument in cancelled:
        patch.free_imports_in(argument)
    return patch.fix("do not suppress CancelledError", Applicability.UNSAFE)


def _only_statement(body: cst.BaseSuite) -> cst.CSTNode:
    """The statement that the body consists of; the body itself where it is more than one."""
    if len(body.body) != 1:
        return body
    statement = body.body[0]
    if isinstance(statement, cst.SimpleStatementLine):
        return statement.body[0] if len(statement.body) == 1 else body
    return statement
