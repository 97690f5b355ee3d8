"""A CancelledError that was caught goes on: raised again, let pass, or not caught at all."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.codemods.binding import is_read
from asynclint.codemods.imports import file_imports
from asynclint.codemods.patch import CannotFix, Patch, indentation, step, tail
from asynclint.codemods.runners import framework_of
from asynclint.findings import Applicability, Fix

if TYPE_CHECKING:
    from asynclint.rules.unit import Unit

Handler = cst.ExceptHandler | cst.ExceptStarHandler

# What a handler may call without doing anything that somebody could miss.
_TELLING = frozenset({
    "debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log", "print", "print_exc",
    "print_exception", "format_exc", "format_exception", "sleep", "str", "repr", "type", "format", "len", "isinstance",
})  # fmt: skip
# What a handler may call to clean up behind itself.
_CLEANING = re.compile(
    r"(?:^|_)(?:close|aclose|cancel|stop|disconnect|release|clear|set|shutdown|terminate|kill|abort|cleanup|clean|discard|remove|"
    r"pop|reset|rollback|unlink|delete|unregister|unsubscribe|exit|join|wait|done|dispose|destroy|end)(?:_|$)"
)
_CATCHING = frozenset({"BaseException", "CancelledError", "get_cancelled_exc_class"})


def let_pass(handler: Handler, in_doubt: bool, unit: Unit) -> Fix:
    """``except asyncio.CancelledError: raise`` before a broad handler.

    Only where all that the handler does is to tell of the error: what it cleans up, a cancelled task wants to clean up, too. Safe
    where the mistake is not ``in_doubt``.
    """
    _check_not_grouped(handler)
    if not _only_tells(handler, unit):
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
    return patch.fix(
        "let CancelledError pass before this handler", Applicability.UNSAFE if in_doubt else Applicability.SAFE
    )


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
    framework = framework_of(patch.unit)
    if framework == "trio":
        raise CannotFix("trio cancels with an exception of its own")
    if framework == "anyio":
        return f"{patch.name('anyio', 'get_cancelled_exc_class', handler)}()"
    return patch.name("asyncio", "CancelledError", handler)


def _remove(
    several: Sequence[cst.Arg],
    gone: Sequence[cst.Arg],
    patch: Patch,
) -> None:
    """Take some of the arguments out, each with the comma behind it; the last ones with the comma before them."""
    spans = [_inner_span(each, patch.unit) for each in several]
    last = max(number for number, each in enumerate(several) if each not in gone)
    for number, each in enumerate(several):
        if each in gone and number < last:
            patch.replace(spans[number][0], spans[number + 1][0], "")
    if last + 1 < len(several):
        patch.replace(spans[last][1], spans[-1][1], "")


def _inner_span(part: cst.Arg, unit: Unit) -> tuple[int, int]:
    """Without the comma, but with a star."""
    start, end = unit.span(part.value)
    return min(start, unit.span(part)[0]), end


def _only_tells(handler: Handler, unit: Unit) -> bool:
    """Whether all that the handler does is to log, to wait a while, to bind local names, and to leave."""
    for node in unit.below(handler.body):
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
    if any(_is_dealing(node, handler, unit) for node in unit.below(handler.body)) or _binds_a_result(handler, unit):
        raise CannotFix("the handler deals with the cancellation")
    if _is_explained(handler, unit):
        raise CannotFix("a comment says why nothing is done")
    if not leaving and not falls_off:
        raise CannotFix("the handler itself raises on every path")
    patch = Patch(unit)
    for statement in leaving:
        if isinstance(statement, cst.Return) and statement.value is not None and _has_effects(statement.value, unit):
            raise CannotFix("what is returned is computed, and would be no more")
        _check_is_raised(statement, handler, unit)
        patch.replace(*unit.span(statement), "raise")
    if falls_off:
        _append_raise(handler, patch)
    return patch.fix("raise it again at the end of the handler", Applicability.UNSAFE)


def _is_explained(handler: Handler, unit: Unit) -> bool:
    """Whether the handler does nothing but leave, and a comment in it says why."""
    statements: list[cst.CSTNode] = []
    for line in handler.body.body:
        statements += line.body if isinstance(line, cst.SimpleStatementLine) else [line]
    start, end = unit.span(handler)
    text = unit.text[start:end] + unit.text[end:].partition("\n")[0]
    return "#" in text and all(
        _is_nothing(each) or isinstance(each, (cst.Return, cst.Break, cst.Continue)) for each in statements
    )


def _is_dealing(node: cst.CSTNode, handler: Handler, unit: Unit) -> bool:
    """Whether it is a call that neither tells of the error nor cleans up; what these are given, and what is raised, is theirs."""
    if not isinstance(node, cst.Call) or isinstance(unit.parent(node), cst.WithItem):
        return False
    for outer in (node, *unit.ancestors(node)):
        if outer is handler:
            return True
        if isinstance(outer, (cst.Raise, cst.FunctionDef)):
            return False
        if isinstance(outer, cst.Call) and (is_clean_up(outer) or tail(outer.func) in _TELLING):
            return False
    return True


def _binds_a_result(handler: Handler, unit: Unit) -> bool:
    """Whether the handler gives a name a value that is read behind it: the answer of a function that goes on."""
    end = unit.span(handler)[1]
    function = unit.function(handler)
    bound = {
        node.target.value
        for node in unit.below(handler.body)
        if isinstance(node, cst.AssignTarget) and isinstance(node.target, cst.Name)
    }
    return function is not None and any(
        isinstance(node, cst.Name) and node.value in bound and unit.span(node)[0] > end and is_read(node, unit)
        for node in unit.below(function)
    )


def is_clean_up(call: cst.Call) -> bool:
    """Whether the name of what is called says that it ends or clears something."""
    return _CLEANING.search(tail(call.func)) is not None


def check_awaited_elsewhere(function: str, unit: Unit) -> None:
    """Raise ``CannotFix`` where a task of the function is cancelled and then awaited with nothing around that takes the error."""
    body = file_imports(unit.text).body
    tasks = {
        _last(target)
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        if any(_last(each.func) == function for each in _calls(node.value) if each is not node.value)
        for target in node.targets
    }
    if tasks and any(_is_cancelled_and_awaited(tasks, suite) for suite in _open_suites(body)):
        raise CannotFix("the task is cancelled elsewhere, and awaited by code that counts on its ending quietly")


def _is_cancelled_and_awaited(tasks: set[str], suite: Sequence[ast.stmt]) -> bool:
    """Whether the suite cancels one of the tasks, and a statement behind that awaits it."""
    cancelled: set[str] = set()
    for statement in suite:
        value = statement.value if isinstance(statement, (ast.Expr, ast.Assign)) else None
        if isinstance(value, ast.Await) and _last(value.value) in cancelled:
            return True
        called = (each.func for each in _calls(statement))
        receivers = {_last(each.value) for each in called if isinstance(each, ast.Attribute) and each.attr == "cancel"}
        cancelled |= receivers & tasks
    return False


def _open_suites(suite: Sequence[ast.stmt]) -> Iterator[Sequence[ast.stmt]]:
    """The suite and those in it, but for what stands in a ``try`` with handlers, or in a ``with suppress(…)``."""
    yield suite
    for statement in suite:
        if isinstance(statement, ast.Try) and statement.handlers:
            parts = [statement.orelse, statement.finalbody, *(handler.body for handler in statement.handlers)]
        elif isinstance(statement, ast.With) and any(
            _last(each.func) == "suppress" for item in statement.items for each in _calls(item.context_expr)
        ):
            parts = []
        else:
            parts = [getattr(statement, part, []) for part in ("body", "orelse", "finalbody")]
        for part in parts:
            yield from _open_suites(part)


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def _last(node: ast.expr) -> str:
    """The last name of a dotted name; empty for other expressions."""
    if isinstance(node, ast.Subscript):
        return _last(node.value)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _append_raise(handler: Handler, patch: Patch) -> None:
    unit = patch.unit
    body = handler.body
    last = body.body[-1]
    if isinstance(body, cst.SimpleStatementSuite):
        if len(body.body) == 1 and _is_nothing(last):
            patch.replace(*unit.span(last), "raise")
        else:
            patch.insert(unit.span(last)[1], "; raise")
        return
    if isinstance(last, cst.SimpleStatementLine) and len(last.body) == 1 and _is_nothing(last.body[0]):
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


def _is_nothing(statement: cst.CSTNode) -> bool:
    """``pass`` or ``...``."""
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


def _has_effects(value: cst.BaseExpression, unit: Unit) -> bool:
    return any(isinstance(node, (cst.Call, cst.Await, cst.Yield, cst.NamedExpr)) for node in unit.below(value))


def wait_for_cancelled(block: cst.Try | cst.TryStar | cst.With, only_cancellation: bool, unit: Unit) -> Fix:
    """``try: await task``, ``except BaseException: pass`` → ``await asyncio.wait([task])``.

    Where ``only_cancellation`` was suppressed, the errors of the task itself are raised as before: by ``task.result()``.
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
        or not all(_is_nothing(_only_statement(handler.body)) for handler in block.handlers)
    ):
        raise CannotFix("the handler does more")
    patch = Patch(unit)
    start, end = unit.span(block)
    code = unit.code(task.expression)
    waiting = f"await {patch.name('asyncio', 'wait', block)}([{code}])"
    if only_cancellation:
        if not isinstance(task.expression, cst.Name) or not patch.is_hidden(code, block):
            raise CannotFix("it may be another task by the time that its error is asked for")
        indent = indentation(start, unit.text)
        newline = patch.newline
        waiting += f"{newline}{indent}if not {code}.cancelled():{newline}{indent}{step(block, unit)}{code}.result()"
    patch.replace(start, end, waiting)
    for part in block.items if isinstance(block, cst.With) else [each.type for each in block.handlers]:
        if part is not None:
            patch.free_imports_in(part)
    return patch.fix("wait for the task without taking its cancellation for one's own", Applicability.UNSAFE)


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
