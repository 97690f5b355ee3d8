"""Which names a block binds and reads, and whether a name is bound for certain: what has to be known to move the block."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from asynclint.codemods.patch import CannotFix

if TYPE_CHECKING:
    from asynclint.rules.unit import Unit


def is_read(name: cst.Name, unit: Unit) -> bool:
    """Whether the name stands for a variable that is read."""
    parent = unit.parent(name)
    match parent:
        case cst.Attribute():
            return name is not parent.attr
        case cst.Arg():
            return name is not parent.keyword
        case cst.AssignTarget() | cst.AnnAssign() | cst.For() | cst.CompFor():
            return name is not parent.target
        case cst.AsName() | cst.Param() | cst.FunctionDef() | cst.ClassDef():
            return name is not parent.name
        case cst.Element() | cst.StarredElement():
            return not isinstance(_target_around(parent, unit), cst.CSTNode)
    return True


def _is_stored(name: cst.Name, unit: Unit) -> bool:
    """Whether the name is bound, as a variable of the function and not of a comprehension."""
    parent = unit.parent(name)
    match parent:
        case cst.Element() | cst.StarredElement():
            return not isinstance(_target_around(parent, unit), (cst.CompFor, type(None)))
        case cst.AssignTarget() | cst.AnnAssign() | cst.AugAssign() | cst.For():
            return name is parent.target
    return isinstance(parent, cst.AsName)


def _target_around(element: cst.CSTNode, unit: Unit) -> cst.CSTNode | None:
    """What binds the names of the tuple or list with the element; None if nothing does."""
    inner, outer = element, unit.parent(element)
    while isinstance(outer, (cst.Tuple, cst.List, cst.Element, cst.StarredElement)):
        inner, outer = outer, unit.parent(outer)
    if isinstance(outer, (cst.AssignTarget, cst.For, cst.CompFor)) and inner is outer.target:
        return outer
    return outer if isinstance(outer, cst.AsName) else None


def loaded(node: cst.CSTNode, unit: Unit) -> set[str]:
    """The names of variables that are read in ``node``."""
    return {each.value for each in unit.below(node) if isinstance(each, cst.Name) and is_read(each, unit)}


def stored(node: cst.CSTNode, unit: Unit) -> list[str]:
    """The names of variables that are bound in ``node``, in order."""
    names = [each for each in unit.below(node) if isinstance(each, cst.Name) and _is_stored(each, unit)]
    return list(dict.fromkeys(name.value for name in sorted(names, key=unit.span)))


def _targets(node: cst.CSTNode, unit: Unit) -> set[str]:
    return {each.value for each in unit.below(node) if isinstance(each, cst.Name)}


def is_of_inner_function(name: cst.Name, function: cst.FunctionDef, unit: Unit) -> bool:
    """Whether a function inside of ``function`` has a variable of that name, which is the one that is read."""
    scopes = unit.module.facts.scopes
    index = unit.scope(name)
    while index > unit.scope(function.body):
        if name.value in scopes[index].bindings:
            return True
        index = scopes[index].parent
    return False


def is_bound_anew(name: cst.Name, after: int, loop: cst.CSTNode | None, unit: Unit) -> bool:
    """Whether whatever comes to the name has bound it behind the offset ``after``, or in the same turn of the loop."""
    inner: cst.CSTNode = name
    for outer in unit.ancestors(name):
        is_meant = unit.span(outer)[0] >= after or (loop is not None and loop in unit.ancestors(outer))
        match outer:
            case cst.FunctionDef():
                return False
            case cst.ListComp() | cst.SetComp() | cst.DictComp() | cst.GeneratorExp():
                targets = [each.target for each in unit.below(outer.for_in) if isinstance(each, cst.CompFor)]
                in_first = any(each is name for each in unit.below(outer.for_in.iter))
                if not in_first and any(name.value in _targets(target, unit) for target in targets):
                    return True
            case cst.For() if is_meant and inner is outer.body and name.value in _targets(outer.target, unit):
                return True
            case cst.IndentedBlock():
                for statement in outer.body[: outer.body.index(inner)]:
                    is_later = unit.span(statement)[0] >= after
                    if is_later or (loop is not None and loop in unit.ancestors(statement)):
                        if name.value in _surely_bound(statement, unit):
                            return True
        inner = outer
    return False


def _surely_bound(statement: cst.CSTNode, unit: Unit) -> set[str]:
    """The names that the statement binds whenever it is done."""
    if not isinstance(statement, cst.SimpleStatementLine):
        return set()
    assigned = [each for each in statement.body if isinstance(each, cst.Assign)]
    return {name for each in assigned for target in each.targets for name in _targets(target.target, unit)}


class Bindings:
    """What a ``with`` block binds: all names in ``order``, those ``bound`` for certain at its end, and which are ``handles``.

    Raises ``CannotFix`` where a name is read that the block binds only later, or not always: in a function of its own that would
    be another variable.
    """

    def __init__(self, block: cst.With, unit: Unit) -> None:
        self._unit = unit
        self.order = stored(block, unit)
        self.handles = {
            name
            for each in unit.below(block)
            if isinstance(each, cst.WithItem) and each.asname is not None
            for name in _targets(each.asname.name, unit)
        }
        self.bound = self._after(block, frozenset())

    def _read(self, node: cst.CSTNode | None, bound: frozenset[str]) -> None:
        if node is not None and (loaded(node, self._unit) & set(self.order)) - bound:
            raise CannotFix("a name is read before the block binds it")

    def _after(self, node: cst.CSTNode | None, bound: frozenset[str]) -> frozenset[str]:
        """The names that are bound for certain after the statement, where ``bound`` are before it."""
        match node:
            case None:
                return bound
            case cst.IndentedBlock() | cst.SimpleStatementSuite() | cst.SimpleStatementLine():
                for statement in node.body:
                    bound = self._after(statement, bound)
                return bound
            case cst.Else() | cst.Finally():
                return self._after(node.body, bound)
            case cst.With():
                for item in node.items:
                    self._read(item.item, bound)
                    if item.asname is not None:
                        bound |= _targets(item.asname.name, self._unit)
                return self._after(node.body, bound)
            case cst.If():
                self._read(node.test, bound)
                return self._after(node.body, bound) & self._after(node.orelse, bound)
            case cst.For():
                self._read(node.iter, bound)
                self._after(node.body, bound | _targets(node.target, self._unit))
                return self._after(node.orelse, bound)
            case cst.While():
                self._read(node.test, bound)
                self._after(node.body, bound)
                return self._after(node.orelse, bound)
            case cst.Try() | cst.TryStar():
                self._after(node.body, bound)
                for handler in node.handlers:
                    self._read(handler.type, bound)
                    named = _targets(handler.name, self._unit) if handler.name is not None else set()
                    self._after(handler.body, bound | named)
                self._after(node.orelse, bound)
                return self._after(node.finalbody, bound)
            case cst.Assign():
                self._read(node.value, bound)
                return bound.union(*(_targets(target.target, self._unit) for target in node.targets))
            case cst.AnnAssign():
                self._read(node.value, bound)
                return bound | _targets(node.target, self._unit) if node.value is not None else bound
        self._read(node, bound)
        return bound
