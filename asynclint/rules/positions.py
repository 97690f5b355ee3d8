"""Where the nodes of a tree stand in its code: found by having libcst write the code once.

libcst's own ``PositionProvider`` does the same, with lines and columns of every node, in twice the time. Few nodes are ever asked
for, so what is kept of each is two offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_right

import libcst as cst

_LINE_END = re.compile(r"\r\n?|\n")

Place = tuple[int, int]
"""Line (1-based) and column (0-based, in characters)."""


class Positions:
    """The positions of all nodes of a tree, without blanks and parentheses around them.

    The methods without a docstring are those of libcst's ``CodegenState``, which is told what is written, and for which node.
    """

    def __init__(self, tree: cst.Module) -> None:
        self.default_indent = tree.default_indent
        self.default_newline = tree.default_newline
        self.tokens = [""]  # libcst asks only whether there are any
        self._indents: list[str] = []
        self._offset = 0
        self._line_starts = [0]
        self._begun: list[int] = []  # where the nodes begin that are being written
        # What of them counts as the whole is being written; it may begin or end where another node does.
        self._marks: list[tuple[cst.CSTNode, cst.CSTNode | None, cst.CSTNode | None]] = []
        self._spans: dict[int, tuple[int, int]] = {}  # by the identity of the node
        tree._codegen(self)  # type: ignore[arg-type]  # all that it is asked for is here

    def span(self, node: cst.CSTNode) -> tuple[Place, Place]:
        """Where the node begins and ends."""
        start, end = self._spans[id(node)]
        return self._place(start), self._place(end)

    def _place(self, offset: int) -> Place:
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1]

    def increase_indent(self, value: str) -> None:
        self._indents.append(value)

    def decrease_indent(self) -> None:
        self._indents.pop()

    def add_indent_tokens(self) -> None:
        for token in self._indents:
            self._offset += len(token)

    def add_token(self, value: str) -> None:
        if "\n" in value or "\r" in value:
            self._line_starts += [self._offset + match.end() for match in _LINE_END.finditer(value)]
        self._offset += len(value)

    def pop_trailing_newline(self) -> None:
        pass

    def before_codegen(self, node: cst.CSTNode) -> None:
        self._begun.append(self._offset)

    def after_codegen(self, node: cst.CSTNode) -> None:
        start = self._begun.pop()
        self._spans.setdefault(id(node), (start, self._offset))

    def record_syntactic_position(
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> Positions:
        self._marks.append((node, start_node, end_node))
        return self

    def __enter__(self) -> None:
        """What is written from here on is what counts of the node named last."""
        self._begun.append(self._offset)

    def __exit__(self, *_: object) -> None:
        node, start_node, end_node = self._marks.pop()
        start, end = self._begun.pop(), self._offset
        if start_node is not None:
            start = self._spans[id(start_node)][0]
        if end_node is not None:
            end = self._spans[id(end_node)][1]
        self._spans[id(node)] = start, end
