"""A stand-in for the engine's unit: one whole file, names by a plain table of its imports. For tests of single rules only."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

import libcst as cst
from libcst import helpers

from asynclint.rules.unit import Unit

_EXPORTED = {
    "asyncio.CancelledError": "asyncio.exceptions.CancelledError",
    "asyncio.current_task": "asyncio.tasks.current_task",
    "concurrent.futures.CancelledError": "concurrent.futures._base.CancelledError",
}


class NaiveUnit(Unit):
    """Answers for the module ``source`` without knowing scopes: a name is what some import in the file made it."""

    def __init__(self, source: str) -> None:
        self.tree = cst.parse_module(source)
        self.nodes = list(_walk(self.tree))
        self._parents = {child: node for node in self.nodes for child in node.children}
        self._imports = dict(pair for node in self.nodes for pair in _imported(node))
        self._bound = set(self._imports) | {name for node in self.nodes for name in _bound(node)}

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        return self._parents.get(node)

    def ancestors(self, node: cst.CSTNode) -> list[cst.CSTNode]:
        found: list[cst.CSTNode] = []
        while (parent := self._parents.get(node)) is not None:
            found.append(parent)
            node = parent
        return found

    def function(self, node: cst.CSTNode) -> cst.FunctionDef | cst.Lambda | None:
        inner = node
        for outer in self.ancestors(node):
            if isinstance(outer, cst.FunctionDef | cst.Lambda) and inner is outer.body:
                return outer
            inner = outer
        return None

    def names(self, node: cst.BaseExpression) -> frozenset[str]:
        dotted = helpers.get_full_name_for_node(node.func if isinstance(node, cst.Call) else node)
        head, dot, rest = (dotted or "").partition(".")
        if head in self._imports:
            name = self._imports[head] + dot + rest
            return frozenset({name, _EXPORTED.get(name, name)})
        if head and not dot and head not in self._bound and hasattr(builtins, head):
            return frozenset({f"builtins.{head}"})
        return frozenset()

    def code(self, node: cst.CSTNode) -> str:
        return self.tree.code_for_node(node).strip()


def _walk(root: cst.CSTNode) -> Iterator[cst.CSTNode]:
    todo = [root]
    while todo:
        node = todo.pop()
        yield node
        todo.extend(reversed(node.children))


def _imported(node: cst.CSTNode) -> Iterator[tuple[str, str]]:
    if isinstance(node, cst.Import):
        for alias in node.names:
            name = alias.evaluated_name
            yield (alias.evaluated_alias, name) if alias.evaluated_alias else (name.partition(".")[0],) * 2
    elif isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar):
        source = helpers.get_absolute_module_for_import(None, node) if not node.relative else None
        for alias in node.names if source else ():
            yield alias.evaluated_alias or alias.evaluated_name, f"{source}.{alias.evaluated_name}"


def _bound(node: cst.CSTNode) -> Iterator[str]:
    match node:
        case cst.FunctionDef() | cst.ClassDef() | cst.Param():
            if isinstance(node.name, cst.Name):
                yield node.name.value
        case cst.AssignTarget(target=cst.Name(name)):
            yield name
