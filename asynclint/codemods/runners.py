"""How a file runs a function in a thread: in the way of the framework that it is written for, on its oldest Python."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.codemods.frameworks import (
    framework_imported,
    imported_at_the_top,
    imported_frameworks,
    imported_in_program,
    oldest_python,
)
from asynclint.codemods.patch import CannotFix, Patch

if TYPE_CHECKING:
    from asynclint.rules.unit import Unit

_TO_THREAD = (3, 9)
_RUNNING_LOOP = (3, 7)


@dataclass(frozen=True, slots=True)
class Runner:
    """What runs a function in a thread: the text up to the function, and whether keyword arguments may follow it."""

    opening: str
    takes_keywords: bool


def runner_of(node: cst.CSTNode, patch: Patch) -> Runner:
    """What runs a function in a thread where the file is written for it, as ``node`` writes it.

    ``asyncio.to_thread`` is there since Python 3.9, ``asyncio.get_running_loop`` since 3.7. Raises ``CannotFix`` for projects that
    support still older ones.
    """
    framework = framework_of(patch.unit)
    if framework != "asyncio" or _uses_anyio_threads(patch.unit):
        library = "anyio" if framework == "asyncio" else framework
        return Runner(f"{patch.name(library, 'to_thread.run_sync', node)}(", takes_keywords=False)
    least = oldest_python(patch.unit)
    if least is None or least >= _TO_THREAD:
        return Runner(f"{patch.name('asyncio', 'to_thread', node)}(", takes_keywords=True)
    if least < _RUNNING_LOOP:
        raise CannotFix("the project supports Pythons that have no `asyncio.get_running_loop`")
    loop = patch.name("asyncio", "get_running_loop", node)
    return Runner(f"{loop}().run_in_executor(None, ", takes_keywords=False)


def framework_of(unit: Unit) -> str:
    """What the function is written for, or else the file, or the program: anyio or trio where asyncio is not used beside it.

    A file written for anyio may import asyncio inside a function, for what it asks of one backend.
    Raises ``CannotFix`` where another may run the coroutine.
    """
    found = imported_frameworks(unit)
    if len(found) > 1 and len(named := _named_in(unit)) == 1:
        found = named
    at_the_top = imported_at_the_top(unit.module)
    if "anyio" in at_the_top and "asyncio" not in at_the_top:
        found -= {"asyncio"}
    if "asyncio" in found:
        return "asyncio"
    if not found:
        found = imported_in_program(unit.program)
        if {"asyncio", "trio"} <= found:
            raise CannotFix("either asyncio or trio may run the coroutine")
    if not found <= {"asyncio", "anyio", "trio"}:
        raise CannotFix("another event loop may run the coroutine, and has no use for asyncio's ways")
    return next((name for name in ("asyncio", "anyio", "trio") if name in found), "asyncio")


def _named_in(unit: Unit) -> frozenset[str]:
    """The frameworks whose imported names the unit uses: a file may be written for several, and one function of it for one."""
    names = {
        name: framework
        for scope in unit.module.facts.scopes
        for name, bindings in scope.bindings.items()
        for binding in bindings
        if (framework := framework_imported(binding)) is not None
    }
    return frozenset(names[each.value] for each in unit.of_kind(cst.Name) if each.value in names)


def _uses_anyio_threads(unit: Unit) -> bool:
    """Whether the file has a way of its own already: anyio's, beside asyncio."""
    return "anyio" in imported_frameworks(unit) and re.search(r"\bto_thread\.run_sync\(", unit.text) is not None
