"""Which framework a file is written for, and how its oldest Python runs a function in a thread."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import libcst as cst

from asynclint import consulted
from asynclint.codemods.patch import CannotFix, Patch
from asynclint.program.facts import Import

if TYPE_CHECKING:
    from asynclint.program.facts import Scope
    from asynclint.program.index import Program
    from asynclint.program.modules import Module
    from asynclint.rules.unit import Unit

_FRAMEWORKS = frozenset({"asyncio", "uvloop", "anyio", "trio", "twisted", "curio"})
_TO_THREAD = (3, 9)
_RUNNING_LOOP = (3, 7)
# The lower bound of `>=3.8`, `~=3.8`, `^3.8`, `==3.8.*`, `>3.7`.
_LEAST = re.compile(r"(?:>=|~=|\^|==|>|~)\s*(\d+)(?:\.(\d+))?")
_PYTHON_REQUIRES = re.compile(r"\bpython_requires\s*=\s*(?:([\"'])(.*?)\1|([^\"'\n]+))")
_POETRY = ("tool", "poetry", "dependencies")


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
    """What the file is written for, or else the program: asyncio, or anyio or trio where that is imported and asyncio is not.

    A file written for anyio may import asyncio inside a function, for what it asks of one backend.
    Raises ``CannotFix`` where another may run the coroutine.
    """
    found = imported_frameworks(unit)
    at_the_top = _imported_at_the_top(unit.module)
    if "anyio" in at_the_top and "asyncio" not in at_the_top:
        found -= {"asyncio"}
    if "asyncio" in found:
        return "asyncio"
    if not found:
        found = _imported_in_program(unit.program)
        if {"asyncio", "trio"} <= found:
            raise CannotFix("either asyncio or trio may run the coroutine")
    if not found <= {"asyncio", "anyio", "trio"}:
        raise CannotFix("another event loop may run the coroutine, and has no use for asyncio's ways")
    return next((name for name in ("asyncio", "anyio", "trio") if name in found), "asyncio")


def imported_frameworks(unit: Unit) -> frozenset[str]:
    """The frameworks that the file imports, anywhere in it; uvloop is a loop of asyncio."""
    return _imported_anywhere(unit.module)


# Asked for each fix, of one file after the other.
@functools.lru_cache(maxsize=1)
def _imported_anywhere(module: Module) -> frozenset[str]:
    return _imported(module.facts.scopes)


@functools.lru_cache(maxsize=1)
def _imported_at_the_top(module: Module) -> frozenset[str]:
    return _imported(module.facts.scopes[:1])


@functools.lru_cache(maxsize=1)
def _imported_in_program(program: Program) -> frozenset[str]:
    return imported_by(program.modules.program)


def imported_by(modules: Iterable[Module]) -> frozenset[str]:
    """The frameworks that any of the modules imports at module level."""
    roots = {root for module in modules for root in module.outline.roots}
    return frozenset("asyncio" if root == "uvloop" else root for root in roots & _FRAMEWORKS)


def _imported(scopes: Iterable[Scope]) -> frozenset[str]:
    bindings = (binding for scope in scopes for bindings in scope.bindings.values() for binding in bindings)
    return frozenset(
        "asyncio" if root == "uvloop" else root
        for binding in bindings
        if isinstance(binding, Import)
        and not binding.level
        and (root := binding.module.partition(".")[0]) in _FRAMEWORKS
    )


def _uses_anyio_threads(unit: Unit) -> bool:
    """Whether the file has a way of its own already: anyio's, beside asyncio."""
    return "anyio" in imported_frameworks(unit) and re.search(r"\bto_thread\.run_sync\(", unit.text) is not None


def oldest_python(unit: Unit) -> tuple[int, int] | None:
    """The oldest Python that the file has to run on: as the settings say, or else the project; None where neither does."""
    path = unit.module.path
    return unit.oldest_python(path) if unit.oldest_python is not None else least_python(Path(path))


def least_python(path: Path) -> tuple[int, int] | None:
    """The oldest Python that the project around the file says it supports; None where it does not say.

    Read as text from the nearest ``pyproject.toml``, ``setup.cfg`` or ``setup.py`` (a literal ``python_requires``); nothing is run.
    """
    for folder in path.absolute().parents:
        declared = [_declared(folder / name) for name in ("pyproject.toml", "setup.cfg", "setup.py")]
        if any(each is not None for each in declared):
            return _least(next((each for each in declared if each), ""))
    return None


def _declared(path: Path) -> str | None:
    """What the file says of Python versions, empty where nothing; None where there is no such file."""
    consulted.note(path)
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return ""
    if path.suffix != ".toml":
        found = _PYTHON_REQUIRES.search(text)
        return (found[2] or found[3] or "") if found is not None else ""
    try:
        data: object = tomllib.loads(text)
    except (ValueError, RecursionError):
        return ""
    places = (("project", "requires-python"), (*_POETRY, "python"))
    return next((value for place in places if isinstance(value := _at(data, place), str)), "")


def _at(data: object, keys: Iterable[str]) -> object:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _least(specifier: str) -> tuple[int, int] | None:
    versions = [(int(major), int(minor or 0)) for major, minor in _LEAST.findall(specifier)]
    return max(versions, default=None)
