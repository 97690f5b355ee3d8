"""Fixes go into a text together, as far as they do not overlap; what would not compile is left out."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from asynclint.codemods.imports import added, removed
from asynclint.findings import Edit, Fix
from asynclint.program.syntax import UnreadableSyntax, parse


@dataclass(frozen=True, slots=True)
class Applied:
    """A text with some fixes in it. ``broken`` would not compile; all others overlap with one that is ``done``."""

    text: str
    done: tuple[Fix, ...]
    broken: tuple[Fix, ...]


def apply(text: str, fixes: Iterable[Fix]) -> Applied:
    """Put the fixes into the text, those further up first; equal fixes (of several findings) are one."""
    chosen = _compatible(fixes)
    fixed = _with(text, chosen)
    if compiles(fixed) or not compiles(text):
        return Applied(fixed, tuple(chosen), ())
    sound = [fix for fix in chosen if compiles(_with(text, [fix]))]
    fixed = _with(text, sound)
    if not compiles(fixed):
        return Applied(text, (), tuple(chosen))
    return Applied(fixed, tuple(sound), tuple(fix for fix in chosen if fix not in sound))


def _compatible(fixes: Iterable[Fix]) -> list[Fix]:
    """Fixes whose spans are apart. Where two meet, the one that begins further up, or is shorter, goes first."""
    chosen: list[Fix] = []
    end = -1
    for fix in sorted(dict.fromkeys(fixes), key=lambda fix: (fix.edits[0].start, fix.edits[-1].end, fix.title)):
        if fix.edits[0].start > end:
            chosen.append(fix)
            end = fix.edits[-1].end
    return chosen


def _with(text: str, fixes: Sequence[Fix]) -> str:
    fixed = _edited(text, [edit for fix in fixes for edit in fix.edits])
    fixed = _edited(
        fixed,
        added(
            fixed,
            (each for fix in fixes for each in fix.imports),
            (definition for fix in fixes for definition in fix.definitions),
        ),
    )
    return _edited(fixed, removed(fixed, {name for fix in fixes for name in fix.freed}))


def _edited(text: str, edits: Sequence[Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def compiles(text: str) -> bool:
    """Whether the text is Python: of this interpreter, or of a newer one as far as it can be parsed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<fixed>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        try:
            tree = parse(text)
        except UnreadableSyntax:
            return False
        return _is_newer(text) and bool(tree.body)
    return True


def _is_newer(text: str) -> bool:
    """Whether what this interpreter does not take is newer syntax, and no mistake: then its own parser refuses it."""
    import ast

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    return False
