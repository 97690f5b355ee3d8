"""What the code asks before it uses a value: is it a coroutine, is this a coroutine function?

Where the answer was no, what follows is right for what a plain function gives, whatever else the same name can be.
"""

from __future__ import annotations

import functools

import libcst as cst

from asynclint.codemods.patch import tail
from asynclint.rules.unit import Unit

_QUESTIONS = frozenset({"iscoroutinefunction", "is_async_callable", "isawaitable", "iscoroutine"})
_TYPES = frozenset({"Awaitable", "Coroutine", "CoroutineType"})
_LEAVING = (cst.Return, cst.Raise, cst.Continue, cst.Break)


def is_ruled_out(node: cst.CSTNode, subject: str, unit: Unit) -> bool:
    """Whether the code around ``node`` has found that what it writes as ``subject`` is no coroutine (function)."""
    inner = node
    for outer in unit.ancestors(node):
        if isinstance(outer, (cst.FunctionDef, cst.Lambda)):
            return False
        if isinstance(outer, (cst.If, cst.IfExp)) and inner is not outer.test:
            if _denies(outer.test, inner is outer.body, subject, unit):
                return True
        elif isinstance(outer, cst.BooleanOperation) and inner is outer.right:
            if _denies(outer.left, isinstance(outer.operator, cst.And), subject, unit):
                return True
        elif isinstance(outer, cst.IndentedBlock):
            guards, positions = _guards(outer)
            for guard in guards:
                if positions[guard] >= positions[inner]:
                    break
                if _denies(guard.test, False, subject, unit):
                    return True
        inner = outer
    return False


def asks_of(call: cst.CSTNode, subject: str, unit: Unit) -> bool:
    """Whether the call asks what the value (or the function) ``subject`` is."""
    if not isinstance(call, cst.Call) or not call.args or unit.code(call.args[0].value) != subject:
        return False
    name = tail(call.func)
    if name == "isinstance" and len(call.args) == 2:
        classes = call.args[1].value
        listed = [element.value for element in classes.elements] if isinstance(classes, cst.Tuple) else [classes]
        return any(tail(class_) in _TYPES for class_ in listed)
    return name in _QUESTIONS


def _denies(test: cst.BaseExpression, holds: bool, subject: str, unit: Unit) -> bool:
    """Whether the subject is no coroutine (function) where the test came out so."""
    if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        return _denies(test.expression, not holds, subject, unit)
    if isinstance(test, cst.BooleanOperation):
        both = _denies(test.left, holds, subject, unit), _denies(test.right, holds, subject, unit)
        return any(both) if isinstance(test.operator, cst.And) is holds else all(both)
    return not holds and asks_of(test, subject, unit)


@functools.lru_cache(maxsize=8)  # blocks may be long, and full of calls
def _guards(block: cst.IndentedBlock) -> tuple[list[cst.If], dict[cst.CSTNode, int]]:
    """The tests that leave the block where they hold, in order; and the position of each of its statements."""
    guards = [
        statement
        for statement in block.body
        if isinstance(statement, cst.If) and statement.orelse is None and _leaves(statement.body)
    ]
    return guards, {statement: position for position, statement in enumerate(block.body)}


def _leaves(body: cst.BaseSuite) -> bool:
    last = body.body[-1] if body.body else None
    if isinstance(last, cst.SimpleStatementLine):
        last = last.body[-1]
    return isinstance(last, _LEAVING)
