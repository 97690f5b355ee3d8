"""From text to the interpreter's own syntax tree, whatever the version the text was written for."""

from __future__ import annotations

import ast
import contextlib
import sys
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.program.sources import split_lines

if TYPE_CHECKING:
    from asynclint.program.erase import Erased

if sys.version_info >= (3, 12):
    TypeAlias = ast.TypeAlias
    TypeVar = ast.TypeVar
else:

    class TypeAlias(ast.stmt):
        """``type name = value``, as Python 3.12 has it."""

        _fields = ("name", "type_params", "value")

        def __init__(self, name: ast.Name, type_params: list[ast.AST], value: ast.expr) -> None:
            super().__init__()
            self.name, self.type_params, self.value = name, type_params, value

    class TypeVar(ast.AST):
        """A type parameter, whatever its kind."""

        _fields = ("name", "bound")

        def __init__(self, name: str, bound: ast.expr | None) -> None:
            super().__init__()
            self.name, self.bound = name, bound


# From 3.12 on, the parser copies the rest of the text at each field of an f-string.
_IS_SLOW = sys.version_info >= (3, 12)
_LONG = 200_000  # characters of a text that is parsed in pieces for that reason,
_PIECE = 100_000  # and of such a piece, at least
_BEGINNINGS = ("def ", "async def ", "class ", "@")


class UnreadableSyntax(Exception):
    """The text is not Python that anybody can parse. ``line`` is 1-based, or None."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def parse(text: str) -> ast.Module:
    """The syntax tree of ``text``, with positions of the text itself; raises :class:`UnreadableSyntax`.

    Syntax that is newer than this interpreter is in it as far as facts are told of it: what a string with fields holds, the
    type parameters with their bounds, type aliases, exception classes. Such a template string is a ``JoinedStr``.
    """
    try:
        return _parse(text)
    except SyntaxError as error:
        tree = None if "too many" in error.msg else _parse_newer(text)  # "too many nested parentheses", "… indentation"
        if tree is None:
            raise UnreadableSyntax(f"syntax error: {error.msg}", error.lineno) from None
        return tree
    except (RecursionError, MemoryError):
        raise UnreadableSyntax("nested too deeply to be parsed") from None
    except ValueError as error:  # NUL bytes
        raise UnreadableSyntax(str(error)) from None


def _parse(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes and the like are the author's business
        if _IS_SLOW and len(text) > _LONG:
            with contextlib.suppress(SyntaxError):  # a piece ends where it must not, or the text is none
                return ast.Module([each for piece in _pieces(text) for each in ast.parse(piece).body], [])
        return ast.parse(text)


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that end before a function or class, each with so many blank lines before it as there were lines."""
    first, size, is_after_blank = 0, 0, False
    lines = split_lines(text)
    for number, line in enumerate(lines):
        if size > _PIECE and is_after_blank and line.startswith(_BEGINNINGS):
            yield "\n" * first + "".join(lines[first:number])
            first, size = number, 0
        size += len(line)
        is_after_blank = not line.strip()
    yield "\n" * first + "".join(lines[first:])


def _parse_newer(text: str) -> ast.Module | None:
    """The tree of a text that this interpreter is too old for; None where that is not what is wrong with it."""
    from asynclint.program.erase import erase  # with libcst, which few programs need here

    erased = erase(text)
    if erased is None:
        return None
    try:
        tree = _parse(erased.text)
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        return None
    _restore(tree, erased)
    return tree


def _restore(tree: ast.Module, erased: Erased) -> None:
    """Put back into the tree what the erased syntax meant."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        for name, value in ast.iter_fields(node):
            if isinstance(value, list):
                value[:] = [_restored(item, erased) if isinstance(item, ast.AST) else item for item in value]
                pending += [item for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST):
                new = _restored(value, erased)
                setattr(node, name, new)
                pending.append(new)


def _restored(node: ast.AST, erased: Erased) -> ast.AST:
    """``node``, or what stands in the text in place of it."""
    place = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
    if isinstance(node, ast.Tuple) and (place, (node.end_lineno, node.end_col_offset)) in erased.strings:
        fields: list[ast.expr] = [
            ast.copy_location(ast.FormattedValue(value=element, conversion=-1, format_spec=None), element)
            for element in node.elts
        ]
        return ast.copy_location(ast.JoinedStr(values=fields), node)
    if isinstance(node, ast.Assign) and place in erased.aliases and isinstance(name := node.targets[-1], ast.Name):
        alias = TypeAlias(name=name, type_params=[], value=node.value)
        return ast.copy_location(alias, node)
    if isinstance(node, ast.Compare) and place in erased.handlers:
        return ast.copy_location(ast.Tuple(elts=[node.left, *node.comparators], ctx=ast.Load()), node)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and place in erased.parameters:
        parameters = [
            ast.copy_location(TypeVar(name=name, bound=_bound(code, node)), node)
            for name, code in erased.parameters[place]
        ]
        setattr(node, "type_params", parameters)  # noqa: B010  (no such field before Python 3.12)
    return node


def _bound(code: str, around: ast.stmt) -> ast.expr | None:
    """The bound of a type parameter; None where there is none, or it is itself in newer syntax."""
    try:
        bound = _parse(f"({code})").body[0] if code else None
    except SyntaxError:
        return None
    if not isinstance(bound, ast.Expr):
        return None
    for part in ast.walk(bound):
        ast.copy_location(part, around)
    return bound.value
