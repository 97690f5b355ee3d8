"""Handlers that stop a cancellation on purpose: what speaks for it, and leaves the handler without a fix.

Raising again is right where a cancellation was swallowed by mistake. It breaks the program where the error was that of an
awaited task, where work remains to be done behind the handler, or where somebody awaits the cancelled task and expects it to
end well.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.codemods.cancel import Handler, has_effects, is_nothing, tells
from asynclint.codemods.patch import CannotFix, tail
from asynclint.program.syntax import UnreadableSyntax, parse

if TYPE_CHECKING:
    from asynclint.rules.unit import Unit

# What waits for a task or a future that it is given, and so gives its errors.
_WAITING = frozenset({"wait_for", "shield", "gather", "wrap_future", "ensure_future"})
_STOPPING = frozenset({"CancelledError", "BaseException"})
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def check_awaited(points: Iterable[cst.CSTNode]) -> None:
    """Raise ``CannotFix`` where one of the awaits in the block is for a task or a future: it may be that which was cancelled."""
    if any(isinstance(point, cst.Await) and _is_of_a_task(point.expression) for point in points):
        raise CannotFix("the error may be that of the awaited task, which the handler is there for")


def _is_of_a_task(awaited: cst.BaseExpression) -> bool:
    if isinstance(awaited, (cst.Name, cst.Attribute, cst.Subscript)):
        return True
    return (
        isinstance(awaited, cst.Call)
        and tail(awaited.func) in _WAITING
        and any(_is_of_a_task(argument.value) for argument in awaited.args)
    )


def check_not_explained(handler: Handler, unit: Unit) -> None:
    """Raise ``CannotFix`` where the handler does nothing, and a comment in it says why."""
    statements: list[cst.CSTNode] = []
    for line in handler.body.body:
        statements += line.body if isinstance(line, cst.SimpleStatementLine) else [line]
    start, end = unit.span(handler)
    rest = unit.text[end:].partition("\n")[0]
    if "#" in unit.text[start:end] + rest and all(
        is_nothing(each) or isinstance(each, _LEAVING) for each in statements
    ):
        raise CannotFix("a comment says why nothing is done")


_LEAVING = (cst.Return, cst.Break, cst.Continue)


def follows(block: cst.CSTNode, reached: Iterable[cst.CSTNode], unit: Unit) -> bool:
    """Whether something is done behind the block that an exception out of it would skip; ``reached`` is what runs after it.

    What a ``finally`` around the block does, it does in any case. Nor does it count what only tells or leaves.
    """
    end = unit.span(block)[1]
    around = unit.ancestors(block)
    for node in reached:
        if unit.span(node)[0] < end or isinstance(
            node, (cst.If, cst.While, cst.Try, cst.TryStar, cst.Break, cst.Continue)
        ):
            continue
        if is_nothing(node) or isinstance(node, cst.Raise):
            continue
        if not has_effects(node, unit) if isinstance(node, cst.Return) else tells(node, unit):
            continue
        if not any(isinstance(each, cst.Finally) and unit.parent(each) in around for each in unit.ancestors(node)):
            return True
    return False


def check_nobody_waits(function: cst.FunctionDef, unit: Unit) -> None:
    """Raise ``CannotFix`` where the file cancels a task of the function and then awaits it, unprepared for CancelledError."""
    if function.name.value in _awaited_after_cancel(unit.text):
        raise CannotFix("its task is cancelled and awaited elsewhere, where it is expected to end well")


@functools.lru_cache(maxsize=4)
def _awaited_after_cancel(text: str) -> frozenset[str]:
    """The functions of which tasks are made that the file cancels somewhere, and awaits without a word about CancelledError."""
    try:
        tree = parse(text)
    except UnreadableSyntax:
        return frozenset()
    made: dict[str, set[str]] = {}  # functions called in what is bound to a name or an attribute
    cancelled: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            called = {_last(each.func) for each in ast.walk(node.value) if isinstance(each, ast.Call)}
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                made.setdefault(_last(target), set()).update(called)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "cancel":
            cancelled.add(_last(node.func.value))
    bare = cancelled.intersection(_awaited_bare(tree)) - {""}
    return frozenset().union(*(made.get(name, ()) for name in bare))


def _awaited_bare(node: ast.AST) -> Iterator[str]:
    """The last names of what is awaited outside of anything that stops a CancelledError."""
    if isinstance(node, (ast.Try, ast.TryStar)) and any(_stops(handler.type) for handler in node.handlers):
        for part in (*node.handlers, *node.orelse, *node.finalbody):
            yield from _awaited_bare(part)
        return
    if isinstance(node, ast.With) and any(
        isinstance(item.context_expr, ast.Call) and _last(item.context_expr.func) == "suppress" for item in node.items
    ):
        return
    if isinstance(node, ast.Await):
        awaited = node.value
        if isinstance(awaited, ast.Call) and _last(awaited.func) == "gather":
            if not awaited.keywords:
                yield from map(_last, awaited.args)
        else:
            yield _last(awaited)
    for child in ast.iter_child_nodes(node):
        yield from _awaited_bare(child)


def _stops(caught: ast.expr | None) -> bool:
    return caught is None or any(_last(each) in _STOPPING for each in ast.walk(caught))


def _last(node: ast.AST) -> str:
    """The last name of a dotted name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
