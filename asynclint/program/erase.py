"""New syntax out of a text, so that an interpreter that is older than the text can parse it.

libcst knows the newest syntax whatever interpreter it runs on, so it says where that syntax stands. There the text is
written over, byte for byte: whatever is left keeps its line and its column, and calls are found where libcst finds them in
the text as it is. What the syntax meant is noted beside the text, by position (:class:`Erased`), for :mod:`.syntax` to put
back into the tree.

===============================  =================================
``def f[T: int](x): …``          ``def f(        x): …``
``class C[T](Base): …``          ``class C(   Base): …``
``type Rows[T] = list[T]``       ``_ =( Rows  ) = list[T]``
``f"a {x["k"]} b {g()!r:>{w}}"``  ``(    x["k"],    g(),    w, )``
``except A, B:``                 ``except A< B:``
===============================  =================================
"""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import libcst as cst
from libcst.metadata import CodePosition, MetadataWrapper, PositionProvider, WhitespaceInclusivePositionProvider

from asynclint.program.nesting import too_deep

Place = tuple[int, int]
"""Line (1-based) and column (0-based, in UTF-8 bytes), as ``ast`` counts them."""
_String = cst.SimpleString | cst.FormattedString | cst.TemplatedString | cst.ConcatenatedString
_Content = cst.BaseFormattedStringContent | cst.BaseTemplatedStringContent
_Field = cst.FormattedStringExpression | cst.TemplatedStringExpression

_LINE_END = re.compile(r"\r\n?|\n")
_BEGINS = re.compile(r"^(?!(?:elif|else|except|finally)\b)[^\s#)\]}]", re.MULTILINE)


@dataclass(slots=True)
class Erased:
    """A text without new syntax, and what stood where.

    ``strings`` are places (first and last) of tuples that stand for strings with the tuple's elements in them; ``handlers``
    those of comparisons that stand for several exception classes; ``aliases`` those of assignments whose last target is a type
    alias; ``parameters`` the type parameters of the ``def`` or ``class`` at a place, each with the code of its bound.
    """

    text: str = ""
    strings: set[tuple[Place, Place]] = field(default_factory=set)
    handlers: set[Place] = field(default_factory=set)
    aliases: set[Place] = field(default_factory=set)
    parameters: dict[Place, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def append(self, other: Erased, above: int) -> None:
        """Put the other text behind this one, which has so many lines, and its places among ours."""

        def down(place: Place) -> Place:
            return place[0] + above, place[1]

        self.text += other.text
        self.strings |= {(down(start), down(end)) for start, end in other.strings}
        self.handlers |= {down(place) for place in other.handlers}
        self.aliases |= {down(place) for place in other.aliases}
        self.parameters |= {down(place): several for place, several in other.parameters.items()}


def erase(text: str) -> Erased | None:
    """``text`` without its new syntax; None where there is none, or libcst cannot parse it, or should not try.

    libcst takes twenty times as long as the interpreter's parser, so it is shown only the statements that the latter cannot parse.
    """
    if too_deep(text):
        return None
    whole, lines = Erased(), 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as in :mod:`.syntax`
        for piece in _pieces(text):
            erased = Erased(piece) if _parses(piece) else _erase(piece)
            if erased is None:
                return _erase(text)  # a line that begins in the first column may yet be within a string or brackets
            whole.append(erased, lines)
            lines += len(_LINE_END.findall(piece))
    return whole if whole.text != text else None


def _pieces(text: str) -> Iterator[str]:
    """The text, cut before lines that look like the beginning of a statement of the module."""
    begins = [match.start() for match in _BEGINS.finditer(text)]
    cuts = [0, *(begin for before, begin in pairwise(begins) if text[before] != "@"), len(text)]
    return (text[start:end] for start, end in pairwise(cuts))


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        return False
    return True


def _erase(text: str) -> Erased | None:
    """``text`` without its new syntax; None where there is none, or libcst cannot parse it."""
    try:
        module = cst.parse_module(text)
        if module.code != text:
            return None
        eraser = _Eraser(text)
        MetadataWrapper(module, unsafe_skip_copy=True).visit(eraser)
    except Exception:  # mostly ParserSyntaxError, but libcst fails in other ways as well
        return None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of libcst's native half: no Exception, and not to be imported
            return None
        raise
    return eraser.erased()


class _Eraser(cst.CSTVisitor):
    """Writes over the new syntax that it comes to."""

    METADATA_DEPENDENCIES = (PositionProvider, WhitespaceInclusivePositionProvider)

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self._characters = list(text)
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._found = Erased()
        self._is_changed = False
        self._joined: set[cst.CSTNode] = set()  # parts of concatenations that are dealt with

    def erased(self) -> Erased | None:
        """The outcome, after the visit."""
        if not self._is_changed:
            return None
        self._found.text = "".join(self._characters)
        return self._found

    # -- Type parameters and aliases (PEP 695, PEP 696) --

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        """Open the parameters where the type parameters begin: brackets may hold line ends, a header may not."""
        if node.type_parameters is not None:
            start, end = self._span(node.type_parameters)
            self._blank(start, self._text.index("(", end) + 1)
            self._put(start, "(")
            self._found.parameters[self._place(self._start(node))] = _with_bounds(node.type_parameters)

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        """The same, with brackets of our own where the class has none."""
        if node.type_parameters is not None:
            start, end = self._span(node.type_parameters)
            if isinstance(node.lpar, cst.LeftParen):
                self._blank(start, self._text.index("(", end) + 1)
            else:
                self._blank(start, end)
                self._put(end - 1, ")")
            self._put(start, "(")
            self._found.parameters[self._place(self._start(node))] = _with_bounds(node.type_parameters)

    def visit_TypeAlias(self, node: cst.TypeAlias) -> None:
        """Make it a second assignment, for which ``type`` has just the room."""
        start = self._start(node)
        if node.type_parameters is not None:
            first, end = self._span(node.type_parameters)
            self._blank(first, end)
            self._put(end - 1, ")")
            self._put(start, "_ =(")
        else:
            self._put(start, "_  =")
        self._found.aliases.add(self._place(start))

    # -- Exception classes without brackets (PEP 758) --

    def visit_ExceptHandler(self, node: cst.ExceptHandler) -> None:
        self._classes(node.type)

    def visit_ExceptStarHandler(self, node: cst.ExceptStarHandler) -> None:
        self._classes(node.type)

    def _classes(self, caught: cst.BaseExpression | None) -> None:
        """Compare the classes with each other: a comparison is flat, and binds less than what classes are written with."""
        if not isinstance(caught, cst.Tuple) or caught.lpar:
            return
        for number, element in enumerate(caught.elements, 1):
            if isinstance(element.comma, cst.Comma):
                comma = self._text.index(",", self._span(element.comma)[0])
                self._put(comma, "<" if number < len(caught.elements) else " ")
        self._found.handlers.add(self._place(self._start(caught)))

    # -- Strings with expressions in them (PEP 701, PEP 750) --

    def visit_ConcatenatedString(self, node: cst.ConcatenatedString) -> None:
        if node not in self._joined:
            self._string(node)

    def visit_FormattedString(self, node: cst.FormattedString) -> None:
        if node not in self._joined:
            self._string(node)

    def visit_TemplatedString(self, node: cst.TemplatedString) -> None:
        if node not in self._joined:
            self._string(node)

    def _string(self, node: _String) -> None:
        """Leave only the expressions of the string, as elements of a tuple."""
        parts = list(_parts(node))
        self._joined.update(parts)
        fields = [
            inner
            for part in parts
            if isinstance(part, (cst.FormattedString, cst.TemplatedString))
            for inner in _fields(part.parts)
        ]
        if not fields:
            for part in parts:
                if isinstance(part, cst.TemplatedString):
                    start = self._start(part)
                    for index, letter in enumerate(part.prefix):
                        if letter in "tT":
                            self._put(start + index, "f")
            return
        start = self._start(node)
        end = self._offset(self.get_metadata(PositionProvider, node).end)
        after = start
        for inner in fields:
            first, last = self._span(inner.expression)
            self._blank(after, first)
            after = last
        self._blank(after, end)
        self._put(start, "(")
        for inner in fields:
            if not _has_comma(inner.expression):
                # Behind an expression there is a brace at least, unless a line ends there.
                comma = self._span(inner.expression)[1]
                while self._text[comma] in "\r\n":
                    comma += 1
                self._put(comma, ",")
        self._put(end - 1, ")")
        self._found.strings.add((self._place(start), self._place(end)))

    # -- Places --

    def _start(self, node: cst.CSTNode) -> int:
        """Where the node starts, without brackets around it."""
        return self._offset(self.get_metadata(PositionProvider, node).start)

    def _span(self, node: cst.CSTNode) -> tuple[int, int]:
        """From where to where the node goes, with all that belongs to it."""
        span = self.get_metadata(WhitespaceInclusivePositionProvider, node)
        return self._offset(span.start), self._offset(span.end)

    def _offset(self, position: CodePosition) -> int:
        return self._starts[position.line - 1] + position.column

    def _place(self, offset: int) -> Place:
        line = bisect_right(self._starts, offset)
        return line, _bytes(self._text[self._starts[line - 1] : offset])

    # -- Writing --

    def _blank(self, start: int, end: int) -> None:
        """Write blanks over everything but line ends."""
        for index in range(start, end):
            if self._text[index] not in "\r\n":
                self._put(index, " ")

    def _put(self, index: int, new: str) -> None:
        """Write ``new`` (ASCII) over as many characters, and fill up with blanks where those take more bytes."""
        for number, letter in enumerate(new, index):
            self._characters[number] = letter.ljust(_bytes(self._text[number]))
        self._is_changed = True


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _with_bounds(parameters: cst.TypeParameters) -> tuple[tuple[str, str], ...]:
    code = cst.Module(()).code_for_node
    return tuple(
        (param.name.value, code(param.bound) if isinstance(param, cst.TypeVar) and param.bound is not None else "")
        for param in (parameter.param for parameter in parameters.params)
    )


def _parts(node: _String) -> Iterator[_String]:
    """The strings of a concatenation (which nests to the right), itself among them; or the only one."""
    yield node
    while isinstance(node, cst.ConcatenatedString):
        yield node.left
        node = node.right
        yield node


def _fields(contents: Sequence[_Content]) -> Iterator[_Field]:
    """The fields of a string and of their formats, in source order."""
    for content in contents:
        if isinstance(content, (cst.FormattedStringExpression, cst.TemplatedStringExpression)):
            yield content
            yield from _fields(content.format_spec or ())


def _has_comma(expression: cst.BaseExpression) -> bool:
    """Whether it ends in a comma: ``{*a, *b,}``."""
    return (
        isinstance(expression, cst.Tuple)
        and not expression.lpar
        and bool(expression.elements)
        and isinstance(expression.elements[-1].comma, cst.Comma)
    )
