"""A plain function that only coroutines reach becomes a coroutine function, and so do the plain functions on the way to it.

``def`` → ``async def``, and ``await`` before every call. It is all or nothing: where one place cannot follow (sync code, a
reference that is handed on, an override, a property, …), nothing is changed, and the reason and the place are told.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst

from asynclint.codemods.awaiting import around, check_await
from asynclint.codemods.patch import CannotFix, tail
from asynclint.discovery import SourceError, read
from asynclint.findings import Edit
from asynclint.knowledge.decorators import DecoratorKind
from asynclint.program.facts import Flag, Import, ScopeKind
from asynclint.program.index import Extent, Program
from asynclint.program.modules import Definition, Module
from asynclint.program.screen import all_extents
from asynclint.program.sources import Sources
from asynclint.program.values import FunctionValue, Values
from asynclint.rules.unit import TooDeep, Unit

_KINDS = (DecoratorKind.PLAIN, DecoratorKind.CLASSMETHOD, DecoratorKind.STATICMETHOD)


@dataclass(frozen=True, slots=True)
class Plan:
    """The functions that become coroutine functions, and the edits by file (its path)."""

    functions: tuple[Definition, ...]
    edits: dict[str, tuple[Edit, ...]]


def find(program: Program, name: str) -> Definition:
    """The function that ``package.module:Class.function`` (or with a dot for the colon) names. Raises ``CannotFix``."""
    module, _, path = name.partition(":")
    for candidate in program.modules.program:
        if path and candidate.name != module:
            continue
        if not path and not name.startswith(f"{candidate.name}."):
            continue
        wanted = path or name.removeprefix(f"{candidate.name}.")
        for index, scope in enumerate(candidate.facts.scopes):
            if scope.kind is ScopeKind.FUNCTION and scope.qualname == wanted:
                return candidate.definition(index)
    raise CannotFix(f"there is no function {name} in the given paths")


class Asyncify:
    """Plans the change in a linked program; ``outside`` are Python files of the project that were not given."""

    def __init__(self, program: Program, sources: Sources, outside: list[str]) -> None:
        self._program = program
        self._sources = sources
        self._outside = outside
        self._units: dict[tuple[Module, Extent], Unit] = {}

    def plan(self, function: Definition) -> Plan:
        """What has to change. Raises ``CannotFix`` with the first reason why it cannot."""
        functions = [function]
        edits: dict[str, set[Edit]] = {}
        for each in functions:  # grows on the way up
            self._check(each)
            unit, node = self._node_of(each)
            start, _ = unit.span(node)
            edits.setdefault(each.module.path, set()).add(Edit(start, start, "async "))
            calls = list(self._calls(each))
            if not calls:
                raise CannotFix(f"nothing calls {each.qualname} in the given paths: who uses it is not to be seen")
            for call, unit in calls:
                edits.setdefault(unit.module.path, set()).update(self._awaited(call, unit))
                outer = unit.function(call)
                caller = unit.definition(call)
                if isinstance(outer, cst.FunctionDef) and outer.asynchronous is None and caller is not None:
                    functions += [caller] if caller not in functions else []
        return Plan(tuple(functions), {path: tuple(sorted(found)) for path, found in edits.items()})

    # -- May it be a coroutine function at all? --

    def _check(self, function: Definition) -> None:
        what = f"{function.qualname} ({function.module.display}:{function.fact.line})"
        name = function.fact.name
        if function.fact.flags & Flag.ASYNC:
            raise CannotFix(f"{what} is a coroutine function already")
        if function.fact.flags & Flag.GENERATOR:
            raise CannotFix(f"{what} is a generator")
        if name.startswith("__") and name.endswith("__"):
            raise CannotFix(f"{what} is called by Python itself, which does not await")
        kind = self._program.resolver.kind(function)
        if kind in (DecoratorKind.PROPERTY, DecoratorKind.ACCESSOR):
            raise CannotFix(f"{what} is a property")
        if kind not in _KINDS or (function.fact.decorators and kind is DecoratorKind.PLAIN):
            raise CannotFix(f"{what} is decorated: what calls it is not to be seen")
        if function.class_ is not None:
            self._check_method(function, function.class_, what)
        for path in self._outside:
            line = self._line_in(path, name)
            if line:
                raise CannotFix(f"{what} is named outside of the given paths: {path}:{line}")

    def _check_method(self, function: Definition, class_: Definition, what: str) -> None:
        resolver = self._program.resolver
        name = function.fact.name
        order, is_complete = resolver.mro(class_)
        if not is_complete:
            raise CannotFix(f"{what} may be called by a base class that is not known")
        for owner in order[1:]:
            if name in owner.fact.bindings:
                raise CannotFix(f"{what} overrides a method of {owner.qualname}")
        for sub in resolver.subclasses(class_):
            if name in sub.fact.bindings:
                raise CannotFix(f"{what} is overridden in {sub.qualname} ({sub.module.display}:{sub.fact.line})")

    def _line_in(self, path: str, name: str) -> int:
        try:
            text = read(Path(path))
        except SourceError:
            return 0
        found = re.search(rf"\b{re.escape(name)}\b", text)
        return text.count("\n", 0, found.start()) + 1 if found is not None else 0

    # -- Who calls it --

    def _calls(self, function: Definition) -> Iterator[tuple[cst.Call, Unit]]:
        """Every call of the function. Raises ``CannotFix`` where it is used in any other way, or may be."""
        names = self._names(function)
        for unit in self._units_with(names):
            nodes: list[cst.Name | cst.Attribute] = [*unit.of_kind(cst.Name), *unit.of_kind(cst.Attribute)]
            for node in nodes:
                if tail(node) in names and not _is_no_load(node, unit):
                    call = self._call(node, function, unit)
                    if call is not None:
                        yield call, unit

    def _call(self, node: cst.Name | cst.Attribute, function: Definition, unit: Unit) -> cst.Call | None:
        """The call of the function that the expression is a part of; None where it is about something else."""
        where = f"{unit.module.display}:{unit.location(node).line}"
        parent = unit.parent(node)
        if not isinstance(parent, cst.Call) or parent.func is not node:
            values = unit.values(node)
            if _holds(values, function):
                raise CannotFix(f"{function.qualname} is handed on by reference: {where}")
            self._check_unknown(values, node, function, where)
            return None
        site = unit.site(parent)
        callees = site.callees if site is not None else Values(())
        if not _holds(callees, function):
            self._check_unknown(callees, node, function, where)
            return None
        if len(callees.items) > 1 or not callees.complete:
            raise CannotFix(f"the call may be of another function, too: {where}")
        if isinstance(unit.parent(parent), cst.Await):
            raise CannotFix(f"what {function.qualname} returns is awaited: {where}")
        return parent

    def _check_unknown(self, values: Values, node: cst.CSTNode, function: Definition, where: str) -> None:
        """A method of that name, of an object that nothing is known of, may be the one."""
        if isinstance(node, cst.Attribute) and function.class_ is not None and not (values.items and values.complete):
            raise CannotFix(f"`.{function.fact.name}` of an object that is not known may be it: {where}")

    def _names(self, function: Definition) -> frozenset[str]:
        """The names it is called by: its own, and those under which it is imported, from wherever it has got that name."""
        imports = [
            (alias, binding, module)
            for module in self._program.modules.program
            for scope in module.facts.scopes
            for alias, bindings in scope.bindings.items()
            for binding in bindings
            if isinstance(binding, Import) and alias != binding.name
        ]
        names = {function.fact.name}
        while True:
            more = {
                alias
                for alias, binding, module in imports
                if binding.name in names
                and alias not in names
                and _holds(self._program.resolver.imported(binding, module), function)
            }
            if not more:
                return frozenset(names)
            names |= more

    # -- The edits --

    def _awaited(self, call: cst.Call, unit: Unit) -> list[Edit]:
        where = f"{unit.module.display}:{unit.location(call).line}"
        try:
            check_await(call, unit, in_plain_functions=True)
        except CannotFix as reason:
            raise CannotFix(f"{where}: {reason}") from None
        start, end = unit.span(call)
        before, after = around(call, unit)
        return [Edit(start, start, f"{before}await "), *([Edit(end, end, after)] if after else [])]

    def _node_of(self, function: Definition) -> tuple[Unit, cst.FunctionDef]:
        for unit in self._units_with(frozenset({function.fact.name})):
            if unit.module is function.module:
                node = unit.node_of(function)
                if isinstance(node, cst.FunctionDef) and node.asynchronous is None:
                    return unit, node
        raise CannotFix(f"{function.qualname} cannot be read")

    def _units_with(self, names: frozenset[str]) -> Iterator[Unit]:
        word = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b")
        for module in self._program.modules.program:
            lines = self._sources.lines(module.path)
            if not word.search("".join(lines)):
                continue
            for extent in all_extents(module):
                if word.search("".join(lines[extent.first - 1 : extent.last])):
                    key = module, extent
                    if key not in self._units:
                        try:
                            self._units[key] = Unit(self._program, module, self._sources, extent)
                        except (cst.ParserSyntaxError, cst.CSTValidationError, TooDeep, RecursionError):
                            raise CannotFix(f"{module.display}:{extent.first} cannot be read") from None
                    yield self._units[key]


def _holds(values: Values, function: Definition) -> bool:
    return any(isinstance(value, FunctionValue) and value.function is function for value in values.items)


def _is_no_load(node: cst.Name | cst.Attribute, unit: Unit) -> bool:
    """Whether the name only names something: an attribute, a keyword, a parameter, an import, a definition, a target."""
    parent = unit.parent(node)
    if isinstance(parent, (cst.Attribute, cst.Arg, cst.Param)):
        return getattr(parent, "value", None) is not node
    return isinstance(
        parent, (cst.FunctionDef, cst.ClassDef, cst.ImportAlias, cst.AsName, cst.AssignTarget, cst.NameItem)
    )


def files_outside(root: Path, given: set[str]) -> list[str]:
    """The Python files below ``root`` that are not among the (real) paths given, without what no project keeps its own code in."""
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(
            each
            for each in folders
            if not each.startswith(".") and each not in ("venv", "site-packages", "node_modules", "build")
        )
        for file in sorted(files):
            path = os.path.join(folder, file)
            if file.endswith(".py") and os.path.realpath(path) not in given:
                found.append(path)
    return found
