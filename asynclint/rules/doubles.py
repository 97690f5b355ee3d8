"""Names that a test puts something else in the place of: ``patch("app.time.sleep")``, ``monkeypatch.setattr(time, "sleep", …)``."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator

import libcst as cst

from asynclint.rules.unit import Unit


def is_replaced(node: cst.CSTNode, names: Collection[str], unit: Unit) -> bool:
    """Whether, where ``node`` stands, a test has replaced something that goes by one of the (last) names."""
    replaced = _replaced_anywhere(unit)
    if replaced.isdisjoint(names):
        return False
    inner = node
    for outer in unit.ancestors(node):
        if isinstance(outer, cst.With) and inner is outer.body:
            if any(not _replaced_by(item.item).isdisjoint(names) for item in outer.items):
                return True
        if isinstance(outer, cst.FunctionDef) and inner is outer.body:
            given = {name for decorator in outer.decorators for name in _replaced_by(decorator.decorator)}
            if not given.isdisjoint(names) or not _set_in(outer, unit).isdisjoint(names):
                return True
        inner = outer
    return False


@functools.lru_cache(maxsize=1)
def _replaced_anywhere(unit: Unit) -> frozenset[str]:
    decorators = [decorator.decorator for root in unit.roots for decorator in getattr(root, "decorators", ())]
    return frozenset(name for node in (*unit.of_kind(cst.Call), *decorators) for name in _replaced_by(node))


def _set_in(function: cst.FunctionDef, unit: Unit) -> frozenset[str]:
    """What ``monkeypatch`` or ``mocker`` replace for the rest of the test, in the function's own body."""
    calls = (call for call in unit.of_kind(cst.Call) if unit.function(call) is function)
    return frozenset(name for call in calls if _is_for_good(call) for name in _replaced_by(call))


def _is_for_good(call: cst.Call) -> bool:
    return any(name in ("monkeypatch", "mocker") for name in _dotted(call.func))


def _replaced_by(node: cst.CSTNode) -> frozenset[str]:
    """The last name of what the call replaces; nothing where it is no such call."""
    if not isinstance(node, cst.Call):
        return frozenset()
    words = list(_dotted(node.func))
    if "patch" not in words and words[-2:] != ["monkeypatch", "setattr"]:
        return frozenset()
    by_object = words[-1] in ("object", "setattr") and len(node.args) > 1
    for argument in node.args[:2] if by_object else node.args[:1]:
        if isinstance(argument.value, cst.SimpleString):
            return frozenset({str(argument.value.evaluated_value).rpartition(".")[2]})
    return frozenset()


def _dotted(node: cst.CSTNode) -> Iterator[str]:
    if isinstance(node, cst.Attribute):
        yield from _dotted(node.value)
        yield node.attr.value
    elif isinstance(node, cst.Name):
        yield node.value
