"""From the syntax tree of one module to its facts, in a single pass.

The pass is written for speed: it runs over every line of the program. One handler a node type, looked up by type; handlers
of expressions return the expression as a fact and are told what use is made of the value.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from typing import Any, get_args

import msgspec

from asynclint.program.facts import (
    OPAQUE,
    Annotated,
    Argument,
    Assigned,
    Attribute,
    Await,
    Binding,
    Call,
    CallKind,
    Comments,
    Constant,
    ConstantType,
    Definition,
    Display,
    DisplayType,
    Either,
    Element,
    Entered,
    Expr,
    Flag,
    Guard,
    Import,
    Item,
    LambdaExpr,
    ModuleFacts,
    Name,
    Narrowed,
    Opaque,
    Operation,
    Parameter,
    ParameterFact,
    ParameterKind,
    Part,
    Result,
    Scope,
    ScopeKind,
    SelfAttribute,
    StarImport,
    Test,
    TypeParameter,
    Use,
    dotted,
    last_name,
)
from asynclint.program.syntax import TypeAlias

# Asked inside a `try`, these tell by RuntimeError that no loop runs in this thread.
_LOOP_QUESTIONS = frozenset({"get_running_loop", "_get_running_loop", "current_task", "get_event_loop"})
# These tell it by their answer, or tell which thread this is.
_ANSWERS = frozenset({"is_running", "_get_running_loop", "get_ident", "current_thread", "main_thread", "get_native_id"})
_THREAD_QUESTIONS = frozenset({"get_ident", "current_thread", "get_native_id"})
_NO_LOOP_ERRORS = frozenset({"RuntimeError", "Exception", "BaseException"})
# Callees that consume a generator expression before they return.
_CONSUMERS = frozenset(
    {"list", "tuple", "set", "frozenset", "dict", "sum", "any", "all", "min", "max", "sorted", "join", "next", "extend",
     "update", "deque", "Counter", "gather", "print"}
)  # fmt: skip
_KEPT_ITEMS = 16  # elements of a display and results of a function that are kept for types
_KEPT_LETTERS = 40
_DEEPEST = 2_500  # expressions in each other; facts that are nested deeper than 2,000 levels cannot be handed over
_KEPT_TESTS = 64  # around one call: the nearest
_MANY_ARMS = 5  # an `if` … `elif`, or a `match`, with so many is a list of special cases,
_SPECIAL_CASE = 3  # and each of them counts as so many branches
# `A | B` is not among them: it is taken for alternatives, which is what it means between types.
_OPERATORS = {
    ast.Add: "__add__", ast.Sub: "__sub__", ast.Mult: "__mul__", ast.Div: "__truediv__", ast.Mod: "__mod__",
    ast.FloorDiv: "__floordiv__", ast.BitOr: "__or__", ast.BitAnd: "__and__",
}  # fmt: skip
_COMPARISONS = {
    ast.Eq: "__eq__", ast.NotEq: "__ne__", ast.Lt: "__lt__", ast.LtE: "__le__", ast.Gt: "__gt__", ast.GtE: "__ge__",
}  # fmt: skip
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_PLAIN = (Constant, Display, Opaque)
_PLAIN_DATA = (Constant, Display, Opaque, Operation)
_OBJECTS = (Name, Attribute, Result, Item, Await)
_LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)

_COMPREHENSIONS: dict[type, DisplayType] = {
    ast.ListComp: "list", ast.SetComp: "set", ast.GeneratorExp: "generator", ast.DictComp: "dict",
}  # fmt: skip
_SHARED_CONSTANTS = {name: Constant(name) for name in get_args(ConstantType)}
_NONE = Constant("None")
_EMPTY = (Display("list", ()), Display("set", ()), Display("dict", ()))
_FEW_BINDINGS = 16  # of a name in one scope, which are looked through one by one
# Methods that put something into a container, by the place of what they put there; None: whatever is in the argument.
_FILLING = {"append": 0, "appendleft": 0, "add": 0, "insert": 1, "setdefault": 1, "extend": None, "update": None}


def extract(
    tree: ast.Module, lines: int, *, comments: Comments = Comments.NONE, version: tuple[int, int] | None = None
) -> ModuleFacts:
    """The facts of ``tree``. With a ``version``, branches on ``sys.version_info`` and ``sys.platform`` are decided for it.

    Raises ``RecursionError`` where expressions are nested too deeply.
    """
    return _Extractor(version).module(tree, lines, comments)


class _ScopeBuilder:
    """A scope in the making."""

    __slots__ = (
        "index", "kind", "name", "qualname", "parent", "flags", "line", "column", "end_line", "first_line", "parameters",
        "decorators", "returns", "results", "yields", "bases", "bindings", "attributes", "globals", "nonlocals", "handlers",
        "awaited", "bound",
    )  # fmt: skip

    def __init__(self, index: int, kind: ScopeKind, name: str, qualname: str, parent: int, node: Any) -> None:
        self.index = index
        self.kind = kind
        self.name = name
        self.qualname = qualname
        self.parent = parent
        self.flags: int = 0
        self.line: int = node.lineno
        self.column: int = node.col_offset
        self.end_line: int = node.end_lineno
        decorators = getattr(node, "decorator_list", None)
        self.first_line: int = decorators[0].lineno if decorators else node.lineno
        self.parameters: list[ParameterFact] = []
        self.decorators: tuple[Expr, ...] = ()
        self.returns: Expr | None = None
        self.results: list[Expr] = []
        self.yields: list[Expr] = []
        self.bases: tuple[Expr, ...] = ()
        self.bindings: dict[str, list[Binding]] = {}
        self.bound: dict[str, set[Binding]] = {}  # the same of names with many, to be found quickly
        self.attributes: dict[str, list[SelfAttribute]] = {}
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()
        self.handlers: list[Expr] = []
        self.awaited: set[str] = set()

    def bind(self, name: str, binding: Binding) -> None:
        known = self.bindings.setdefault(name, [])
        if len(known) < _FEW_BINDINGS:
            if binding not in known:
                known.append(binding)
            return
        seen = self.bound.get(name)
        if seen is None:
            seen = self.bound[name] = set(known)
        if binding not in seen:
            seen.add(binding)
            known.append(binding)

    def build(self) -> Scope:
        return Scope(
            self.kind, self.name, self.qualname, self.parent, self.flags, self.line, self.column, self.end_line,
            self.first_line, tuple(self.parameters), self.decorators, self.returns, tuple(self.results),
            tuple(self.yields), self.bases, {name: tuple(known) for name, known in self.bindings.items()},
            {name: tuple(known) for name, known in self.attributes.items()}, tuple(sorted(self.globals)),
            tuple(sorted(self.nonlocals)), tuple(self.handlers), tuple(sorted(self.awaited)),
        )  # fmt: skip


class _Extractor:
    def __init__(self, version: tuple[int, int] | None) -> None:
        self.version = version
        self.scopes: list[_ScopeBuilder] = []
        self.calls: list[Call] = []
        self.stars: list[StarImport] = []
        self.exports: list[str] | None = None
        self.stores: set[str] = set()
        self.names: dict[str, Name] = {}
        self.renames: dict[str, str] = {}
        # By the (renamed) name, dotted or not: what it is called where `isinstance` told more of it.
        self.narrowed: dict[str, Name] = {}
        self.suffixes = 0
        self.outdated: set[str] = set()  # names of that kind for what was bound anew since
        # Containers that were made empty and got something since: by scope, and name or dotted name.
        self.filled: set[tuple[int, str]] = set()
        self.guard: int = Guard.NONE
        self.awaited = False  # since the `with` around this point
        self.depth = 0  # of the expression at this point
        self.branches = 0  # around this point, in this function
        self.tests: tuple[Test, ...] = ()  # on its parameters, that hold at this point
        self.consuming = False  # the arguments being visited are those of a consumer
        # For each `try` body around this point, innermost last: did it ask for the running loop?
        self.tries: list[set[str]] = []
        # The name of `self` here, and the scopes of the method and the class it belongs to.
        self.instance: tuple[str, int, int] | None = None
        self.scope: _ScopeBuilder

    # -- Scopes --

    def module(self, tree: ast.Module, lines: int, comments: Comments) -> ModuleFacts:
        span = ast.Constant(None, lineno=1, col_offset=0, end_lineno=lines, end_col_offset=0)
        self.scope = _ScopeBuilder(0, ScopeKind.MODULE, "", "", -1, span)
        self.scopes.append(self.scope)
        self.body(tree.body)
        return ModuleFacts(
            tuple(scope.build() for scope in self.scopes),
            tuple(self.calls),
            tuple(self.stars),
            None if self.exports is None else tuple(self.exports),
            lines,
            comments,
            tuple(sorted(self.stores)),
            tuple((_first_line(statement), statement.end_lineno or 0) for statement in tree.body),
        )

    def open(self, kind: ScopeKind, name: str, node: ast.AST) -> _ScopeBuilder:
        parent = self.scope
        prefix = parent.qualname and parent.qualname + "."
        scope = _ScopeBuilder(len(self.scopes), kind, name, prefix + name, parent.index, node)
        self.scopes.append(scope)
        return scope

    def owner(self, name: str) -> _ScopeBuilder:
        """The scope that an assignment to ``name`` here binds it in."""
        scope = self.scope
        if name in scope.globals:
            return self.scopes[0]
        if name in scope.nonlocals:
            outer = self.scopes[scope.parent]
            while outer.kind is not ScopeKind.MODULE:
                if outer.kind is not ScopeKind.CLASS and name in outer.bindings:
                    return outer
                outer = self.scopes[outer.parent]
        return scope

    def bind(self, name: str, binding: Binding) -> None:
        """``name`` is bound here."""
        self.owner(name).bind(name, binding)
        if self.narrowed:
            self.outdate(name)

    def body(self, statements: Sequence[ast.stmt]) -> None:
        handlers = _STATEMENTS
        tests, guard, narrowed = self.tests, self.guard, self.narrowed
        for statement in statements:
            handler = handlers.get(type(statement))
            if handler is not None:
                handler(self, statement)
        self.tests, self.guard, self.narrowed = tests, guard, narrowed

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        expr = self.expr
        decorators = tuple(expr(decorator, Use.ARGUMENT) for decorator in node.decorator_list)
        if self.scope.kind is ScopeKind.FUNCTION:
            for decorator, each in zip(decorators, node.decorator_list, strict=True):
                self.record(CallKind.DECORATE, decorator, (Argument("", self.named(node.name)),), Use.OTHER, each)
        scope = self.open(ScopeKind.FUNCTION, node.name, node)
        scope.decorators = decorators
        self.bind(node.name, Definition(scope.index))
        renames = self.renames
        self.type_parameters(node)
        self.parameters(scope, node.args)
        if node.returns is not None:
            scope.returns = self.annotation(node.returns)
        flags: int = Flag.ASYNC if isinstance(node, ast.AsyncFunctionDef) else Flag.NONE
        if _is_stub(node.body):
            flags |= Flag.STUB
        scope.flags = flags
        instance = self.instance
        is_static = any(type(d) is Name and d.id == "staticmethod" for d in decorators)
        if self.scope.kind is ScopeKind.CLASS and scope.parameters and not is_static:
            instance = (scope.parameters[0].name, scope.index, self.scope.index)
        elif instance is not None and any(p.name == instance[0] for p in scope.parameters):
            instance = None
        self.inside(scope, instance, node.body)
        self.renames = renames

    def type_parameters(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> list[Name]:
        """Give the type parameters names of their own, for all that is in ``node``."""
        parameters = getattr(node, "type_params", ())
        names = []
        for parameter in parameters:
            self.suffixes += 1
            names.append(self.named(f"{parameter.name}#{self.suffixes}"))
            self.renames = {**self.renames, parameter.name: names[-1].id}
        for parameter, name in zip(parameters, names, strict=True):
            bound = getattr(parameter, "bound", None)
            options = bound.elts if isinstance(bound, ast.Tuple) else [bound] if bound is not None else []
            is_called = any(isinstance(part, ast.Call) for option in options for part in ast.walk(option))  # not now
            types = [] if is_called else [self.annotation(option) for option in options]
            self.scopes[0].bind(name.id, Assigned(TypeParameter(Either(tuple(types)) if types else OPAQUE)))
        return names

    def inside(self, scope: _ScopeBuilder, instance: tuple[str, int, int] | None, body: list[ast.stmt]) -> None:
        """Visit the body of ``scope``; what surrounds it does not reach into it."""
        kept = self.scope, self.instance, self.renames, self.guard, self.tries, self.branches
        awaited, tests, narrowed = self.awaited, self.tests, self.narrowed
        self.tests, self.narrowed = (), {}
        self.scope, self.instance, self.guard, self.tries, self.branches = scope, instance, Guard.NONE, [], 0
        self.body(body)
        self.scope, self.instance, self.renames, self.guard, self.tries, self.branches = kept
        self.awaited, self.tests, self.narrowed = awaited, tests, narrowed

    def parameters(self, scope: _ScopeBuilder, args: ast.arguments) -> None:
        """Parameters become bindings of ``scope``; annotations and defaults belong to the scope around it."""
        annotation = self.annotation
        plain = args.posonlyargs + args.args
        defaults: list[ast.expr | None] = [None] * (len(plain) - len(args.defaults)) + list(args.defaults)
        rows = [(arg, ParameterKind.POSITIONAL, default) for arg, default in zip(plain, defaults, strict=True)]
        if args.vararg:
            rows.append((args.vararg, ParameterKind.STAR, None))
        rows += [(arg, ParameterKind.KEYWORD, d) for arg, d in zip(args.kwonlyargs, args.kw_defaults, strict=True)]
        if args.kwarg:
            rows.append((args.kwarg, ParameterKind.STAR_STAR, None))
        for index, (arg, kind, default) in enumerate(rows):
            scope.parameters.append(
                ParameterFact(
                    arg.arg,
                    kind,
                    OPAQUE if arg.annotation is None else annotation(arg.annotation),
                    None if default is None else self.given(default, Use.ELEMENT),
                )
            )
            scope.bind(arg.arg, Parameter(index))

    def class_(self, node: ast.ClassDef) -> None:
        decorators = tuple(self.expr(decorator, Use.ARGUMENT) for decorator in node.decorator_list)
        renames = self.renames
        parameters = self.type_parameters(node)
        bases = tuple(self.annotation(base) for base in node.bases if not isinstance(base, ast.Starred))
        if parameters:
            bases = (Item(OPAQUE, tuple(parameters)), *bases)  # which stands for `Generic`
        for keyword in node.keywords:
            self.expr(keyword.value, Use.ARGUMENT)
        scope = self.open(ScopeKind.CLASS, node.name, node)
        scope.decorators = decorators
        scope.bases = bases
        self.bind(node.name, Definition(scope.index))
        self.inside(scope, None, node.body)
        self.renames = renames

    def lambda_(self, node: ast.Lambda, use: Use) -> Expr:
        scope = self.open(ScopeKind.LAMBDA, "<lambda>", node)
        self.parameters(scope, node.args)
        kept = self.scope, self.instance, self.narrowed
        self.scope, self.narrowed = scope, {}
        if self.instance is not None and any(p.name == self.instance[0] for p in scope.parameters):
            self.instance = None
        scope.results.append(self.expr(node.body, Use.RETURNED))
        self.scope, self.instance, self.narrowed = kept
        return LambdaExpr(scope.index)

    # -- Statements --

    def expr_statement(self, node: ast.Expr) -> None:
        if type(node.value) is not ast.Constant:
            self.expr(node.value, Use.DISCARDED)

    def assign(self, node: ast.Assign) -> None:
        targets = node.targets
        first = targets[0]
        if len(targets) == 1 and type(first) is ast.Name:
            value = self.expr(node.value, Use.DISCARDED if first.id == "_" else Use.BOUND)
            if first.id == "__all__" and self.scope.kind is ScopeKind.MODULE:
                self.exports = _strings(node.value)
        elif len(targets) == 1 and type(first) in (ast.Tuple, ast.List):
            value = self.expr(node.value, Use.UNPACKED)
            self.implicit(CallKind.ITERATE, value, node.value)
        elif all(type(target) is ast.Name for target in targets):
            value = self.expr(node.value, Use.BOUND)
        else:
            value = self.expr(node.value, Use.STORED)
        for target in targets:
            self.target(target, value)

    def annotated_assign(self, node: ast.AnnAssign) -> None:
        annotation = self.annotation(node.annotation)
        target = node.target
        if node.value is not None:
            is_alias = last_name(annotation) == "TypeAlias"
            if is_alias:
                value = self.annotation(node.value)
            else:
                value = self.expr(node.value, Use.BOUND if type(target) is ast.Name else Use.STORED)
        if type(target) is ast.Name:
            owner = self.owner(target.id)
            owner.bind(target.id, Annotated(annotation))
            if target.id == "__all__" and self.scope.kind is ScopeKind.MODULE and node.value is not None:
                self.exports = _strings(node.value)
            if node.value is not None:
                owner.bind(target.id, Assigned(value))
        elif type(target) is ast.Attribute:
            self.scope.flags |= Flag.STORES
            self.self_attribute(target, annotation, is_annotation=True)
            self.expr(target.value, Use.ACCESSED)
        else:
            self.scope.flags |= Flag.STORES
            self.expr(target, Use.OTHER)

    def augmented_assign(self, node: ast.AugAssign) -> None:
        self.expr(node.value, Use.OPERAND)
        target = node.target
        if isinstance(target, ast.Name):
            self.bind(target.id, Assigned(OPAQUE))
            if target.id == "__all__" and self.exports is not None:
                more = _strings(node.value)
                self.exports = None if more is None else self.exports + more
        elif isinstance(target, (ast.Attribute, ast.Subscript)):
            self.scope.flags |= Flag.STORES
            self.expr(target.value, Use.ACCESSED)

    def target(self, target: ast.expr, value: Expr) -> None:
        """Bind an assignment target to ``value``."""
        if isinstance(target, ast.Name):
            name = self.renames.get(target.id, target.id)
            self.bind(name, Assigned(value))
        elif isinstance(target, ast.Attribute):
            self.scope.flags |= Flag.STORES
            if self.narrowed:
                self.outdate(_dotted(target))
            self.self_attribute(target, value, is_annotation=False)
            self.method_call(CallKind.STORE, self.expr(target.value, Use.ACCESSED), target.attr, target)
        elif isinstance(target, (ast.Tuple, ast.List)):
            parts: list[Expr] = [Part(value, index) for index in range(len(target.elts))]
            if type(value) is Display and value.type in ("tuple", "list") and len(value.items) == len(parts):
                parts = list(value.items)
            starred = False
            for element, part in zip(target.elts, parts, strict=True):
                starred = starred or isinstance(element, ast.Starred)
                self.target(element.value if isinstance(element, ast.Starred) else element, OPAQUE if starred else part)
        elif isinstance(target, ast.Subscript):
            self.scope.flags |= Flag.STORES
            container = self.expr(target.value, Use.ACCESSED)
            index = self.expr(target.slice, Use.ELEMENT)
            self.method_call(CallKind.OPERATE, container, "__setitem__", target)
            if index is not OPAQUE:  # no slice
                self.fill(container, value)

    def fill(self, container: Expr, value: Expr) -> None:
        """``value`` is put into the container: where that was made empty in sight, this tells what it is for."""
        key = self.scope.index, dotted(container)
        if type(container) is Name:
            bindings = self.scope.bindings.get(container.id, [])
            for index, binding in enumerate(bindings):
                if type(binding) is Assigned and self.is_made_empty(binding.value, key):
                    bindings[index] = Assigned(_with_item(binding.value, value))
                    self.scope.bound.pop(container.id, None)
                    self.filled.add(key)
        elif type(container) is Attribute and self.instance and container.value == Name(self.instance[0]):
            rows = self.scopes[self.instance[2]].attributes.get(container.name, [])
            for index, row in enumerate(rows):
                if (row.method == self.scope.index or row.value in _EMPTY) and self.is_made_empty(row.value, key):
                    rows[index] = SelfAttribute(self.scope.index, _with_item(row.value, value), row.is_annotation)
                    self.filled.add(key)
                    break

    def is_made_empty(self, value: Expr, key: tuple[int, str]) -> bool:
        """Whether the value is an empty container, or the one that ``key`` stands for, which was."""
        return value in _EMPTY or (type(value) is Display and key in self.filled)

    def self_attribute(self, target: ast.Attribute, value: Expr, *, is_annotation: bool) -> None:
        if self.instance is None or type(target.value) is not ast.Name or target.value.id != self.instance[0]:
            if not is_annotation:
                holder = getattr(target.value, "attr", getattr(target.value, "id", ""))
                self.stores.add(f"{holder}.{target.attr}")
            return
        _, _, class_index = self.instance
        known = self.scopes[class_index].attributes.setdefault(target.attr, [])
        known.append(SelfAttribute(self.scope.index, value, is_annotation))

    def return_(self, node: ast.Return) -> None:
        if node.value is None:
            self.result(_NONE)
        else:
            self.result(self.expr(node.value, Use.RETURNED))

    def result(self, value: Expr) -> None:
        results = self.scope.results
        if len(results) < _KEPT_ITEMS and value not in results:
            results.append(value)

    def if_(self, node: ast.If) -> None:
        decided = None if self.version is None else _decide(node.test, self.version)
        if decided is not None:
            self.body(node.body if decided else node.orelse)
            return
        tests, outer, narrowed = self.tests, self.guard, self.narrowed
        is_alone = not node.orelse
        weight = _weight(_arms(node))
        while True:  # a chain of `elif` is a list, not a nest
            self.tested(node.test)
            before, guard, so_far = self.tests, self.guard, self.narrowed
            elsewhere = _is_elsewhere(node.test)
            self.tests = _joined_tests(before, self.tests_of(node.test, holds=True))
            self.guard = guard | Guard.NO_LOOP if elsewhere is True else guard
            if _is_false(node.test):
                self.guard |= Guard.NEVER
            self.narrow(node.test, holds=True)
            self.branch(node.body, weight)
            self.narrowed = so_far
            self.narrow(node.test, holds=False)
            self.tests = _joined_tests(before, self.tests_of(node.test, holds=False))
            self.guard = guard | Guard.NO_LOOP if elsewhere is False else guard
            orelse = node.orelse
            if self.version is None and len(orelse) == 1 and type(orelse[0]) is ast.If:
                node = orelse[0]
                continue
            self.branch(orelse)
            self.narrowed = narrowed
            if is_alone and isinstance(node.body[-1], _LEAVING):
                self.narrow(node.test, holds=False)
            # After `if p: return` the rest of the block runs only without p.
            leaves = not orelse and isinstance(node.body[-1], (ast.Return, ast.Raise))
            if not leaves:
                self.tests, self.guard = tests, outer
            return

    def narrow(self, test: ast.expr, *, holds: bool) -> None:
        """Note what ``isinstance`` tells of names and attributes, from here on, where the test came out so."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            self.narrow(test.operand, holds=not holds)
        elif isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And if holds else ast.Or):
            for value in test.values:
                self.narrow(value, holds=holds)
        elif (
            isinstance(test, ast.Call)
            and isinstance(test.func, ast.Name)
            and test.func.id == "isinstance"
            and len(test.args) == 2
        ):
            self.narrow_to(test.args[0], _members(test.args[1]), holds=holds)

    def narrow_to(self, node: ast.expr, classes: Sequence[ast.expr], *, holds: bool) -> None:
        """Note that the name, or the attribute, is (or is not) an object of the classes from here on."""
        if not _dotted(node) or not all(_dotted(class_) for class_ in classes):
            return
        value = self.annotation(node)
        key = dotted(value)
        self.suffixes += 1
        new = Name(f"{key}#{self.suffixes}")
        types = Either(tuple(self.annotation(class_) for class_ in classes))
        self.scope.bind(new.id, Assigned(Narrowed(self.told_of(key, value), types, holds)))
        self.narrowed = {**self.narrowed, key: new}

    def told_of(self, name: str, value: Expr) -> Expr:
        """What the name, or the attribute, is called where more is known of it; ``value`` anywhere else."""
        known = self.narrowed.get(name)
        return value if known is None or known.id in self.outdated else known

    def outdate(self, outdated: str) -> None:
        """What was known of a name or attribute that is bound anew, and of its attributes, holds no more."""
        for name, known in self.narrowed.items():
            if name == outdated or name.startswith(outdated + "."):
                self.outdated.add(known.id)

    def tests_of(self, test: ast.expr, *, holds: bool) -> tuple[Test, ...]:
        """What is known of the function's parameters where the test came out so."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return self.tests_of(test.operand, holds=not holds)
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And if holds else ast.Or):
            return tuple(found for value in test.values for found in self.tests_of(value, holds=holds))
        subject = self.subject(test)
        if subject:
            return (Test(subject, "truth", holds),)
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            subject = self.subject(test.left)
            return _comparison(subject, test.ops[0], test.comparators[0], holds) if subject else ()
        if isinstance(test, ast.Call) and isinstance(test.func, ast.Name) and test.func.id == "isinstance":
            names = [_dotted(class_) for class_ in _members(test.args[-1])] if len(test.args) == 2 else []
            subject = self.subject(test.args[0]) if names and all(names) else ""
            if subject and "." not in subject:
                return (Test(subject, "instance" if holds else "other", "|".join(names)),)
            return ()
        if (
            holds
            and isinstance(test, ast.Call)
            and isinstance(test.func, ast.Attribute)
            and test.func.attr == "startswith"
        ):
            prefix = test.args[0] if len(test.args) == 1 else None
            subject = self.subject(test.func.value)
            if (
                subject
                and isinstance(prefix, ast.Constant)
                and isinstance(prefix.value, str)
                and prefix.value.isascii()
            ):
                return (Test(subject, "prefix", prefix.value),)
        return ()

    def subject(self, node: ast.expr) -> str:
        """The name, or the attribute of the object, that the expression is, inside a function; empty for any other."""
        if isinstance(node, ast.Name):
            return node.id if self.scope.kind is ScopeKind.FUNCTION else ""
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and self.instance is not None:
            own, method, _ = self.instance
            return f"{own}.{node.attr}" if node.value.id == own and method == self.scope.index else ""
        return ""

    def branch(self, body: list[ast.stmt], weight: int = 1) -> None:
        """Statements that run only in some cases."""
        self.branches += weight
        self.body(body)
        self.branches -= weight

    def for_(self, node: ast.For | ast.AsyncFor) -> None:
        is_async = type(node) is ast.AsyncFor
        if is_async:
            self.scope.flags |= Flag.AWAITS
            self.awaited = True
        value = self.iterated(node.iter, is_async)
        self.repeated(node)
        self.target(node.target, value)
        self.body(node.body)
        self.body(node.orelse)

    def iterated(self, node: ast.expr, is_async: bool) -> Expr:
        value = self.expr(node, Use.ASYNC_ITERATED if is_async else Use.ITERATED)
        if not is_async:
            self.implicit(CallKind.ITERATE, value, node)
        return Element(value, is_async)

    def implicit(self, kind: CallKind, value: Expr, node: ast.expr) -> None:
        """A call that Python makes on ``value`` through a protocol."""
        if type(value) in _PLAIN:
            return
        self.record(kind, value, (), Use.OTHER, node)

    def method_call(self, kind: CallKind, value: Expr, name: str, node: ast.expr) -> None:
        """A call that Python makes of a method of ``value``, inside a function."""
        if type(value) not in _PLAIN_DATA and self.scope.kind in (ScopeKind.FUNCTION, ScopeKind.LAMBDA):
            self.record(kind, Attribute(value, name), (), Use.OTHER, node)

    def repeated(self, node: ast.stmt) -> None:
        """What a loop binds anew is bound anew before its second round."""
        if self.narrowed:
            for part in ast.walk(node):
                if isinstance(part, (ast.Name, ast.Attribute)) and type(part.ctx) is not ast.Load:
                    self.outdate(_dotted(part))

    def while_(self, node: ast.While) -> None:
        self.repeated(node)
        self.tested(node.test)
        self.body(node.body)
        self.body(node.orelse)

    def with_(self, node: ast.With | ast.AsyncWith) -> None:
        is_async = type(node) is ast.AsyncWith
        if is_async:
            self.scope.flags |= Flag.AWAITS
        start = len(self.calls)
        for item in node.items:
            value = self.expr(item.context_expr, Use.ASYNC_ENTERED if is_async else Use.ENTERED)
            if not is_async:
                self.implicit(CallKind.ENTER, value, item.context_expr)
            if item.optional_vars is not None:
                self.target(item.optional_vars, Entered(value, is_async))
        inside = len(self.calls)
        awaited, self.awaited = self.awaited, False
        self.body(node.body)
        if not is_async and not self.awaited:
            for index in range(start, inside):
                call = self.calls[index]
                if call.kind is CallKind.ENTER:
                    self.calls[index] = msgspec.structs.replace(call, guard=call.guard | Guard.BRIEF)
        self.awaited = awaited or self.awaited or is_async

    def try_(self, node: ast.Try) -> None:
        self.tries.append(set())
        self.body(node.body)
        asked = self.tries.pop()
        # A loop made where there is none (not: where none runs) stands in for it; nobody has asked whether the other one runs.
        if asked and not (asked == {"get_event_loop"} and _mentions("new_event_loop", node.handlers)):
            self.scope.flags |= Flag.CHECKS_LOOP
        for handler in node.handlers:
            guard = self.guard
            if asked and (handler.type is None or _tail_names(handler.type) & _NO_LOOP_ERRORS):
                self.guard = guard | Guard.NO_LOOP
            if handler.type is None:
                self.scope.flags |= Flag.BARE_EXCEPT
            else:
                caught = self.expr(handler.type, Use.OTHER)
                if caught not in self.scope.handlers:
                    self.scope.handlers.append(caught)
            if handler.name:
                self.bind(handler.name, Assigned(OPAQUE))
            self.branch(handler.body)
            self.guard = guard
        self.body(node.orelse)
        self.body(node.finalbody)
        if node.finalbody and _exits(node.finalbody):
            self.scope.flags |= Flag.FINALLY_EXIT

    def raise_(self, node: ast.Raise) -> None:
        if node.exc is not None:
            self.expr(node.exc, Use.OTHER)
        if node.cause is not None:
            self.expr(node.cause, Use.OTHER)

    def assert_(self, node: ast.Assert) -> None:
        self.tested(node.test)
        if node.msg is not None:
            self.expr(node.msg, Use.FORMATTED)
        self.narrow(node.test, holds=True)

    def import_(self, node: ast.Import) -> None:
        for alias in node.names:
            if alias.asname:
                self.bind(alias.asname, Import(alias.name, None, 0))
            else:
                top = alias.name.partition(".")[0]
                self.bind(top, Import(top, None, 0, alias.name))

    def import_from(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(StarImport(node.module or "", node.level))
            else:
                name = alias.asname or alias.name
                self.bind(name, Import(node.module or "", alias.name, node.level))

    def global_(self, node: ast.Global) -> None:
        self.scope.globals.update(node.names)

    def nonlocal_(self, node: ast.Nonlocal) -> None:
        self.scope.nonlocals.update(node.names)

    def delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if type(target) is not ast.Name:
                self.scope.flags |= Flag.STORES
            if type(target) is ast.Subscript:
                self.method_call(CallKind.OPERATE, self.expr(target.value, Use.ACCESSED), "__delitem__", target)
            elif type(target) is ast.Attribute:
                self.expr(target.value, Use.ACCESSED)
                self.outdate(_dotted(target))

    def match(self, node: ast.Match) -> None:
        subject = self.expr(node.subject, Use.TESTED)
        weight = _weight(len(node.cases))
        for case in node.cases:
            narrowed = self.narrowed
            self.pattern(case.pattern, subject)
            if classes := _classes_of(case.pattern):
                self.narrow_to(node.subject, classes, holds=True)
            if case.guard is not None:
                self.tested(case.guard)
            self.branch(case.body, weight)
            self.narrowed = narrowed

    def pattern(self, node: ast.pattern, subject: Expr) -> None:
        """Bind the names of a pattern that ``subject`` is matched with."""
        if isinstance(node, ast.MatchAs) and node.name is not None:
            classes = tuple(self.annotation(class_) for class_ in _classes_of(node))
            value = Narrowed(subject, Either(classes), holds=True) if classes else subject
            self.bind(node.name, Assigned(value))
            if node.pattern is not None:
                self.pattern(node.pattern, subject)
        elif isinstance(node, ast.MatchOr):
            for each in node.patterns:
                self.pattern(each, subject)
        elif isinstance(node, ast.MatchSequence):
            stars = [index for index, each in enumerate(node.patterns) if isinstance(each, ast.MatchStar)]
            for index, each in enumerate(node.patterns):
                self.pattern(each, Part(subject, index) if not stars or index < stars[0] else OPAQUE)
        else:
            for part in ast.walk(node):
                name = getattr(part, "name", None) or getattr(part, "rest", None)
                if name:
                    self.bind(name, Assigned(OPAQUE))

    def type_alias(self, node: Any) -> None:
        self.scope.bind(node.name.id, Assigned(self.annotation(node.value)))

    # -- Expressions --

    def expr(self, node: ast.expr, use: Use) -> Expr:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise RecursionError  # compiled code would go on
        value = _EXPRESSIONS[type(node)](self, node, use)
        self.depth -= 1
        return value

    def name(self, node: ast.Name, use: Use) -> Expr:
        id_ = node.id
        if self.renames:
            id_ = self.renames.get(id_, id_)
        return self.named(id_)

    def named(self, id_: str) -> Name:
        """The same object for the same name."""
        known = self.names.get(id_)
        if known is None:
            known = self.names[id_] = Name(id_)
        return known

    def constant(self, node: ast.Constant, use: Use) -> Expr:
        value = node.value
        if value is None:
            return _NONE
        kind = type(value).__name__
        if kind == "bool" or (kind == "int" and abs(value) < 2**31) or kind == "float":  # type: ignore[arg-type]
            return Constant(_SHARED_CONSTANTS[kind].type, value)  # type: ignore[arg-type]
        return _SHARED_CONSTANTS[kind]

    def attribute(self, node: ast.Attribute, use: Use) -> Expr:
        receiver = self.expr(node.value, Use.ACCESSED)
        if self.narrowed:
            receiver = self.told_of(dotted(receiver), receiver)
        value = Attribute(receiver, node.attr)
        if use is not Use.CALLED and self.scope.kind is not ScopeKind.MODULE and type(node.ctx) is ast.Load:
            self.record(CallKind.LOAD, value, (), use, node)
        return value

    def call(self, node: ast.Call, use: Use) -> Expr:
        expr = self.expr
        func = expr(node.func, Use.CALLED)
        tail = last_name(func)
        consuming, self.consuming = self.consuming, tail in _CONSUMERS
        arguments = []
        given = node.args
        if tail == "cast" and len(given) == 2:
            arguments.append(Argument("", self.annotation(given[0])))
            given = given[1:]
        for arg in given:
            if type(arg) is ast.Starred:
                arguments.append(Argument("*", self.unpacked(arg.value)))
            else:
                arguments.append(Argument("", self.given(arg)))
        for keyword in node.keywords:
            if keyword.arg is None:
                arguments.append(Argument("**", expr(keyword.value, Use.UNPACKED)))
            else:
                arguments.append(Argument(keyword.arg, self.given(keyword.value)))
        self.consuming = consuming
        if tail in _FILLING and type(func) is Attribute and arguments:
            place = _FILLING[tail]
            is_told = place is not None and len(arguments) > place and not any(each.keyword for each in arguments)
            self.fill(func.value, arguments[place].value if place is not None and is_told else OPAQUE)
        if tail in ("append", "extend") and func == Attribute(Name("__all__"), tail) and self.exports is not None:
            more = _strings(ast.List(node.args) if tail == "append" else node.args[0]) if node.args else []
            self.exports = None if more is None else self.exports + more
        if self.tries and tail in _LOOP_QUESTIONS:
            self.tries[-1].add(tail)
        elif tail in _ANSWERS:
            self.scope.flags |= Flag.CHECKS_LOOP
        return Result(self.record(CallKind.CALL, func, tuple(arguments), use, node))

    def given(self, node: ast.expr, use: Use = Use.ARGUMENT) -> Expr:
        """The value of an argument, or its default; short strings are kept, for they may be modes that decide what happens."""
        if (
            type(node) is ast.Constant
            and type(node.value) is str
            and len(node.value) <= _KEPT_LETTERS
            and node.value.isascii()
        ):
            return Constant("str", node.value)
        return self.expr(node, use)

    def record(self, kind: CallKind, func: Expr, arguments: tuple[Argument, ...], use: Use, node: ast.expr) -> int:
        self.calls.append(
            Call(
                self.scope.index,
                kind,
                func,
                arguments,
                use,
                self.guard,
                self.branches,
                self.tests,
                node.lineno,
                node.col_offset,
                node.end_lineno or node.lineno,
                node.end_col_offset or node.col_offset,
            )
        )
        return len(self.calls) - 1

    def await_(self, node: ast.Await, use: Use) -> Expr:
        self.scope.flags |= Flag.AWAITS
        self.awaited = True
        if type(node.value) is ast.Name:
            self.scope.awaited.add(node.value.id)
        return Await(self.expr(node.value, Use.AWAITED))

    def subscript(self, node: ast.Subscript, use: Use) -> Expr:
        value = self.expr(node.value, Use.ACCESSED)
        self.method_call(CallKind.OPERATE, value, "__getitem__", node)
        if type(node.slice) is ast.Constant:
            index = node.slice.value
            return Item(value, (self.constant(node.slice, Use.ELEMENT),) if type(index) is int else ())
        args = node.slice.elts if type(node.slice) is ast.Tuple else [node.slice]
        return Item(value, tuple(self.expr(arg, Use.ELEMENT) for arg in args))

    def binary(self, node: ast.BinOp, use: Use) -> Expr:
        # `a + b + c + …` nests to the left, sometimes thousands deep: unroll it.
        nodes: list[ast.BinOp] = []
        rights: list[Expr] = []
        left: ast.expr = node
        while type(left) is ast.BinOp:
            rights.append(self.expr(left.right, Use.OPERAND))
            nodes.append(left)
            left = left.left
        value = self.expr(left, Use.OPERAND)
        if len(nodes) > _KEPT_ITEMS:
            return OPAQUE
        for each, right in zip(reversed(nodes), reversed(rights), strict=True):
            operator = _OPERATORS.get(type(each.op), "")
            if operator:
                self.method_call(CallKind.OPERATE, value, operator, each)
            value = Either((value, right)) if operator == "__or__" else Operation(value, operator)
        return value

    def boolean(self, node: ast.BoolOp, use: Use) -> Expr:
        tests, narrowed, holds = self.tests, self.narrowed, type(node.op) is ast.And
        last = len(node.values) - 1
        options = []
        for index, value in enumerate(node.values):
            asks = use is Use.TESTED or index < last
            options.append(self.tested(value) if asks else self.expr(value, use))
            if index == 0:
                self.branches += 1
            self.tests = _joined_tests(self.tests, self.tests_of(value, holds=holds))
            self.narrow(value, holds=holds)
        self.branches -= 1
        self.tests, self.narrowed = tests, narrowed
        return Either(tuple(options))

    def unary(self, node: ast.UnaryOp, use: Use) -> Expr:
        if type(node.op) is ast.Not:
            self.tested(node.operand)
            return _SHARED_CONSTANTS["bool"]
        value = self.expr(node.operand, Use.OPERAND)
        if isinstance(node.op, ast.USub) and type(value) is Constant and isinstance(value.value, (int, float)):
            return Constant(value.type, -value.value)
        return OPAQUE

    def compare(self, node: ast.Compare, use: Use) -> Expr:
        left = self.expr(node.left, Use.OPERAND)
        for operator, comparator in zip(node.ops, node.comparators, strict=True):
            right = self.expr(comparator, Use.OPERAND)
            if type(operator) is ast.In or type(operator) is ast.NotIn:
                self.method_call(CallKind.OPERATE, right, "__contains__", node)
            elif type(operator) in _COMPARISONS and type(right) is not Constant:
                self.method_call(CallKind.OPERATE, left, _COMPARISONS[type(operator)], node)
            left = right
        return _SHARED_CONSTANTS["bool"]

    def conditional(self, node: ast.IfExp, use: Use) -> Expr:
        self.tested(node.test)
        tests, narrowed = self.tests, self.narrowed
        self.branches += 1
        self.tests = _joined_tests(tests, self.tests_of(node.test, holds=True))
        self.narrow(node.test, holds=True)
        body = self.expr(node.body, use)
        self.tests = _joined_tests(tests, self.tests_of(node.test, holds=False))
        self.narrowed = narrowed
        self.narrow(node.test, holds=False)
        orelse = self.expr(node.orelse, use)
        self.branches -= 1
        self.tests, self.narrowed = tests, narrowed
        # `a if b else c if d else …` nests to the right, sometimes thousands deep: its facts do not.
        return Either((body, *orelse.options) if type(orelse) is Either else (body, orelse))

    def walrus(self, node: ast.NamedExpr, use: Use) -> Expr:
        value = self.expr(node.value, Use.BOUND)
        name = node.target.id
        self.bind(name, Assigned(value))
        return value

    def display(self, node: ast.Tuple | ast.List | ast.Set, use: Use) -> Expr:
        kind: DisplayType = "tuple" if type(node) is ast.Tuple else "list" if type(node) is ast.List else "set"
        element_use = Use.UNPACKED if use is Use.UNPACKED else Use.ELEMENT
        items = [self.expr(element, element_use) for element in node.elts]
        return Display(kind, tuple(items[:_KEPT_ITEMS]))

    def dict_(self, node: ast.Dict, use: Use) -> Expr:
        for key in node.keys:
            if key is not None and type(key) is not ast.Constant:
                self.expr(key, Use.ELEMENT)
        items = [self.expr(value, Use.ELEMENT) for value in node.values]
        return Display("dict", tuple(items[:_KEPT_ITEMS]))

    def comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, use: Use) -> Expr:
        kept = self.renames, self.guard, self.narrowed
        consumed = use in (Use.ITERATED, Use.UNPACKED) or (use is Use.ARGUMENT and self.consuming)
        lazy = type(node) is ast.GeneratorExp and not consumed
        made = [node.key, node.value] if type(node) is ast.DictComp else [node.elt]  # type: ignore[union-attr]
        self.suffixes += 1
        suffix = f"#{self.suffixes}"
        for number, generator in enumerate(node.generators):
            if generator.is_async:
                self.scope.flags |= Flag.AWAITS
                self.awaited = True
            value: Expr
            if lazy and number == 0:  # only the first iterable is evaluated at once, and not yet iterated over
                value = Element(self.expr(generator.iter, Use.ITERATED), bool(generator.is_async))
                self.guard |= Guard.LAZY
            else:
                value = self.iterated(generator.iter, bool(generator.is_async))
            names = [name.id for name in ast.walk(generator.target) if type(name) is ast.Name]
            self.renames = {**self.renames, **{name: name + suffix for name in names}}
            self.target(generator.target, value)
            for condition in generator.ifs:
                self.tested(condition)
                self.narrow(condition, holds=True)
        item = [self.expr(each, Use.ELEMENT) for each in made][-1]
        self.renames, self.guard, self.narrowed = kept
        return Display(_COMPREHENSIONS[type(node)], (item,))

    def joined(self, node: Any, use: Use) -> Expr:
        for value in node.values:
            if type(value) is not ast.Constant:
                self.expr(value, Use.FORMATTED)
        return _SHARED_CONSTANTS["str"]

    def formatted(self, node: Any, use: Use) -> Expr:
        value = self.expr(node.value, Use.FORMATTED)
        self.method_call(CallKind.FORMAT, value, "__repr__" if node.conversion == ord("r") else "__str__", node.value)
        if node.format_spec is not None:
            self.expr(node.format_spec, Use.FORMATTED)
        return _SHARED_CONSTANTS["str"]

    def starred(self, node: ast.Starred, use: Use) -> Expr:
        self.unpacked(node.value)
        return OPAQUE

    def unpacked(self, node: ast.expr) -> Expr:
        value = self.expr(node, Use.UNPACKED)
        self.implicit(CallKind.ITERATE, value, node)
        return value

    def tested(self, node: ast.expr) -> Expr:
        """What stands where its truth is asked for."""
        value = self.expr(node, Use.TESTED)
        if type(value) in _OBJECTS:
            self.method_call(CallKind.TEST, value, "__bool__", node)
        return value

    def yield_(self, node: ast.Yield, use: Use) -> Expr:
        self.scope.flags |= Flag.GENERATOR
        if node.value is not None:
            value = self.expr(node.value, Use.YIELDED)
            if len(self.scope.yields) < _KEPT_ITEMS and value not in self.scope.yields:
                self.scope.yields.append(value)
        return OPAQUE

    def yield_from(self, node: ast.YieldFrom, use: Use) -> Expr:
        self.scope.flags |= Flag.GENERATOR
        value = self.iterated(node.value, is_async=False)
        if len(self.scope.yields) < _KEPT_ITEMS and value not in self.scope.yields:
            self.scope.yields.append(value)
        return OPAQUE

    def slice(self, node: ast.Slice, use: Use) -> Expr:
        for part in (node.lower, node.upper, node.step):
            if part is not None:
                self.expr(part, Use.OPERAND)
        return OPAQUE

    # -- Annotations --

    def literal(self, node: ast.expr) -> Expr:
        """A member of ``Literal[…]``."""
        if type(node) is ast.Constant and isinstance(node.value, (str, bool, int)) and str(node.value).isascii():
            return Constant(_SHARED_CONSTANTS[type(node.value).__name__].type, node.value)
        return OPAQUE

    def annotation(self, node: ast.expr) -> Expr:
        """A type as written: strings are parsed, ``A | B`` becomes alternatives; nothing in it is called."""
        if isinstance(node, ast.Name):
            return self.name(node, Use.OTHER)
        if isinstance(node, ast.Attribute):
            return Attribute(self.annotation(node.value), node.attr)
        if isinstance(node, ast.Subscript):
            args = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            head = self.annotation(node.value)
            if last_name(head) == "Literal":
                return Item(head, tuple(self.literal(arg) for arg in args))
            return Item(head, tuple(self.annotation(arg) for arg in args))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            options = []  # `A | B | …` nests to the left, sometimes thousands deep
            while type(node) is ast.BinOp and type(node.op) is ast.BitOr:
                options.append(self.annotation(node.right))
                node = node.left
            return Either((self.annotation(node), *reversed(options)))
        if isinstance(node, ast.Constant):
            if node.value is None:
                return _NONE
            if node.value is ...:
                return _SHARED_CONSTANTS["ellipsis"]
            if isinstance(node.value, str):
                try:
                    return self.annotation(ast.parse(node.value.strip(), mode="eval").body)
                except (SyntaxError, ValueError, RecursionError, MemoryError):
                    return OPAQUE
        if isinstance(node, ast.List):
            return Display("list", tuple(self.annotation(item) for item in node.elts))
        if isinstance(node, ast.Call):  # a base class made by a call: class A(make_base())
            return self.expr(node, Use.ARGUMENT)
        return OPAQUE


# Which handler visits which node. (In the instance these tables would be cycles, and keep every tree alive.)
_STATEMENTS: dict[type, Callable[[_Extractor, Any], None]] = {
    ast.Expr: _Extractor.expr_statement, ast.Assign: _Extractor.assign, ast.AnnAssign: _Extractor.annotated_assign,
    ast.AugAssign: _Extractor.augmented_assign, ast.Return: _Extractor.return_, ast.If: _Extractor.if_, ast.For: _Extractor.for_,
    ast.AsyncFor: _Extractor.for_, ast.While: _Extractor.while_, ast.With: _Extractor.with_, ast.AsyncWith: _Extractor.with_,
    ast.Try: _Extractor.try_, ast.TryStar: _Extractor.try_, ast.Raise: _Extractor.raise_, ast.Assert: _Extractor.assert_,
    ast.Import: _Extractor.import_, ast.ImportFrom: _Extractor.import_from, ast.FunctionDef: _Extractor.function,
    ast.AsyncFunctionDef: _Extractor.function, ast.ClassDef: _Extractor.class_, ast.Global: _Extractor.global_,
    ast.Nonlocal: _Extractor.nonlocal_, ast.Delete: _Extractor.delete, ast.Match: _Extractor.match,
    TypeAlias: _Extractor.type_alias,
}  # fmt: skip
_EXPRESSIONS: dict[type, Callable[[_Extractor, Any, Use], Expr]] = {
    ast.Name: _Extractor.name, ast.Constant: _Extractor.constant, ast.Attribute: _Extractor.attribute,
    ast.Call: _Extractor.call,
    ast.Await: _Extractor.await_, ast.Subscript: _Extractor.subscript, ast.BinOp: _Extractor.binary, ast.BoolOp: _Extractor.boolean,
    ast.UnaryOp: _Extractor.unary, ast.Compare: _Extractor.compare, ast.IfExp: _Extractor.conditional,
    ast.Lambda: _Extractor.lambda_,
    ast.NamedExpr: _Extractor.walrus, ast.Tuple: _Extractor.display, ast.List: _Extractor.display, ast.Set: _Extractor.display,
    ast.Dict: _Extractor.dict_, ast.ListComp: _Extractor.comprehension, ast.SetComp: _Extractor.comprehension,
    ast.GeneratorExp: _Extractor.comprehension, ast.DictComp: _Extractor.comprehension, ast.JoinedStr: _Extractor.joined,
    ast.FormattedValue: _Extractor.formatted, ast.Starred: _Extractor.starred, ast.Yield: _Extractor.yield_,
    ast.YieldFrom: _Extractor.yield_from, ast.Slice: _Extractor.slice,
}  # fmt: skip
if hasattr(ast, "TemplateStr"):  # Python 3.14
    _EXPRESSIONS[ast.TemplateStr] = _Extractor.joined
    _EXPRESSIONS[ast.Interpolation] = _Extractor.formatted  # type: ignore[attr-defined]


def _is_false(test: ast.expr) -> bool:
    """Whether the test cannot come out true, whatever else it asks."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return any(_is_false(value) for value in test.values)
    return isinstance(test, ast.Constant) and not test.value


def _joined_tests(known: tuple[Test, ...], more: tuple[Test, ...]) -> tuple[Test, ...]:
    """All of them, but no more than are worth keeping at every call."""
    new = tuple(test for test in more if test not in known)
    return known if not new else (known + new)[-_KEPT_TESTS:]


def _arms(node: ast.If) -> int:
    arms = 1
    while len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
        arms += 1
        node = node.orelse[0]
    return arms


def _weight(arms: int) -> int:
    return _SPECIAL_CASE if arms >= _MANY_ARMS else 1


def _members(node: ast.expr) -> list[ast.expr]:
    """The classes that the second argument of `isinstance` lists."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return [*_members(node.left), node.right]
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _classes_of(pattern: ast.pattern) -> list[ast.expr]:
    """The classes of which one is matched: of ``A()``, ``A() | B()`` and ``A() as x``; none for any other pattern."""
    if isinstance(pattern, ast.MatchClass):
        return [pattern.cls]
    if isinstance(pattern, ast.MatchAs) and pattern.pattern is not None:
        return _classes_of(pattern.pattern)
    if isinstance(pattern, ast.MatchOr):
        found = [_classes_of(each) for each in pattern.patterns]
        return [class_ for each in found for class_ in each] if all(found) else []
    return []


def _with_item(container: Expr, item: Expr) -> Expr:
    """The display of a list, set or dict with one element more; of many elements, the first are enough."""
    assert type(container) is Display
    if item in container.items or len(container.items) >= _KEPT_ITEMS:
        return container
    return Display(container.type, (*container.items, item))


def _dotted(node: ast.expr) -> str:
    """A dotted name as written; empty for any other expression, and where it is not ASCII."""
    if isinstance(node, ast.Attribute):
        value = _dotted(node.value)
        return f"{value}.{node.attr}" if value and node.attr.isascii() else ""
    return node.id if isinstance(node, ast.Name) and node.id.isascii() else ""


def _comparison(subject: str, operator: ast.cmpop, right: ast.expr, holds: bool) -> tuple[Test, ...]:
    if not isinstance(right, ast.Constant):
        return ()
    positive = isinstance(operator, (ast.Is, ast.Eq)) is holds
    if not isinstance(operator, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)):
        return ()
    value = right.value
    if value is None:
        return (Test(subject, "none", positive),)
    if isinstance(value, bool):
        return (Test(subject, "truth", value is positive),)
    if isinstance(value, (str, int, float)) and str(value).isascii() and abs(hash(value)) < 2**63:
        return (Test(subject, "equals" if positive else "differs", value),)
    return ()


def _is_elsewhere(test: ast.expr) -> bool | None:
    """Which outcome of the test tells that this is not the loop's thread: ``loop_thread_id != get_ident()``; None for neither."""
    if not isinstance(test, ast.Compare) or not isinstance(test.ops[0], (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)):
        return None
    sides = (test.left, test.comparators[0])
    asks = any(isinstance(side, ast.Call) and _tail_names(side.func) & _THREAD_QUESTIONS for side in sides)
    if not asks or len(test.ops) > 1 or not any("loop" in _dotted(side).lower() for side in sides):
        return None
    return isinstance(test.ops[0], (ast.NotEq, ast.IsNot))


def _first_line(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", None)
    return decorators[0].lineno if decorators else statement.lineno


def _is_stub(body: list[ast.stmt]) -> bool:
    """Whether a function body only stands for one written elsewhere."""
    for statement in body:
        if isinstance(statement, ast.Pass):
            continue
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        if isinstance(statement, ast.Raise) and statement.exc is not None:
            exc = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
            if isinstance(exc, ast.Name) and exc.id == "NotImplementedError":
                continue
        return False
    return True


def _exits(statements: Iterable[ast.AST]) -> bool:
    """Whether a return, break or continue stands in ``statements``, outside nested functions."""
    pending = list(statements)
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Return, ast.Break, ast.Continue)):
            return True
        if isinstance(node, ast.stmt) and not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            pending.extend(ast.iter_child_nodes(node))
        elif isinstance(node, (ast.ExceptHandler, ast.match_case)):
            pending.extend(node.body)
    return False


def _mentions(name: str, nodes: Iterable[ast.AST]) -> bool:
    """Whether something of that name occurs in any of the trees."""
    return any(
        (type(part) is ast.Attribute and part.attr == name) or (type(part) is ast.Name and part.id == name)
        for node in nodes
        for part in ast.walk(node)
    )


def _tail_names(node: ast.expr) -> set[str]:
    """The last names of the exception classes that a handler lists."""
    nodes = node.elts if isinstance(node, ast.Tuple) else [node]
    return {str(getattr(item, "attr", getattr(item, "id", ""))) for item in nodes}


def _strings(node: ast.expr) -> list[str] | None:
    """The strings of a literal list or tuple; None for anything else."""
    if not isinstance(node, (ast.List, ast.Tuple)):
        return None
    strings = [item.value for item in node.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    return [name for name in strings if name.isidentifier()] if len(strings) == len(node.elts) else None


def _decide(test: ast.expr, version: tuple[int, int]) -> bool | None:
    """The value of a test on the Python version or the platform (Linux), as stubs have them; None for other tests."""
    if isinstance(test, ast.BoolOp):
        values = [_decide(value, version) for value in test.values]
        if None in values:
            return None
        return all(values) if isinstance(test.op, ast.And) else any(values)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        value = _decide(test.operand, version)
        return None if value is None else not value
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    left = ast.unparse(test.left)
    try:
        right = ast.literal_eval(test.comparators[0])
    except ValueError:
        return None
    subject: object
    if left == "sys.version_info":
        subject = version
        right = right[:2] if isinstance(right, tuple) else right
    elif left == "sys.platform":
        subject = "linux"
    else:
        return None
    operators: dict[type, Callable[[Any, Any], bool]] = {
        ast.GtE: lambda a, b: a >= b, ast.Lt: lambda a, b: a < b, ast.Gt: lambda a, b: a > b,
        ast.LtE: lambda a, b: a <= b, ast.Eq: lambda a, b: a == b, ast.NotEq: lambda a, b: a != b,
    }  # fmt: skip
    operator = operators.get(type(test.ops[0]))
    return None if operator is None else operator(subject, right)
