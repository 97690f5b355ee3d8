"""The change of a file as a unified diff, as ``patch`` and ``git apply`` take it."""

from __future__ import annotations

import difflib

from asynclint.program.sources import split_lines

_CONTEXT = 3  # unchanged lines around a change


def unified(path: str, before: str, after: str, context: int = _CONTEXT) -> str:
    """The diff of a file that is called ``path``; empty where nothing changes."""
    old, new = split_lines(before), split_lines(after)
    lines = difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", n=context)
    return "".join(line if line.endswith(("\n", "\r")) else f"{line}\n\\ No newline at end of file\n" for line in lines)
