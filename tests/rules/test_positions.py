"""Positions are those that libcst's own provider gives."""

from __future__ import annotations

from pathlib import Path

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from asynclint.rules.positions import Positions

_DATA = Path(__file__).parents[2] / "test_data"
_SOURCES = {
    **{str(path.relative_to(_DATA)): path.read_text("utf-8") for path in sorted(_DATA.glob("demo/*.py"))},
    **{str(path.relative_to(_DATA)): path.read_text("utf-8") for path in sorted(_DATA.glob("rules/ASL1*/bad*.py"))},
    "line ends": "if 1:\r\n  def f(\r\n    x = 'ä', *, y\r\n  ): # c\r\n    return (x,\\\r\n y)\r\n",
    "old line ends": "class A(B, metaclass = C):\r  x: int = 1; y = [2\r, 3]\r  pass",
    "strings": "x = '''a\nb''' 'c' f\"{ y !r:>{w}} z\"\n\n@d\n\nasync def f() -> None: await g( )\n",
    "blocks": "try:\n    x()\nexcept* (A, B) as e:\n    pass\nelse: pass\nfinally:\n\n    # c\n    y()\n    # d\n# e\n",
    "match": "match x:\n  case {'a': [1, *_], **r} if r: pass\n  case A(b=-1) | None as z:\n    pass\nwhile 1:\n  ()\n",
}


@pytest.mark.parametrize("source", _SOURCES.values(), ids=_SOURCES)
def test_positions_are_those_of_libcst(source: str) -> None:
    tree = cst.parse_module(source)
    wanted = MetadataWrapper(tree, unsafe_skip_copy=True).resolve(PositionProvider)
    found = Positions(tree)
    assert len(wanted) > 5
    for node, span in wanted.items():
        start, end = found.span(node)
        assert (start, end) == ((span.start.line, span.start.column), (span.end.line, span.end.column)), node
