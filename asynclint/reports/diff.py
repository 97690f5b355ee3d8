"""The change of a file as a unified diff, as ``patch`` and ``git apply`` take it."""

from __future__ import annotations

import codecs
import difflib
import re

from asynclint.discovery import encode
from asynclint.reports.source import printable

_CONTEXT = 3  # unchanged lines around a change
_LINE = re.compile(r"[^\n]*\n|[^\n]+")  # a lone carriage return ends no line of a patch


def unified(path: str, before: str, after: str, context: int = _CONTEXT) -> str:
    """The diff of a file that is called ``path``; empty where nothing changes."""
    name = path if path.isprintable() else printable(path)
    end = "\t" * (" " in name)  # without it, `patch` takes what is behind the blank for a date
    lines = difflib.unified_diff(
        _LINE.findall(before), _LINE.findall(after), f"a/{name}{end}", f"b/{name}{end}", n=context
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def patch(path: str, before: str, after: str, like: bytes) -> bytes:
    """The diff in bytes that can be applied to the file with the bytes ``like``: in its encoding, with its mark."""
    bare = like.removeprefix(codecs.BOM_UTF8)
    mark = "\ufeff" * (bare != like)
    lines = unified(path, mark + before, mark + after).split("\n", 2)
    head, hunks = "".join(f"{line}\n" for line in lines[:-1]), lines[-1]
    return head.encode("utf-8", "surrogateescape") + encode(hunks, bare)
