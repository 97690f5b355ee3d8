"""Which frameworks the files of a program import, and which Python they have to run on at least."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from asynclint import consulted
from asynclint.program.facts import Import

if TYPE_CHECKING:
    from asynclint.program.facts import Binding, Scope
    from asynclint.program.index import Program
    from asynclint.program.modules import Module
    from asynclint.rules.unit import Unit

_FRAMEWORKS = frozenset({"asyncio", "uvloop", "anyio", "trio", "twisted", "curio"})
# The lower bound of `>=3.8`, `~=3.8`, `^3.8`, `==3.8.*`, `>3.7`.
_LEAST = re.compile(r"(?:>=|~=|\^|==|>|~)\s*(\d+)(?:\.(\d+))?")
_PYTHON_REQUIRES = re.compile(r"\bpython_requires\s*=\s*(?:([\"'])(.*?)\1|([^\"'\n]+))")
_POETRY = ("tool", "poetry", "dependencies")


def imported_frameworks(unit: Unit) -> frozenset[str]:
    """The frameworks that the file imports, anywhere in it; uvloop is a loop of asyncio."""
    return _imported_in(unit.module, unit.module.digest)[0]


def imported_at_the_top(module: Module) -> frozenset[str]:
    """Those that the file imports at module level."""
    return _imported_in(module, module.digest)[1]


# Asked for each fix, of one file after the other. With the same digest the module has the same text.
@functools.lru_cache(maxsize=1)
def _imported_in(module: Module, digest: bytes) -> tuple[frozenset[str], frozenset[str]]:
    """Those of the whole file, and those of its module level."""
    scopes = module.facts.scopes
    return _imported(scopes), _imported(scopes[:1])


@functools.lru_cache(maxsize=1)
def imported_in_program(program: Program) -> frozenset[str]:
    """Those that any file of the program imports at module level."""
    return imported_by(program.modules.program)


def imported_by(modules: Iterable[Module]) -> frozenset[str]:
    """The frameworks that any of the modules imports at module level."""
    roots = {root for module in modules for root in module.outline.roots}
    return frozenset("asyncio" if root == "uvloop" else root for root in roots & _FRAMEWORKS)


def _imported(scopes: Iterable[Scope]) -> frozenset[str]:
    bindings = (binding for scope in scopes for bindings in scope.bindings.values() for binding in bindings)
    return frozenset(framework for binding in bindings if (framework := framework_imported(binding)) is not None)


def framework_imported(binding: Binding) -> str | None:
    """The framework that the binding imports, or imports from."""
    if not isinstance(binding, Import) or binding.level:
        return None
    root = binding.module.partition(".")[0]
    return None if root not in _FRAMEWORKS else "asyncio" if root == "uvloop" else root


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
