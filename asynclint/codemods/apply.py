"""Fixes go into a text together, as far as they do not overlap; what would not compile is left out."""

from __future__ import annotations

import ast
import enum
import functools
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from asynclint.codemods.imports import added, removed
from asynclint.findings import Edit, Fix


@dataclass(frozen=True, slots=True)
class Applied:
    """A text with some fixes in it. ``broken`` would not compile; all others clash with one that is ``done``."""

    text: str
    done: tuple[Fix, ...]
    broken: tuple[Fix, ...]


def apply(text: str, fixes: Iterable[Fix], *, awaits: bool = False) -> Applied:
    """Put the fixes into the text, those further up first; equal fixes (of several findings) are one.

    ``awaits`` says that the module level may await, as the cells of a notebook do.
    """
    chosen = _compatible(fixes)
    fixed = _with(text, chosen)
    least = _soundness(text, awaits)
    if _soundness(fixed, awaits) >= least:
        return Applied(fixed, tuple(chosen), ())
    done: list[Fix] = []
    broken: list[Fix] = []
    for fix in chosen:
        if _soundness(_with(text, [*done, fix]), awaits) >= least:
            done.append(fix)
        elif _soundness(_with(text, [fix]), awaits) < least:
            broken.append(fix)
    return Applied(_with(text, done), tuple(done), tuple(broken))


def _compatible(fixes: Iterable[Fix]) -> list[Fix]:
    """Fixes whose spans are apart. Where two meet, the one that begins further up, or is shorter, goes first."""
    chosen: list[Fix] = []
    end = -1
    changing = {fix: None for fix in fixes if fix.edits}
    for fix in sorted(changing, key=lambda fix: (fix.edits[0].start, fix.edits[-1].end, fix.title)):
        if fix.edits[0].start > end:
            chosen.append(fix)
            end = fix.edits[-1].end
    return chosen


def _with(text: str, fixes: Sequence[Fix]) -> str:
    fixed = edited(text, [edit for fix in fixes for edit in fix.edits])
    fixed = edited(
        fixed,
        added(
            fixed,
            (each for fix in fixes for each in fix.imports),
            (definition for fix in fixes for definition in fix.definitions),
        ),
    )
    freed = {name for fix in fixes for name in fix.freed}
    for name in sorted(freed):  # one by one: each sees the blank lines that are left
        fixed = edited(fixed, removed(fixed, [name]))
    return fixed


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with all the edits, which do not overlap."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


class _Soundness(enum.IntEnum):
    """How far Python gets with a text."""

    UNREADABLE = 0
    PARSED = 1
    COMPILED = 2


def compiles(text: str, *, awaits: bool = False) -> bool:
    """Whether the text is Python: of this interpreter, or of a newer one as far as it can be read.

    ``awaits`` says that the module level may await.
    """
    return _soundness(text, awaits) is _Soundness.COMPILED


def _soundness(text: str, awaits: bool) -> _Soundness:
    """Code may be readable and still not compile: ``return`` at the top level, say."""
    source: str | None = text
    if not _is_parsed(text):
        from asynclint.program.erase import erase  # with libcst, which few texts need here

        erased = erase(text)
        source = None if erased is None or not _is_parsed(erased.text) else erased.text
    if source is None:
        return _Soundness.UNREADABLE
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if awaits else 0
    return _Soundness.COMPILED if _is_taken(functools.partial(compile, flags=flags), source) else _Soundness.PARSED


def _is_parsed(text: str) -> bool:
    return _is_taken(functools.partial(compile, flags=ast.PyCF_ONLY_AST), text)


def _is_taken(by: Callable[..., object], text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes and the like are the author's business
            by(text, "<fixed>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
