"""Where modules come from: the program's own files, our stubs for libraries, typeshed, and the environment.

A dotted name is looked up as Python would: first under the roots of the module that imports it (the folder above its
top-level package, and its own folder when it is a script), then under the paths the user gave, then among libraries,
last under the roots of other parts of the program. The standard library comes before what is installed, as in ``sys.path``.

Our stubs carry what knowledge speaks of, and little else. What such a module or class does not have is looked for in what is
installed under the same name: its *complement*.
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from asynclint import consulted
from asynclint.discovery import display
from asynclint.notebooks import is_notebook
from asynclint.program.facts import TEXT_SIZE, Flag, ModuleFacts, Scope, ScopeKind, outermost
from asynclint.program.libraries import Environment, library_facts, own_stub, typeshed_stub
from asynclint.program.outline import Outline
from asynclint.program.outline import outline as make_outline

if TYPE_CHECKING:
    from asynclint.program.values import Values

DEFAULT_VERSION = (3, 13)


class Origin(Enum):
    """Where a module is from."""

    PROGRAM = auto()
    OWN_STUB = auto()
    TYPESHED = auto()
    INSTALLED = auto()


class Module:
    """One module with its facts, which may be loaded when they are first asked for; the ``outline`` is there before.

    ``digest`` stands for the text of a module of the program.

    ``definitions`` holds a :class:`Definition` for each function and class asked for.
    ``callees`` and ``results`` are what the resolver came to, by the index of the call; ``names`` by the index of the scope.
    """

    __slots__ = (
        "_calls", "_load", "_refine", "callees", "definitions", "digest", "display", "facts", "is_library", "is_loaded",
        "is_package", "is_stub", "name", "names", "origin", "outline", "path", "results", "roots",
    )  # fmt: skip
    facts: ModuleFacts

    def __init__(
        self,
        name: str,
        path: str,
        facts: ModuleFacts | Callable[[], ModuleFacts],
        outline: Outline | None = None,
        *,
        is_package: bool,
        origin: Origin = Origin.PROGRAM,
        roots: tuple[str, ...] = (),
        display: str = "",
        digest: bytes = b"",
    ) -> None:
        self.name = name
        self.path = path
        self.display = display or path
        self.digest = digest
        self._refine: Callable[[ModuleFacts], ModuleFacts] | None = None
        self.is_loaded = isinstance(facts, ModuleFacts)
        if isinstance(facts, ModuleFacts):
            self.facts = facts
            self.outline = outline or make_outline(facts)
        else:
            assert outline is not None
            self._load = facts
            self.outline = outline
        self.is_package = is_package
        self.origin = origin
        self.is_library = origin is not Origin.PROGRAM
        self.is_stub = path.endswith(".pyi") and self.is_library
        self.roots = roots
        self.definitions: list[Definition | None] = [None] * self.outline.scopes
        self._calls: dict[int, list[int]] = {}
        self.forget()

    def __getattr__(self, name: str) -> Any:
        if name != "facts":  # the only slot that may be empty
            raise AttributeError(name)
        facts = self._load()
        self.is_loaded = True
        self.facts = self._refine(facts) if self._refine is not None else facts
        return self.facts

    def refine(self, change: Callable[[ModuleFacts], ModuleFacts]) -> None:
        """Change the facts, now or when they are loaded."""
        self._refine = change
        if self.is_loaded:
            self.facts = change(self.facts)

    @property
    def is_refined(self) -> bool:
        """Whether the facts are, or will be when they are loaded, as :meth:`refine` has changed them."""
        return self._refine is not None

    def become(
        self, facts: ModuleFacts, outline: Outline, digest: bytes, moved: Mapping[int, int]
    ) -> Callable[[], None]:
        """Take on another text, and unrefined facts; what is returned undoes that.

        ``moved`` gives the scopes of functions and classes that are still there: they stay the same objects.
        """
        kept = [(each, each.scope) for each in self.definitions if each is not None]
        before = self.outline, self.digest, self.definitions, self._refine, self.facts if self.is_loaded else None
        self.outline, self.digest, self._refine = outline, digest, None
        self.facts, self.is_loaded = facts, True
        self.definitions = [None] * outline.scopes
        self._calls = {}
        for definition, scope in kept:
            if scope in moved:
                definition.become(moved[scope])
                self.definitions[moved[scope]] = definition

        def undo() -> None:
            self.outline, self.digest, self.definitions, self._refine, known = before
            self._calls = {}
            self.is_loaded = known is not None
            if known is not None:
                self.facts = known
            else:
                del self.facts
            for definition, scope in kept:
                definition.become(scope)

        return undo

    def forget(self) -> None:
        """Forget what the resolver came to."""
        self.callees: list[Values | None] = [None] * self.outline.calls
        self.results: list[Values | None] = [None] * self.outline.calls
        self.names: list[dict[str, Values | None] | None] = [None] * self.outline.scopes

    def __repr__(self) -> str:
        return f"Module({self.name})"

    @property
    def is_notebook(self) -> bool:
        """Whether the module level is the cells of a notebook: it may await, on a loop that runs."""
        return is_notebook(self.path)

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        return self.name if self.is_package else self.name.rpartition(".")[0]

    def calls_in(self, scope: int) -> Sequence[int]:
        """The calls in the body of a function or class, in order. To be asked when the program is linked."""
        if not self._calls:
            for index, fact in enumerate(self.facts.calls):
                self._calls.setdefault(fact.scope, []).append(index)
        return self._calls.get(scope, ())

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
    fact: Scope

    def __init__(self, module: Module, scope: int) -> None:
        self.module = module
        self.scope = scope
        self.itself: Values | None = None
        self.instance: Values | None = None
        self.exact: Values | None = None

    def __getattr__(self, name: str) -> Any:
        if name != "fact":  # read when it is first asked for: facts may have to be loaded
            raise AttributeError(name)
        self.fact = self.module.facts.scopes[self.scope]
        return self.fact

    def __repr__(self) -> str:
        return f"Definition({self.qualname})"

    def become(self, scope: int) -> None:
        """Stand for this scope of the module from now on, whose facts are others."""
        self.scope = scope
        with contextlib.suppress(AttributeError):  # nobody has asked for it yet
            del self.fact

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
        return bool(self.fact.flags & Flag.STUB) or self.module.is_stub

    @property
    def class_(self) -> Definition | None:
        """The class whose body holds this function; None for other functions."""
        parent = self.module.facts.scopes[self.fact.parent]
        return self.module.definition(self.fact.parent) if parent.kind is ScopeKind.CLASS else None

    @property
    def sort_key(self) -> tuple[str, int]:
        """An order of definitions that does not depend on how they were found: scopes have their numbers in source order."""
        return self.module.path, self.scope


class Around(NamedTuple):
    """A function by its path and name, and what stands for the text of the outermost function around it; or a whole file."""

    path: str
    qualname: str
    text: bytes


def around(definition: Definition) -> Around:
    """The outermost function around a function, or the whole file."""
    module = definition.module
    function = outermost(module.facts, definition.scope)
    if function is None:
        return Around(module.path, "", module.digest)
    text = module.facts.texts[function * TEXT_SIZE : (function + 1) * TEXT_SIZE]
    return Around(module.path, definition.fact.qualname, text)


def is_package_folder(folder: str) -> bool:
    """Whether the folder has an ``__init__``."""
    path = os.path.join(folder, "__init__.py")
    consulted.note_whether(path)  # it may lie outside of what is linted
    return _is_file(path)


def module_name(
    path: str, root: str, is_package_folder: Callable[[str], bool] = is_package_folder
) -> tuple[str, str, bool]:
    """The dotted name of the file, the folder that name starts from, and whether it is a package's ``__init__``.

    The name starts above the outermost package; for a file outside any package, at the ``root`` the user named.
    """
    folder, base = os.path.split(path)
    stem = base.rpartition(".")[0] or base
    is_package = stem == "__init__"
    top = folder
    while is_package_folder(top):
        top = os.path.dirname(top)
    if top == folder and not is_package and _is_below(folder, root):
        top = root
    relative = os.path.relpath(folder if is_package else os.path.join(folder, stem), top)
    return relative.replace(os.sep, "."), top, is_package


_is_file = functools.cache(os.path.isfile)


def forget_files() -> None:
    """Forget where packages were found to begin: files may have come and gone since."""
    _is_file.cache_clear()


def _is_below(folder: str, root: str) -> bool:
    return folder == root or folder.startswith(root.rstrip(os.sep) + os.sep)


class Modules:
    """All modules that a name of the program can lead to. Library modules are read when they are first asked for.

    ``numbers`` are the places of the program's modules. ``asked`` are the names that were asked for and that a library has, or
    might have: its top-level package is installed.
    """

    def __init__(
        self,
        program: Sequence[Module],
        roots: Iterable[str],
        version: tuple[int, int] = DEFAULT_VERSION,
        environment: Sequence[Path] = (),
    ) -> None:
        self.program = tuple(program)
        self.numbers = {module: number for number, module in enumerate(self.program)}
        self.libraries: dict[str, Module] = {}
        self.asked: set[str] = set()
        self.environment = Environment(environment)
        self.given_roots = tuple(dict.fromkeys(roots))
        self.version = version
        self.complements: dict[str, Module | None] = {}
        self._by_root: dict[str, dict[str, Module]] = {}
        self._anywhere: dict[str, list[Module]] = {}
        self._missing: set[str] = set()
        for module in self.program:
            if not module.is_notebook:  # which nobody imports
                self._add(module)
        self._packages = {
            ".".join(parts[:end])
            for module in self.program
            for parts in [module.name.split(".")]
            for end in range(1, len(parts))
        }

    def _add(self, module: Module) -> None:
        base = os.path.dirname(module.path) if module.is_package else os.path.splitext(module.path)[0]
        for root in {*module.roots, *(root for root in self.given_roots if _is_below(base, root))}:
            name = module.name if root == module.roots[0] else os.path.relpath(base, root).replace(os.sep, ".")
            self._by_root.setdefault(root, {}).setdefault(name, module)
        self._anywhere.setdefault(module.name, []).append(module)

    def find(self, name: str, importer: Module) -> Module | None:
        """The module that ``import name`` gives in ``importer``; None when it is nowhere to be had."""
        if importer.origin is Origin.INSTALLED and self._is_package_of_program(name.partition(".")[0]):
            return self.named(name)
        if importer.is_library:
            return self._library(name)
        for root in importer.roots + self.given_roots:
            module = self._by_root.get(root, {}).get(name)
            if module is not None:
                return module
        library = self._library(name)
        if library is not None:
            return library
        elsewhere = self._anywhere.get(name, ())
        return elsewhere[0] if len(elsewhere) == 1 else None

    def _is_package_of_program(self, top: str) -> bool:
        """Whether an installed library means the program by that name: a plug-in of what is linted."""
        return any(module.is_package for module in self._anywhere.get(top, ())) and not self._is_described(top)

    def _is_described(self, name: str) -> bool:
        module = self._library(name)
        return module is not None and module.origin is not Origin.INSTALLED

    def forget(self) -> None:
        """Forget what a resolver came to."""
        for module in (*self.program, *self.libraries.values(), *self.complements.values()):
            if module is not None:
                module.forget()

    def is_namespace(self, name: str) -> bool:
        """Whether ``name`` is a folder without an ``__init__``, of the program or of the environment."""
        return name in self._packages or self._is_namespace_of_environment(name)

    def _is_namespace_of_environment(self, name: str) -> bool:
        if self.environment.may_hold(name):
            self.asked.add(name)
        return self.environment.is_namespace(name)

    def named(self, name: str) -> Module | None:
        """The module with this full name, of the program or a library, whoever imports it."""
        elsewhere = self._anywhere.get(name)
        return elsewhere[0] if elsewhere else self._library(name)

    def _library(self, name: str) -> Module | None:
        known = self.libraries.get(name)
        if known is not None or name in self._missing:
            return known
        module = self._found(name)
        if module is not None or self.environment.may_hold(name):
            self.asked.add(name)
        if module is None:
            self._missing.add(name)
            return None
        self.libraries[name] = module
        return module

    def _found(self, name: str) -> Module | None:
        """The library module, read; None where there is none."""
        return (
            self._read(name, own_stub(name), Origin.OWN_STUB)
            or self._read(name, typeshed_stub(name, self.version), Origin.TYPESHED)
            or self._installed(name)
        )

    def _installed(self, name: str) -> Module | None:
        return self._read(name, self.environment.path(name), Origin.INSTALLED)

    def _read(self, name: str, path: Path | None, origin: Origin) -> Module | None:
        facts = self._facts(path, origin) if path is not None else None
        if path is None or facts is None:
            return None
        shown = display(str(path)) if origin is Origin.INSTALLED else ""
        return Module(name, str(path), facts, is_package=path.stem == "__init__", origin=origin, display=shown)

    def _facts(self, path: Path, origin: Origin) -> ModuleFacts | None:
        return library_facts(path, self.version)

    def library_named(self, name: str) -> Module | None:
        """The library module of that name; None where there is none."""
        return self._library(name)

    def library(self, name: str, is_complement: bool) -> Module:
        """The library module of that name, or its complement, which some process has found."""
        module = self._library(name)
        assert module is not None
        if not is_complement:
            return module
        complement = self.complement(module)
        assert complement is not None
        return complement

    def complement(self, module: Module) -> Module | None:
        """What is installed under the name of a module that our stub tells the gist of."""
        if module.origin is not Origin.OWN_STUB:
            return None
        if module.name not in self.complements:
            self.complements[module.name] = self._installed(module.name)
        return self.complements[module.name]


class References:
    """Functions and classes as numbers: that of the module, and that of the scope.

    Library modules have negative numbers: -1 is the first of ``libraries``, which are told by name, and whether what is meant is
    the complement of the module of that name.
    """

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._libraries: dict[Module, int] = {}

    def of(self, definition: Definition) -> tuple[int, int]:
        """The numbers of the function or class."""
        number = self._modules.numbers.get(definition.module)
        if number is None:
            number = -1 - self._libraries.setdefault(definition.module, len(self._libraries))
        return number, definition.scope

    @property
    def libraries(self) -> list[tuple[str, bool]]:
        """The library modules of what was asked for so far."""
        known = self._modules.libraries
        return [(module.name, known.get(module.name) is not module) for module in self._libraries]
