"""The control flow of one function: which statement can run after which, exceptions included.

A rule that says "on every path" or "on no path" asks this graph instead of keeping flags on a visitor. Its points are the
function's statements (of a compound statement: its header), its edges say *how* control passes: by going on, by the outcome
of a test, by a ``raise``, or by an error that any call may turn into.

A ``finally`` block is entered for five reasons and goes on as it was entered, so it is copied once per reason that occurs;
one statement may therefore stand at several points. Copies inside copies would grow exponentially: from the third level of
``finally`` within ``finally`` on, the reasons share one copy, which can only add paths that do not exist, never lose one.

What stays unknown: whether a handler's class matches (each may, in order, up to a catch-all), and what a context manager
swallows unless the caller names it.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import libcst as cst

Assumption = Callable[[cst.BaseExpression], bool | None]
"""What a test is known to give on the paths asked for; None where it can give either."""


class Edge(enum.Enum):
    """How control passes from one point to the next."""

    NEXT = "next"
    TRUE = "true"
    FALSE = "false"
    RAISE = "raise"
    """A ``raise``, a call that does not return, or a pending exception that goes on after a ``finally``."""
    ERROR = "error"
    """Any other statement that can raise."""


QUIET = frozenset({Edge.NEXT, Edge.TRUE, Edge.FALSE})
EVERY = frozenset(Edge)

_END = 0
_RAISED = 1
_SHARED_FROM = 2
"""The depth of ``finally`` within ``finally`` from which on all reasons share one copy."""


def _unknown(_: cst.BaseExpression) -> bool | None:
    return None


def _never(_: cst.CSTNode) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Flow:
    """The control-flow graph of one function; build it with :meth:`of`, then ask.

    Questions name places by tree nodes: a simple statement; a compound statement (its header is meant: the test of ``if`` and
    ``while``, the step of ``for``, the entry of ``try`` and ``with``); the ``iter`` of a ``for``; an ``except`` clause (the
    moment it has caught); a ``with`` item that swallows (the moment it has swallowed); the function itself (its entry).
    :meth:`place` finds the place of any other node.
    """

    _edges: tuple[tuple[tuple[int, Edge], ...], ...]
    _nodes: tuple[cst.CSTNode | None, ...]
    _points: Mapping[cst.CSTNode, tuple[int, ...]]

    @classmethod
    def of(
        cls,
        function: cst.FunctionDef,
        ends: Callable[[cst.Call], bool] = _never,
        swallows: Callable[[cst.WithItem], bool] = _never,
    ) -> Flow:
        """The flow of ``function``; ``ends`` knows calls that do not return, ``swallows`` context managers that eat exceptions."""
        return _Builder(ends, swallows).flow(function)

    def __contains__(self, node: cst.CSTNode) -> bool:
        return node in self._points

    def place(self, node: cst.CSTNode, ancestors: Iterable[cst.CSTNode]) -> cst.CSTNode | None:
        """The statement (or other place) at which ``node`` runs: itself or the nearest of its ``ancestors``."""
        return next((each for each in (node, *ancestors) if each in self._points), None)

    def reached(
        self,
        start: cst.CSTNode,
        *,
        avoiding: Iterable[cst.CSTNode] = (),
        errors: bool = False,
        assume: Assumption = _unknown,
    ) -> frozenset[cst.CSTNode]:
        """All places some path leads to once ``start`` has run.

        A path ends at a place in ``avoiding`` (which is still reached). Only with ``errors`` it also follows exceptions.
        """
        points = self._walk(start, avoiding, EVERY if errors else QUIET, assume)
        return frozenset(node for point in points if (node := self._nodes[point]) is not None)

    def reaches(
        self,
        start: cst.CSTNode,
        goal: cst.CSTNode,
        *,
        avoiding: Iterable[cst.CSTNode] = (),
        errors: bool = False,
        assume: Assumption = _unknown,
    ) -> bool:
        """Does some path lead from after ``start`` to ``goal``? With ``goal`` equal to ``start``: can it run again?

        For a definition and its use, let ``avoiding`` be the other definitions: they may still be the ``goal``, for in
        ``x = f(x)`` the use comes before the definition.
        """
        points = self._walk(start, avoiding, EVERY if errors else QUIET, assume)
        return not points.isdisjoint(self._points.get(goal, ()))

    def completes(
        self,
        start: cst.CSTNode,
        *,
        avoiding: Iterable[cst.CSTNode] = (),
        assume: Assumption = _unknown,
    ) -> bool:
        """Can the function end normally (return or fall off its end) after ``start``, without any raise on the way?"""
        return _END in self._walk(start, avoiding, QUIET, assume)

    def always_passes(self, start: cst.CSTNode, nodes: Iterable[cst.CSTNode], *, errors: bool = False) -> bool:
        """Is one of ``nodes`` run on every path from ``start`` to the end (with ``errors``: also to an exception)?"""
        points = self._walk(start, nodes, EVERY if errors else QUIET, _unknown)
        return points.isdisjoint({_END, _RAISED})

    def goes_on(self, start: cst.CSTNode, *, assume: Assumption = _unknown) -> bool:
        """Is there a path from ``start`` that ends normally or runs on for ever, so that no ``raise`` need ever be met?"""
        points = self._walk(start, (), QUIET, assume)
        if _END in points:
            return True
        return bool(points - self._before_a_raise(points))

    def _before_a_raise(self, points: set[int]) -> set[int]:
        """Those of ``points`` from which a path within ``points`` leads to a ``raise``."""
        before: dict[int, list[int]] = {}
        found: set[int] = set()
        for point in points:
            for target, edge in self._edges[point]:
                if edge is Edge.RAISE:
                    found.add(point)
                elif target in points:
                    before.setdefault(target, []).append(point)
        todo = list(found)
        while todo:
            for point in before.get(todo.pop(), ()):
                if point not in found:
                    found.add(point)
                    todo.append(point)
        return found

    def _walk(
        self, start: cst.CSTNode, avoiding: Iterable[cst.CSTNode], along: frozenset[Edge], assume: Assumption
    ) -> set[int]:
        """The points one step or more behind ``start``."""
        walls = {point for node in avoiding for point in self._points.get(node, ())}
        seen: set[int] = set()
        todo = list(self._points.get(start, ()))
        while todo:
            for target in self._steps(todo.pop(), along, assume):
                if target not in seen:
                    seen.add(target)
                    if target not in walls:
                        todo.append(target)
        return seen

    def _steps(self, point: int, along: frozenset[Edge], assume: Assumption) -> Iterator[int]:
        node = self._nodes[point]
        known = assume(node.test) if isinstance(node, cst.If | cst.While) else None
        closed = None if known is None else (Edge.FALSE if known else Edge.TRUE)
        for target, edge in self._edges[point]:
            if edge in along and edge is not closed:
                yield target


class _Way(enum.Enum):
    """The ways in which a statement can be done."""

    NEXT = "next"
    RETURN = "return"
    BREAK = "break"
    CONTINUE = "continue"
    RAISE = "raise"


class _Frame:
    """What surrounds a statement, as far as it says where each way of being done leads to."""

    def __init__(self, outer: _Frame | None, targets: Mapping[_Way, int], depth: int = 0) -> None:
        self._outer = outer
        self._targets = dict(targets)
        self.depth = depth
        """In how many ``finally`` blocks the statement stands."""

    def inside(self, targets: Mapping[_Way, int]) -> _Frame:
        return _Frame(self, targets, self.depth)

    def target(self, way: _Way) -> int:
        if way not in self._targets:
            # A `break` outside any loop is a syntax error that we need not notice.
            self._targets[way] = self._outer.target(way) if self._outer else _END
        return self._targets[way]


class _Finally(_Frame):
    """A ``try`` with a ``finally``: every way out leads through a copy of the block first."""

    def __init__(self, outer: _Frame, builder: _Builder, block: cst.BaseSuite, after: int) -> None:
        super().__init__(outer, {}, outer.depth)
        self._around = outer
        self._builder = builder
        self._block = block
        self._after = after
        self._copies: dict[_Way | None, tuple[int, int]] = {}

    def target(self, way: _Way) -> int:
        if way not in self._targets:
            # The outer target first: so nested blocks are built one after the other, not one inside the other.
            onward = self._after if way is _Way.NEXT else self._around.target(way)
            entry, leave = self._copy(way if self.depth < _SHARED_FROM else None)
            self._builder.connect(leave, onward, Edge.RAISE if way is _Way.RAISE else Edge.NEXT)
            self._targets[way] = entry
        return self._targets[way]

    def _copy(self, reason: _Way | None) -> tuple[int, int]:
        if reason not in self._copies:
            leave = self._builder.point(None)
            frame = _Frame(self._around, {}, self.depth + 1)
            self._copies[reason] = self._builder.block(self._block, leave, frame), leave
        return self._copies[reason]


@dataclass(slots=True)
class _Builder:
    """Builds the graph backwards: a statement is added when it is known what comes after it."""

    ends: Callable[[cst.Call], bool]
    swallows: Callable[[cst.WithItem], bool]
    edges: list[list[tuple[int, Edge]]] = field(default_factory=lambda: [[], []])
    nodes: list[cst.CSTNode | None] = field(default_factory=lambda: [None, None])

    def flow(self, function: cst.FunctionDef) -> Flow:
        frame = _Frame(None, {_Way.RETURN: _END, _Way.RAISE: _RAISED})
        self.point(function, self.block(function.body, _END, frame))
        points: dict[cst.CSTNode, list[int]] = {}
        for point, node in enumerate(self.nodes):
            if node is not None:
                points.setdefault(node, []).append(point)
        frozen = {node: tuple(places) for node, places in points.items()}
        return Flow(tuple(map(tuple, self.edges)), tuple(self.nodes), frozen)

    def point(self, node: cst.CSTNode | None, *following: int) -> int:
        self.nodes.append(node)
        self.edges.append([(target, Edge.NEXT) for target in following])
        return len(self.nodes) - 1

    def connect(self, point: int, target: int, edge: Edge) -> None:
        self.edges[point].append((target, edge))

    def block(self, body: cst.BaseSuite, after: int, frame: _Frame) -> int:
        entry = after
        for statement in reversed(statements(body)):
            entry = self.statement(statement, entry, frame)
        return entry

    def statement(self, node: cst.CSTNode, after: int, frame: _Frame) -> int:
        match node:
            case cst.If():
                return self.branches(node, after, frame)
            case cst.While():
                return self.while_loop(node, after, frame)
            case cst.For():
                return self.for_loop(node, after, frame)
            case cst.With():
                return self.with_block(node, after, frame)
            case cst.Try() | cst.TryStar():
                return self.try_block(node, after, frame)
            case cst.Match():
                return self.match_block(node, after, frame)
            case _:
                return self.simple(node, after, frame)

    def simple(self, node: cst.CSTNode, after: int, frame: _Frame) -> int:
        point = self.point(node)
        if isinstance(node, cst.Raise) or self.does_not_return(node):
            self.connect(point, frame.target(_Way.RAISE), Edge.RAISE)
            return point
        match node:
            case cst.Return():
                after = frame.target(_Way.RETURN)
            case cst.Break():
                after = frame.target(_Way.BREAK)
            case cst.Continue():
                after = frame.target(_Way.CONTINUE)
        self.connect(point, after, Edge.NEXT)
        self.may_fail(point, node, frame)
        return point

    def does_not_return(self, node: cst.CSTNode) -> bool:
        value = node.value if isinstance(node, cst.Expr | cst.Return) else None
        if isinstance(value, cst.Await):
            value = value.expression
        return isinstance(value, cst.Call) and self.ends(value)

    def may_fail(self, point: int, node: cst.CSTNode, frame: _Frame) -> None:
        if can_raise(node):
            self.connect(point, frame.target(_Way.RAISE), Edge.ERROR)

    def branches(self, node: cst.If, after: int, frame: _Frame) -> int:
        # An `elif` is an `If` in the `orelse` of another: a long chain is unrolled, not descended into.
        chain = [node]
        while isinstance(chain[-1].orelse, cst.If):
            chain.append(chain[-1].orelse)
        entry = self.otherwise(chain[-1].orelse, after, frame)
        for link in reversed(chain):
            test = self.point(link)
            self.decide(test, link.test, self.block(link.body, after, frame), entry)
            self.may_fail(test, link.test, frame)
            entry = test
        return entry

    def otherwise(self, orelse: cst.Else | cst.If | None, after: int, frame: _Frame) -> int:
        return self.block(orelse.body, after, frame) if isinstance(orelse, cst.Else) else after

    def decide(self, point: int, test: cst.BaseExpression, then: int, otherwise: int) -> None:
        constant = _constant(test)
        if constant is not False:
            self.connect(point, then, Edge.TRUE)
        if constant is not True:
            self.connect(point, otherwise, Edge.FALSE)

    def while_loop(self, node: cst.While, after: int, frame: _Frame) -> int:
        test = self.point(node)
        body = self.block(node.body, test, frame.inside({_Way.BREAK: after, _Way.CONTINUE: test}))
        self.decide(test, node.test, body, self.otherwise(node.orelse, after, frame))
        self.may_fail(test, node.test, frame)
        return test

    def for_loop(self, node: cst.For, after: int, frame: _Frame) -> int:
        step = self.point(node)
        body = self.block(node.body, step, frame.inside({_Way.BREAK: after, _Way.CONTINUE: step}))
        self.connect(step, body, Edge.NEXT)
        self.connect(step, self.otherwise(node.orelse, after, frame), Edge.NEXT)
        self.connect(step, frame.target(_Way.RAISE), Edge.ERROR)
        start = self.point(node.iter, step)
        self.may_fail(start, node.iter, frame)
        return start

    def with_block(self, node: cst.With, after: int, frame: _Frame) -> int:
        inner = frame
        swallowing = next((item for item in node.items if self.swallows(item)), None)
        if swallowing is not None:
            raised = self.point(None, self.point(swallowing, after))
            self.connect(raised, frame.target(_Way.RAISE), Edge.RAISE)
            inner = frame.inside({_Way.RAISE: raised})
        entry = self.point(node, self.block(node.body, after, inner))
        self.connect(entry, frame.target(_Way.RAISE), Edge.ERROR)
        return entry

    def try_block(self, node: cst.Try | cst.TryStar, after: int, frame: _Frame) -> int:
        if node.finalbody is not None:
            frame = _Finally(frame, self, node.finalbody.body, after)
            after = frame.target(_Way.NEXT)
        inner = frame
        if node.handlers:
            caught = self.group_handlers if isinstance(node, cst.TryStar) else self.handlers
            inner = frame.inside({_Way.RAISE: caught(node.handlers, after, frame)})
        done = self.otherwise(node.orelse, after, frame)
        return self.point(node, self.block(node.body, done, inner))

    def handlers(self, handlers: Iterable[Handler], after: int, frame: _Frame) -> int:
        """The point an exception of the ``try`` body comes to: one handler takes it, or it goes on."""
        raised = self.point(None)
        taken = False
        for handler in handlers:
            entry = self.handler(handler, after, frame)
            if not taken:
                self.connect(raised, entry, Edge.NEXT)
            taken = taken or _catches_all(handler)
        if not taken:
            self.connect(raised, frame.target(_Way.RAISE), Edge.RAISE)
        return raised

    def group_handlers(self, handlers: Iterable[Handler], after: int, frame: _Frame) -> int:
        """The same for ``except*``, where several handlers may each take a part, and a rest may go on."""
        untouched = self.point(None)
        self.connect(untouched, frame.target(_Way.RAISE), Edge.RAISE)
        taken = self.point(None, after)
        self.connect(taken, frame.target(_Way.RAISE), Edge.RAISE)
        for handler in reversed(list(handlers)):
            entry = self.handler(handler, taken, frame)
            untouched = self.point(None, entry, untouched)
            taken = self.point(None, entry, taken)
        return untouched

    def handler(self, handler: Handler, after: int, frame: _Frame) -> int:
        return self.point(handler, self.block(handler.body, after, frame))

    def match_block(self, node: cst.Match, after: int, frame: _Frame) -> int:
        entry = self.point(node)
        for case in node.cases:
            self.connect(entry, self.block(case.body, after, frame), Edge.NEXT)
        if not any(_always_matches(case) for case in node.cases):
            self.connect(entry, after, Edge.NEXT)
        self.connect(entry, frame.target(_Way.RAISE), Edge.ERROR)
        return entry


Handler = cst.ExceptHandler | cst.ExceptStarHandler


def statements(body: cst.BaseSuite) -> list[cst.CSTNode]:
    """The statements of a suite, those that share a line one by one."""
    found: list[cst.CSTNode] = []
    for line in body.body:
        found.extend(line.body if isinstance(line, cst.SimpleStatementLine) else [line])
    return found


def _constant(test: cst.BaseExpression) -> bool | None:
    match test:
        case cst.Name("True"):
            return True
        case cst.Name("False"):
            return False
        case cst.Integer():
            return test.evaluated_value != 0
    return None


def _catches_all(handler: Handler) -> bool:
    caught = handler.type
    return caught is None or (isinstance(caught, cst.Name) and caught.value == "BaseException")


def _always_matches(case: cst.MatchCase) -> bool:
    pattern = case.pattern
    return case.guard is None and isinstance(pattern, cst.MatchAs) and pattern.pattern is None


_HARMLESS = (
    cst.Name, cst.BaseNumber, cst.SimpleString, cst.Ellipsis, cst.NameItem, cst.AsName, cst.Tuple, cst.Element, cst.AssignTarget,
    cst.Expr, cst.Assign, cst.Return, cst.Pass, cst.Break, cst.Continue, cst.Global, cst.Nonlocal, cst.FunctionDef, cst.Parameters,
    cst.Lambda, cst.BooleanOperation, cst.Not, cst.UnaryOperation, cst.BaseBooleanOp, cst.BaseUnaryOp,
)  # fmt: skip


def can_raise(node: cst.CSTNode) -> bool:
    """Can running ``node`` raise? Names and constants are taken to be harmless, whatever ``del`` may have done to them."""
    return not all(_is_harmless(type(each)) for each in executed(node))


@functools.cache
def _is_harmless(kind: type[cst.CSTNode]) -> bool:  # `isinstance` takes its time with abstract base classes
    return issubclass(kind, _HARMLESS)


def executed(root: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """``root`` and all nodes in it that run when ``root`` runs, roughly in source order.

    Bodies of nested functions and lambdas run later and elsewhere; of them only decorators and default values run here. So
    does of a generator expression only its first iterable.
    """
    todo = [root]
    while todo:
        node = todo.pop()
        yield node
        kind = type(node)
        todo.extend(reversed(list(_parts(node) if kind in _PARTLY_EXECUTED else children(node))))


_PARTLY_EXECUTED = frozenset({cst.FunctionDef, cst.Lambda, cst.GeneratorExp, cst.AnnAssign})


def _parts(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    match node:
        case cst.FunctionDef():
            yield from node.decorators
            yield from _defaults(node.params)
        case cst.Lambda():
            yield from _defaults(node.params)
        case cst.GeneratorExp():
            yield node.for_in.iter
        case cst.AnnAssign():
            yield node.target
            if node.value is not None:
                yield node.value


def _defaults(params: cst.Parameters) -> Iterator[cst.CSTNode]:
    for param in (*params.posonly_params, *params.params, *params.kwonly_params):
        if param.default is not None:
            yield param.default


def children(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes directly below ``node`` that hold code, in source order (a keyword argument's name comes before its value)."""
    for name in _child_fields(type(node)):
        value = getattr(node, name)
        kind = type(value)
        if kind is list or kind is tuple:
            yield from value
        elif _is_node(kind):  # type: ignore[arg-type] # a class is hashable
            yield value


@functools.cache
def _is_node(kind: type[object]) -> bool:
    return issubclass(kind, cst.CSTNode)


_TRIVIA = (
    "whitespace", "leading_lines", "lines_after", "trailing_whitespace", "comma", "colon", "semicolon", "equal", "dot", "lpar",
    "rpar", "lbracket", "rbracket", "lbrace", "rbrace", "header", "footer",
)  # fmt: skip


# Where the order of a class's fields is not the order in the source.
_SOURCE_ORDER: Mapping[type[cst.CSTNode], tuple[str, ...]] = {
    cst.IfExp: ("body", "test", "orelse"),
    cst.Parameters: ("posonly_params", "posonly_ind", "params", "star_arg", "kwonly_params", "star_kwarg"),
    cst.MatchCase: ("pattern", "guard", "body"),
    cst.ExceptHandler: ("type", "name", "body"),
    cst.ExceptStarHandler: ("type", "name", "body"),
}


@functools.cache
def _child_fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    """The fields of a node class that can hold code; ``CSTNode.children`` does the same, but builds the node anew for it."""
    if kind in _SOURCE_ORDER:
        return _SOURCE_ORDER[kind]
    names = (each.name for each in dataclasses.fields(kind))
    return tuple(name for name in names if not name.startswith(_TRIVIA))
