"""Where modules come from: the program's own files, our stubs for libraries, and typeshed for the standard library.

A dotted name is looked up as Python would: first under the roots of the module that imports it (the folder above its
top-level package, and its own folder when it is a script), then under the paths the user gave, then among libraries,
last under the roots of other parts of the program.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from asynclint.program.facts import Flag, ModuleFacts, Scope, ScopeKind
from asynclint.program.stubs import stub_facts, stub_path

if TYPE_CHECKING:
    from asynclint.program.values import Values

DEFAULT_VERSION = (3, 13)


class Module:
    """One module with its facts. ``definitions`` holds a :class:`Definition` for each function and class asked for.

    ``callees`` and ``results`` are what the resolver came to, by the index of the call; ``names`` by the index of the scope.
    """

    __slots__ = (
        "callees", "definitions", "display", "facts", "is_library", "is_package", "name", "names", "path", "results", "roots",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        path: str,
        facts: ModuleFacts,
        *,
        is_package: bool,
        is_library: bool,
        roots: tuple[str, ...] = (),
        display: str = "",
    ) -> None:
        self.name = name
        self.path = path
        self.display = display or path
        self.facts = facts
        self.is_package = is_package
        self.is_library = is_library
        self.roots = roots
        self.definitions: list[Definition | None] = [None] * len(facts.scopes)
        self.forget()

    def forget(self) -> None:
        """Forget what the resolver came to."""
        self.callees: list[Values | None] = [None] * len(self.facts.calls)
        self.results: list[Values | None] = [None] * len(self.facts.calls)
        self.names: list[dict[str, Values | None] | None] = [None] * len(self.facts.scopes)

    def __repr__(self) -> str:
        return f"Module({self.name})"

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        return self.name if self.is_package else self.name.rpartition(".")[0]

    def definition(self, scope: int) -> Definition:
        """The function or class with this scope index: always the same object."""
        known = self.definitions[scope]
        if known is None:
            known = self.definitions[scope] = Definition(self, scope)
        return known


class Definition:
    """A function, lambda or class of some module. Compared by identity.

    ``itself``, ``instance`` and ``exact`` are the values that stand for it and for its objects, made when first asked for.
    """

    __slots__ = ("exact", "fact", "instance", "itself", "module", "scope")

    def __init__(self, module: Module, scope: int) -> None:
        self.module = module
        self.scope = scope
        self.fact: Scope = module.facts.scopes[scope]
        self.itself: Values | None = None
        self.instance: Values | None = None
        self.exact: Values | None = None

    def __repr__(self) -> str:
        return f"Definition({self.qualname})"

    @property
    def qualname(self) -> str:
        """The dotted name from the top-level package down."""
        return f"{self.module.name}.{self.fact.qualname}"

    @property
    def is_class(self) -> bool:
        """Whether this is a class."""
        return self.fact.kind is ScopeKind.CLASS

    @property
    def is_async(self) -> bool:
        """Whether this is an ``async def``."""
        return bool(self.fact.flags & Flag.ASYNC)

    @property
    def is_generator(self) -> bool:
        """Whether the body holds a ``yield``."""
        return bool(self.fact.flags & Flag.GENERATOR)

    @property
    def is_stub(self) -> bool:
        """Whether the body only stands for one written elsewhere."""
        return bool(self.fact.flags & Flag.STUB) or self.module.is_library

    @property
    def class_(self) -> Definition | None:
        """The class whose body holds this function; None for other functions."""
        parent = self.module.facts.scopes[self.fact.parent]
        return self.module.definition(self.fact.parent) if parent.kind is ScopeKind.CLASS else None

    @property
    def sort_key(self) -> tuple[str, int, int]:
        """An order of definitions that does not depend on how they were found."""
        return self.module.path, self.fact.line, self.fact.column


def module_name(path: str, root: str) -> tuple[str, str, bool]:
    """The dotted name of the file, the folder that name starts from, and whether it is a package's ``__init__``.

    The name starts above the outermost package; for a file outside any package, at the ``root`` the user named.
    """
    folder, base = os.path.split(path)
    stem = base.rpartition(".")[0] or base
    is_package = stem == "__init__"
    top = folder
    while _is_package_folder(top):
        top = os.path.dirname(top)
    if top == folder and not is_package and _is_below(folder, root):
        top = root
    relative = os.path.relpath(folder if is_package else os.path.join(folder, stem), top)
    return relative.replace(os.sep, "."), top, is_package


@functools.cache
def _is_package_folder(folder: str) -> bool:
    return os.path.isfile(os.path.join(folder, "__init__.py"))


def _is_below(folder: str, root: str) -> bool:
    return folder == root or folder.startswith(root.rstrip(os.sep) + os.sep)


class Modules:
    """All modules that a name of the program can lead to. Library modules are read when they are first asked for."""

    def __init__(
        self, program: Sequence[Module], roots: Iterable[str], version: tuple[int, int] = DEFAULT_VERSION
    ) -> None:
        self.program = tuple(program)
        self.libraries: dict[str, Module] = {}
        self._given_roots = tuple(dict.fromkeys(roots))
        self._version = version
        self._by_root: dict[str, dict[str, Module]] = {}
        self._anywhere: dict[str, list[Module]] = {}
        self._missing: set[str] = set()
        for module in self.program:
            self._add(module)
        self._packages = {
            ".".join(parts[:end])
            for module in self.program
            for parts in [module.name.split(".")]
            for end in range(1, len(parts))
        }

    def _add(self, module: Module) -> None:
        base = os.path.dirname(module.path) if module.is_package else os.path.splitext(module.path)[0]
        for root in {*module.roots, *(root for root in self._given_roots if _is_below(base, root))}:
            name = module.name if root == module.roots[0] else os.path.relpath(base, root).replace(os.sep, ".")
            self._by_root.setdefault(root, {}).setdefault(name, module)
        self._anywhere.setdefault(module.name, []).append(module)

    def find(self, name: str, importer: Module) -> Module | None:
        """The module that ``import name`` gives in ``importer``; None when it is nowhere to be had."""
        if importer.is_library:
            return self._library(name)
        for root in importer.roots + self._given_roots:
            module = self._by_root.get(root, {}).get(name)
            if module is not None:
                return module
        library = self._library(name)
        if library is not None:
            return library
        elsewhere = self._anywhere.get(name, ())
        return elsewhere[0] if len(elsewhere) == 1 else None

    def forget(self) -> None:
        """Forget what a resolver came to."""
        for module in (*self.program, *self.libraries.values()):
            module.forget()

    def is_namespace(self, name: str) -> bool:
        """Whether ``name`` is a folder of the program without an ``__init__``."""
        return name in self._packages

    def named(self, name: str) -> Module | None:
        """The module with this full name, of the program or a library, whoever imports it."""
        elsewhere = self._anywhere.get(name)
        return elsewhere[0] if elsewhere else self._library(name)

    def _library(self, name: str) -> Module | None:
        known = self.libraries.get(name)
        if known is not None or name in self._missing:
            return known
        path = stub_path(name, self._version)
        if path is None:
            self._missing.add(name)
            return None
        facts = stub_facts(path, self._version)
        module = Module(name, str(path), facts, is_package=path.name == "__init__.pyi", is_library=True)
        self.libraries[name] = module
        return module
