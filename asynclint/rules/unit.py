"""A unit: one outermost function (with all that is nested in it), or one top-level statement, as a libcst tree.

Rules never see a file. They see a unit and ask it three kinds of questions: about the tree (parent, position, code), about
the program (what a call or a name is), and about other functions of the program, which are units too.

Only units with something suspicious in them are parsed, so that the cost of libcst is paid for a few functions and not for
whole files. A unit is a verbatim slice of its file: a fix that rewrites it leaves everything around it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import libcst as cst

from asynclint import profiling
from asynclint.discovery import SourceError
from asynclint.findings import Hop, Location, TaskFix
from asynclint.knowledge.roles import Role
from asynclint.program.facts import (
    OPAQUE,
    Attribute,
    Await,
    CallKind,
    Either,
    Expr,
    Guard,
    Item,
    LambdaExpr,
    Name,
    Result,
    ScopeKind,
)
from asynclint.program.index import CallSite, Extent, Program
from asynclint.program.modules import Definition, Module
from asynclint.program.nesting import too_deep
from asynclint.program.sources import Sources, character_column
from asynclint.program.values import Values
from asynclint.rules.flow import Flow, children
from asynclint.rules.positions import Place, Positions

_Node = TypeVar("_Node", bound=cst.CSTNode)
_SCOPES = frozenset({cst.FunctionDef, cst.ClassDef, cst.Lambda})


class TooDeep(Exception):
    """The slice is nested so deeply that libcst should not try."""


def _nowhere(_: Definition) -> Unit | None:
    return None


class Unit:
    """A slice of a file as a tree, with answers. Raises ``libcst.ParserSyntaxError`` when the slice cannot be parsed."""

    def __init__(
        self,
        program: Program,
        module: Module,
        sources: Sources,
        extent: Extent,
        enabled: frozenset[str] = frozenset(),
        unit_of: Callable[[Definition], Unit | None] = _nowhere,
    ) -> None:
        self.program = program
        self.module = module
        self.extent = extent
        self.enabled = enabled
        self.unit_of = unit_of  # the unit that holds another function of the program; None when it cannot be read
        self.task_fix: TaskFix = "set"
        self.oldest_python: Callable[[str], tuple[int, int] | None] | None = None  # by the path of a file
        self.sources = sources
        self._lines = lines = sources.lines(module.path)
        slice_ = "".join(lines[extent.first - 1 : extent.last])
        if "\f" in slice_:
            # libcst writes the indentation of a block's first line before all of them: no place to count form feeds from.
            slice_ = "".join(line.lstrip("\f") for line in lines[extent.first - 1 : extent.last])
        # An indented function is put under an `if`, so that not a byte of it has to change.
        is_indented = slice_[:1] in (" ", "\t")
        self._line_offset = extent.first - (2 if is_indented else 1)
        if too_deep(slice_):
            raise TooDeep
        with profiling.part("check", "libcst"):
            self.tree = cst.parse_module("if 1:\n" + slice_ if is_indented else slice_)
        body: list[cst.CSTNode] = list(self.tree.body)
        if is_indented:
            body = [statement for block in body for statement in block.body.body]  # type: ignore[attr-defined]
        self.roots: tuple[cst.CSTNode, ...] = tuple(body)
        self._parents: dict[int, cst.CSTNode] = {}  # by the identity of the child
        self._flows: dict[cst.FunctionDef, Flow] = {}
        self._positions: Positions | None = None
        self._sites: dict[int, CallSite] = {}
        self.nodes: list[cst.CSTNode] = []
        self._by_kind: dict[type[cst.CSTNode], list[Any]] = {}
        calls: list[cst.Call] = []
        scopes: list[cst.CSTNode] = []
        for root in self.roots:
            self._collect(root, root, calls, scopes)
        self._calls = self._matched_calls(calls)
        self._scopes = self._matched_scopes(scopes)
        # Few parts of a program have effects, and only these need to be asked for them.
        self._effective = self._with_effects(program.calls_in(module, extent))
        implicit = self._with_effects(program.calls_in(module, extent, implicit=True))
        facts = module.facts.calls
        self._implicit = {(facts[i].kind, facts[i].end_line, facts[i].end_column): i for i in implicit}

    def _with_effects(self, calls: list[int]) -> frozenset[int]:
        program, module = self.program, self.module
        return frozenset(
            index
            for index in calls
            if program.is_on_loop(module, module.facts.calls[index].scope)
            and program.bears_effect(module, index, self.enabled)
        )

    @property
    def has_effects(self) -> bool:
        """Whether any call that runs on the event loop blocks or runs a loop."""
        return bool(self._effective or self._implicit)

    def _collect(self, node: cst.CSTNode, root: cst.CSTNode, calls: list[cst.Call], scopes: list[cst.CSTNode]) -> None:
        """All nodes that belong to this unit, in source order; functions in a module-level unit are units of their own.

        ``calls`` are gathered in the order of their closing parentheses, ``scopes`` in the order in which they are entered
        (decorators and base classes first): the orders that the facts have.
        """
        self.nodes.append(node)
        kind = type(node)  # node classes are never derived from, and `isinstance` is slow with abstract base classes
        before: tuple[cst.CSTNode, ...] = ()
        below: Iterable[cst.CSTNode]
        if kind is cst.FunctionDef:
            assert isinstance(node, cst.FunctionDef)
            if self.extent.function is None:  # only what runs when the `def` runs
                before, below = tuple(node.decorators), (node.params,)
            elif node is root:  # decorators and defaults belong to the unit around this one
                below = (node.body,)
            else:
                before, below = tuple(node.decorators), (node.params, node.body)
        elif kind is cst.ClassDef:
            assert isinstance(node, cst.ClassDef)
            before, below = (*node.decorators, *node.bases, *node.keywords), (node.body,)
        else:
            below = children(node)
        parents = self._parents
        for child in before:
            parents[id(child)] = node
            self._collect(child, root, calls, scopes)
        if kind in _SCOPES:
            scopes.append(node)
        for child in below:
            parents[id(child)] = node
            self._collect(child, root, calls, scopes)
        if kind is cst.Call:
            assert isinstance(node, cst.Call)
            calls.append(node)

    def _matched_calls(self, nodes: list[cst.Call]) -> dict[cst.CSTNode, int]:
        """The index of each call. By order, which costs nothing; by position where the facts leave calls out (annotations)."""
        indices = self.program.calls_in(self.module, self.extent)
        if len(indices) == len(nodes):
            return dict(zip(nodes, indices, strict=True))
        facts = self.module.facts.calls
        by_end = {(facts[index].end_line, facts[index].end_column): index for index in indices}
        return {node: by_end[end] for node in nodes if (end := self._end(node)) in by_end}

    def _matched_scopes(self, nodes: list[cst.CSTNode]) -> dict[cst.CSTNode, int]:
        indices = self.program.scopes_in(self.module, self.extent)
        if len(indices) == len(nodes):
            return dict(zip(nodes, indices, strict=True))
        facts = self.module.facts.scopes
        by_start = {(facts[index].line, facts[index].column): index for index in indices}
        return {node: by_start[start] for node in nodes if (start := self._start(node)) in by_start}

    def _start(self, node: cst.CSTNode) -> tuple[int, int]:
        """Line and byte column, as ``ast`` counts them."""
        line, column = self._span(node)[0]
        return line, self._bytes(line, column)

    def _end(self, node: cst.CSTNode) -> tuple[int, int]:
        line, column = self._span(node)[1]
        return line, self._bytes(line, column)

    # -- The tree --

    def of_kind(self, kind: type[_Node]) -> list[_Node]:
        """The nodes of just that class, in source order."""
        if not self._by_kind:
            for node in self.nodes:
                self._by_kind.setdefault(type(node), []).append(node)
        return self._by_kind.get(kind, [])

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node that holds ``node``; None for a root."""
        return self._parents.get(id(node))

    def ancestors(self, node: cst.CSTNode) -> list[cst.CSTNode]:
        """All nodes around ``node``, innermost first, without ``node`` itself."""
        found = []
        parent = self._parents.get(id(node))
        while parent is not None:
            found.append(parent)
            parent = self._parents.get(id(parent))
        return found

    def below(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """``node`` and all nodes in it, in no particular order."""
        todo = [node]
        while todo:
            yield (each := todo.pop())
            todo.extend(children(each))

    def function(self, node: cst.CSTNode) -> cst.FunctionDef | cst.Lambda | None:
        """The innermost function whose *body* holds ``node``; None at module or class level."""
        inner = node
        for outer in self.ancestors(node):
            if isinstance(outer, (cst.FunctionDef, cst.Lambda)) and inner is outer.body:
                return outer
            inner = outer
        return None

    def in_coroutine(self, node: cst.CSTNode) -> bool:
        """Whether ``node`` runs in the body of an ``async def`` of this unit, or in a cell of a notebook."""
        function = self.function(node)
        if function is None:
            return self.module.is_notebook and not any(isinstance(each, cst.ClassDef) for each in self.ancestors(node))
        return isinstance(function, cst.FunctionDef) and function.asynchronous is not None

    def flow(self, function: cst.FunctionDef) -> Flow:
        """The control flow of a function of this unit."""
        known = self._flows.get(function)
        if known is None:
            known = self._flows[function] = Flow.of(function)
        return known

    def code(self, node: cst.CSTNode) -> str:
        """The source of ``node``, without surrounding blanks."""
        return self.tree.code_for_node(node).strip()

    def _span(self, node: cst.CSTNode) -> tuple[Place, Place]:
        """The first line of the file and column that the node has, and the last, without the form feeds before them."""
        if self._positions is None:
            self._positions = Positions(self.tree)
        (first, start), (last, end) = self._positions.span(node)
        return (first + self._line_offset, start), (last + self._line_offset, end)

    def location(self, node: cst.CSTNode) -> Location:
        """Where ``node`` stands in its file; of a compound statement only the header."""
        index = self._calls.get(node)
        if index is not None:
            fact = self.module.facts.calls[index]
            start = character_column(self._lines[fact.line - 1], fact.column)
            end = character_column(self._lines[fact.end_line - 1], fact.end_column)
            return Location(self.module.display, fact.line, start + 1, fact.end_line, end + 1)
        (start_line, start), (end_line, end) = self._span(node)
        start += _form_feeds(self._lines[start_line - 1])
        end += _form_feeds(self._lines[end_line - 1])
        body = getattr(node, "body", None)
        if isinstance(body, cst.BaseSuite):
            text = self._lines[start_line - 1].rstrip()
            end_line, end = start_line, max(len(text), start)
        return Location(self.module.display, start_line, start + 1, end_line, end + 1)

    @property
    def text(self) -> str:
        """The text of the whole file."""
        return self.sources.whole(self._lines).text

    @property
    def digest(self) -> str:
        """The digest of :attr:`text`, by which a fix knows the text it is for."""
        return self.sources.whole(self._lines).digest

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        """The offsets in :attr:`text` of where ``node`` begins and ends, without parentheses around it."""
        start, end = self._span(node)
        return self._offset(start), self._offset(end)

    def _offset(self, place: Place) -> int:
        line, column = place
        return self.sources.whole(self._lines).offsets[line - 1] + column + _form_feeds(self._lines[line - 1])

    # -- The program --

    def hop(self, module: Module, call: int) -> Hop:
        """A call site as one step of a chain."""
        return hop(self.sources, module, call)

    def site(self, node: cst.CSTNode, kind: CallKind = CallKind.CALL) -> CallSite | None:
        """What the index knows of the call ``node``, or of the protocol call that Python makes on it; None if nothing."""
        if kind is CallKind.CALL:
            index = self._calls.get(node)
        else:
            index = self._implicit.get((kind, *self._end(node))) if self._implicit else None
        if index is None or self.module.facts.calls[index].guard & Guard.NEVER:
            return None
        known = self._sites.get(index)
        if known is None:
            known = self._sites[index] = self.program.site(self.module, index)
        return known

    def roles(self, node: cst.CSTNode) -> set[Role]:
        """What the call ``node`` does with what it is given, as far as that is known."""
        site = self.site(node)
        return set() if site is None else {role.role for role in self.program.targets.roles(site.module, site.index)}

    def _bytes(self, line: int, column: int) -> int:
        """A column in characters as one in UTF-8 bytes, as ``ast`` counts them."""
        text = self._lines[line - 1]
        column += _form_feeds(text)
        return column if text.isascii() else len(text[:column].encode("utf-8", "surrogatepass"))

    def scope(self, node: cst.CSTNode) -> int:
        """The index of the scope that ``node`` runs in."""
        inner = node
        for outer in self.ancestors(node):
            if (
                isinstance(outer, (cst.FunctionDef, cst.Lambda, cst.ClassDef))
                and inner is outer.body
                and outer in self._scopes
            ):
                return self._scopes[outer]
            inner = outer
        function = self.extent.function
        return 0 if function is None else self.module.facts.scopes[function].parent

    def definition(self, node: cst.CSTNode) -> Definition | None:
        """The innermost function of the program whose body holds ``node``; None at module or class level."""
        scopes = self.module.facts.scopes
        index = self.scope(node)
        while index > 0 and scopes[index].kind not in (ScopeKind.FUNCTION, ScopeKind.LAMBDA):
            index = scopes[index].parent
        return self.module.definition(index) if index > 0 else None

    def function_name(self, node: cst.CSTNode) -> str:
        """The qualified name of the function (or module) that ``node`` stands in."""
        scope = self.module.facts.scopes[self.scope(node)]
        return f"{self.module.name}.{scope.qualname}" if scope.qualname else self.module.name

    def values(self, node: cst.CSTNode) -> Values:
        """What the expression can be."""
        return self.program.resolver.evaluate(self._fact(node), self.module, self.scope(node))

    def names(self, node: cst.BaseExpression) -> frozenset[str]:
        """All qualified names that the dotted expression ``node`` (or, for a call, its callee) can stand for.

        ``asyncio.CancelledError`` gives ``{"asyncio.CancelledError", "asyncio.exceptions.CancelledError"}`` whatever alias
        the file uses; builtins are ``builtins.BaseException``; an unresolved name gives the empty set.
        """
        callee = node.func if isinstance(node, cst.Call) else node
        return self.program.resolver.dotted_names(self._fact(callee), self.module, self.scope(node))

    def _fact(self, node: cst.CSTNode) -> Expr:
        if isinstance(node, cst.Name):
            return Name(node.value)
        if isinstance(node, cst.Attribute):
            return Attribute(self._fact(node.value), node.attr.value)
        if isinstance(node, cst.Await):
            return Await(self._fact(node.expression))
        if isinstance(node, cst.Call):
            index = self._calls.get(node)
            if index is not None:
                return Result(index)
        if isinstance(node, cst.Lambda):
            scope = self._scopes.get(node)
            if scope is not None:
                return LambdaExpr(scope)
        if isinstance(node, cst.IfExp):
            return Either((self._fact(node.body), self._fact(node.orelse)))
        if isinstance(node, cst.BooleanOperation):
            return Either((self._fact(node.left), self._fact(node.right)))
        if isinstance(node, cst.Subscript):
            return Item(self._fact(node.value), ())
        if isinstance(node, cst.NamedExpr):
            return self._fact(node.value)
        return OPAQUE

    def node_of(self, function: Definition) -> cst.FunctionDef | cst.Lambda | None:
        """The node of a function of this unit."""
        for node, scope in self._scopes.items():
            if scope == function.scope and isinstance(node, (cst.FunctionDef, cst.Lambda)):
                return node
        return None

    def call_node(self, index: int) -> cst.CSTNode | None:
        """The node of the call with this index; None when it is not in this unit."""
        return next((node for node, found in self._calls.items() if found == index), None)


def hop(sources: Sources, module: Module, call: int) -> Hop:
    """A call site as one step of a chain."""
    fact = module.facts.calls[call]
    try:
        lines = sources.lines(module.path)[fact.line - 1 : fact.end_line]
    except SourceError:
        lines = []
    if not lines:  # the file changed or went meanwhile
        return Hop(module.display, fact.line, fact.column + 1, module.name, "")
    column = character_column(lines[0], fact.column)
    lines = [*lines[:-1], lines[-1][: character_column(lines[-1], fact.end_column)]]
    text = " ".join("".join(lines)[column:].split())
    scope = module.facts.scopes[fact.scope]
    function = f"{module.name}.{scope.qualname}" if scope.qualname else module.name
    return Hop(module.display, fact.line, column + 1, function, text if len(text) <= 100 else text[:99] + "…")


def _form_feeds(line: str) -> int:
    """How many form feeds begin the line: libcst leaves them out before code."""
    return len(line) - len(line.lstrip("\f"))
