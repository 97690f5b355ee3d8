"""Flagged lines before Python 3.12: marks in the code, put there when a module is imported.

A mark is an expression around what stands on a flagged line, or a statement before it. It changes no line number, nothing that
the program sees of its own source, and no ``.pyc`` file: Python reads and writes those of the unmarked module as ever. Where
anything is unusual, a module stays as it is.

- An import, ``-m``: ``SourceLoader.get_code`` gives the marked code, if the code it would give is what the source compiles to.
- A script, ``runpy.run_path``: there nobody can be asked for the code. When it is about to be run (``exec`` audit event), its
  functions are replaced by marked ones in its constants; lines outside of functions are not known of.
- A test file that pytest has rewritten is marked after that, and kept out of pytest's cache.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import copy
import sys
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib import _bootstrap_external
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from asynclint.runtime.calls import CAP
from asynclint.runtime.clock import Clock
from asynclint.runtime.frames import functions

if TYPE_CHECKING:
    from asynclint.runtime.lines import Lines

_RAN = "__asynclint_ran__"
_CAUGHT = "__asynclint_caught__"
_BEGAN = "__asynclint_began__"
_ENDED = "__asynclint_ended__"
_LONGEST = 60  # characters of what is called that are told

AnyNode = TypeVar("AnyNode", bound=ast.AST)


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked place; ``callee`` is what a call there calls, as source text."""

    path: str
    line: int
    in_function: bool
    callee: str = ""


class _Ran(dict[int, bool]):
    """Subscripting it tells of the mark, once, and gives False; from then on it is a plain dict's affair."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self._tell = tell

    def __missing__(self, mark: int) -> bool:
        self[mark] = False
        self._tell(mark)
        return False


class Markers:
    """Puts marks into modules, and tells ``lines`` when they are run."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._marks: list[Mark] = []
        self._hits: list[int] = []
        self._begun: dict[tuple[int, int], float] = {}  # mark and thread -> when the call began
        self._kept: list[CodeType] = []  # replaced code, and what it was replaced by

    def install(self) -> None:
        """Begin with the modules that are imported from now on."""
        for name, value in {
            _RAN: _Ran(self._ran),
            _CAUGHT: self._caught,
            _BEGAN: self._began,
            _ENDED: self._ended,
        }.items():
            setattr(builtins, name, value)
        original = _bootstrap_external.SourceLoader.get_code

        def get_code(loader: Any, name: str) -> Any:
            code = original(loader, name)
            try:
                flagged = None if code is None else self._lines.flagged(code.co_filename)
                return (self._marked(code, flagged) if code and flagged else None) or code
            except Exception:
                return code

        _bootstrap_external.SourceLoader.get_code = get_code  # type: ignore[method-assign, assignment]

    def met(self, code: CodeType, path: str, flagged: frozenset[int]) -> frozenset[int]:
        """Mark the functions of code that is not marked yet; tell which lines are."""
        if not any(_RAN in each.co_names or _CAUGHT in each.co_names for each in functions(code)):
            marked = self._marked(code, flagged)
            if marked is None or not self._replace_functions(code, marked):
                return frozenset()
            return frozenset(mark.line for mark in self._marks if mark.path == path and mark.in_function)
        return frozenset(mark.line for mark in self._marks if mark.path == path)

    def after_import(self) -> dict[str, Callable[[ModuleType], None]]:
        """Pytest's assertions are rewritten by a loader of its own."""
        return {"_pytest.assertion.rewrite": self._rewrites}

    def _rewrites(self, module: ModuleType) -> None:
        """Have it mark what it has rewritten, and neither read nor keep that."""
        rewrite: Any = module
        rewrite_asserts, read, write = rewrite.rewrite_asserts, rewrite._read_pyc, rewrite._write_pyc

        def marking(tree: ast.Module, source: bytes, path: str | None = None, *rest: Any) -> None:
            rewrite_asserts(tree, source, path, *rest)
            flagged = self._lines.flagged(path or "")
            if flagged:
                with contextlib.suppress(Exception):
                    tree.body = self._mark(copy.deepcopy(tree), path or "", flagged).body

        rewrite.rewrite_asserts = marking
        rewrite._read_pyc = lambda source, *rest: None if self._lines.flagged(str(source)) else read(source, *rest)
        rewrite._write_pyc = lambda state, code, *rest: (
            False if self._lines.flagged(code.co_filename) else write(state, code, *rest)
        )

    def _marked(self, code: CodeType, flagged: frozenset[int]) -> CodeType | None:
        """The marked code of a module; None where its code is not simply what its source compiles to."""
        path = code.co_filename
        with open(path, "rb") as file:
            source = file.read()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python has told, or will tell, what there is to be told
            if compile(source, path, "exec", dont_inherit=True) != code:
                return None
            return compile(self._mark(ast.parse(source, path), path, flagged), path, "exec", dont_inherit=True)

    def _mark(self, tree: ast.Module, path: str, flagged: frozenset[int]) -> ast.Module:
        """The tree, marked; it may be changed even where that fails."""
        count = len(self._marks)
        try:
            marked = _Marking(self._lines.real(path), flagged, self._marks).module(tree)
            compile(marked, path, "exec", dont_inherit=True)
        except Exception:
            del self._marks[count:]
            raise
        return marked

    def _replace_functions(self, code: CodeType, marked: CodeType) -> bool:
        """Put the functions of ``marked`` in the place of those of ``code``, which nobody runs yet."""
        places = [index for index, each in enumerate(code.co_consts) if isinstance(each, CodeType)]
        new = [each for each in marked.co_consts if isinstance(each, CodeType)]
        old = [code.co_consts[index] for index in places]
        if [(each.co_qualname, each.co_firstlineno) for each in old] != [
            (each.co_qualname, each.co_firstlineno) for each in new
        ]:
            return False
        import ctypes  # only scripts need it

        first = id(code.co_consts) + tuple.__basicsize__
        cells = [ctypes.c_void_p.from_address(first + index * ctypes.sizeof(ctypes.c_void_p)) for index in places]
        if [cell.value for cell in cells] != [id(each) for each in old]:
            return False
        self._kept += old + new
        for cell, each in zip(cells, new, strict=True):
            ctypes.pythonapi.Py_IncRef(
                ctypes.py_object(each)
            )  # the tuple's reference; the old one's is never given back
            cell.value = id(each)
        return True

    # -- What marks call --

    def _ran(self, mark: int) -> None:
        at = self._marks[mark]
        self._lines.ran(at.path, at.line)

    def _caught(self, mark: int) -> None:
        at = self._marks[mark]
        self._lines.ran(at.path, at.line)
        if self._lines.passed is not None:
            self._lines.passed(sys._getframe(1).f_code, at.line)

    def _began(self, mark: int, value: Any) -> Any:
        """The last thing that is evaluated before a call: gives ``value``."""
        if self._hits_of(mark) < CAP and self._lines.calls.loop() is not None:
            self._hits[mark] += 1
            self._begun[mark, threading.get_ident()] = Clock.elapsed()
        return value

    def _ended(self, mark: int, value: Any) -> Any:
        """The call has returned ``value``."""
        begin = self._begun.pop((mark, threading.get_ident()), None)
        if begin is not None:
            at = self._marks[mark]
            self._lines.calls.took(at.path, at.line, at.callee, begin, sys._getframe(1))
        return value

    def _hits_of(self, mark: int) -> int:
        while len(self._hits) <= mark:
            self._hits.append(0)
        return self._hits[mark]


class _Marking(ast.NodeTransformer):
    """Marks a module. Every new node has the position of the one it stands for."""

    def __init__(self, path: str, flagged: frozenset[int], marks: list[Mark]) -> None:
        self._path = path
        self._flagged = flagged
        self._marks = marks
        self._depth = 0  # functions around
        self._line = 0  # the line whose mark is around

    def module(self, tree: ast.Module) -> ast.Module:
        """The tree, marked."""
        marked: ast.Module = self.generic_visit(tree)  # type: ignore[assignment]
        return marked

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Mark what is in the node."""
        for name in ("body", "orelse", "finalbody"):
            statements = getattr(node, name, None)
            if isinstance(statements, list):
                setattr(node, name, self._statements(node, name, statements))
        for name, value in ast.iter_fields(node):
            if name not in ("body", "orelse", "finalbody") or not isinstance(value, list):
                if isinstance(value, ast.AST):
                    setattr(node, name, self.visit(value))
                elif isinstance(value, list):
                    value[:] = [self.visit(each) if isinstance(each, ast.AST) else each for each in value]
        return node

    def visit(self, node: ast.AST) -> Any:
        """Mark the expression, if a flagged line begins with it, and what is in it."""
        line = getattr(node, "lineno", 0)
        around = self._line
        wants_mark = line in self._flagged and line != around and _is_markable(node)
        if wants_mark:
            self._line = line
        result = super().visit(node)
        self._line = around
        if wants_mark:
            ran = self._mark_of(_RAN, line, node)
            return ast.copy_location(ast.BoolOp(ast.Or(), [ran, result]), node)
        return result

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Time the call, from when its arguments are there."""
        callee = ast.unparse(node.func)[:_LONGEST] if node.lineno in self._flagged else ""
        self.generic_visit(node)
        if not callee:
            return node
        mark = self._new(node.lineno, callee)
        if node.keywords:
            last = node.keywords[-1]
            last.value = self._wrapped(_BEGAN, mark, last.value)
        elif node.args and isinstance(node.args[-1], ast.Starred):
            node.args[-1].value = self._wrapped(_BEGAN, mark, node.args[-1].value)
        elif node.args:
            node.args[-1] = self._wrapped(_BEGAN, mark, node.args[-1])
        else:
            node.func = self._wrapped(_BEGAN, mark, node.func)
        return self._wrapped(_ENDED, mark, node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        """Annotations are left alone: they may be kept as text. Defaults and decorators belong to what is around."""
        node.decorator_list = [self.visit(each) for each in node.decorator_list]
        node.args.defaults = [self.visit(each) for each in node.args.defaults]
        node.args.kw_defaults = [each and self.visit(each) for each in node.args.kw_defaults]
        self._depth += 1
        node.body = self._statements(node, "body", node.body)
        self._depth -= 1
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        """A function as well."""
        node.args.defaults = [self.visit(each) for each in node.args.defaults]
        node.args.kw_defaults = [each and self.visit(each) for each in node.args.kw_defaults]
        around, self._line = self._line, 0  # it is run some other time
        self._depth += 1
        node.body = self.visit(node.body)
        self._depth -= 1
        self._line = around
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """Its body is code of its own."""
        node.decorator_list = [self.visit(each) for each in node.decorator_list]
        node.bases = [self.visit(each) for each in node.bases]
        for keyword in node.keywords:
            keyword.value = self.visit(keyword.value)
        self._depth += 1
        node.body = self._statements(node, "body", node.body)
        self._depth -= 1
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """Not the annotation."""
        node.target = self.visit(node.target)
        node.value = node.value and self.visit(node.value)
        return node

    def visit_match_case(self, node: ast.match_case) -> ast.AST:
        """Not the pattern, which only looks like expressions."""
        node.guard = node.guard and self.visit(node.guard)
        node.body = self._statements(node, "body", node.body)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        """Before Python 3.12 positions in f-strings are not reliable."""
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        """The line of a handler is run when it has caught something."""
        node.body = self._statements(node, "body", node.body)
        if node.lineno in self._flagged:
            caught = ast.Call(ast.Name(_CAUGHT, ast.Load()), [ast.Constant(self._new(node.lineno))], [])
            node.body.insert(0, _located(ast.Expr(caught), node))
        return node

    def _statements(self, owner: ast.AST, name: str, statements: list[ast.stmt]) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        around = self._line
        for index, statement in enumerate(statements):
            if statement.lineno in self._flagged and not _comes_first(owner, name, index, statement):
                found.append(ast.copy_location(ast.Expr(self._mark_of(_RAN, statement.lineno, statement)), statement))
                self._line = statement.lineno
            else:
                self._line = 0
            found.append(self.visit(statement))
        self._line = around
        return found

    def _new(self, line: int, callee: str = "") -> int:
        self._marks.append(Mark(self._path, line, self._depth > 0, callee))
        return len(self._marks) - 1

    def _mark_of(self, name: str, line: int, at: ast.AST) -> ast.expr:
        return _located(ast.Subscript(ast.Name(name, ast.Load()), ast.Constant(self._new(line)), ast.Load()), at)

    def _wrapped(self, name: str, mark: int, value: ast.expr) -> ast.expr:
        call = ast.Call(ast.Name(name, ast.Load()), [ast.Constant(mark), value], [])
        for node in (call, call.func, call.args[0]):
            ast.copy_location(node, value)
        return call


def _located(node: AnyNode, at: ast.AST) -> AnyNode:
    """The new node, and all in it, at the position of ``at``."""
    for each in ast.walk(node):
        ast.copy_location(each, at)
    return node


def _is_markable(node: ast.AST) -> bool:
    """Whether ``x or node`` may stand in the place of the node, and tells anything."""
    if not isinstance(node, ast.expr) or isinstance(node, ast.Constant | ast.Starred | ast.Slice | ast.JoinedStr):
        return False
    if isinstance(node, ast.Tuple) and any(isinstance(each, ast.Slice) for each in node.elts):
        return False
    return isinstance(getattr(node, "ctx", ast.Load()), ast.Load)


def _comes_first(owner: ast.AST, name: str, index: int, statement: ast.stmt) -> bool:
    """Whether nothing may stand before the statement: a docstring, or an import from the future."""
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        return True
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return index == 0 and name == "body" and is_text
