"""From names that people write (in knowledge, in settings) to the definitions they mean.

Knowledge says ``socket.socket.recv`` or ``asyncio.create_task``; a program reaches the same things by other roads, and the
stubs define them elsewhere (``_socket.socket``, ``asyncio.tasks``). So names are resolved once, like those of a program, and
looked up by definition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from asynclint.program.modules import Definition
from asynclint.program.resolve import Resolver
from asynclint.program.values import ClassValue, Foreign, FunctionValue, Instance, Partial, Value

T = TypeVar("T")


class Catalogue(Generic[T]):
    """Entries by qualified name, found for any value that such a name leads to.

    ``names`` are all names that have an entry, ``lookup`` gives the entry of a name (and may know wildcards: names that end
    in ``.*``). Names of a library are resolved when the program first reaches that library.
    """

    def __init__(self, resolver: Resolver, names: Iterable[str], lookup: Callable[[str], T | None]) -> None:
        self._resolver = resolver
        self._lookup = lookup
        self._waiting: dict[str, list[str]] = {}
        self._wild: set[str] = set()
        self._seen = -1
        self._by_definition: dict[Definition, T] = {}
        self._by_member: dict[tuple[Definition, str], T] = {}
        self._known: dict[
            tuple[Definition, Definition | None], T | None
        ] = {}  # functions, by the class they are called on
        for name in names:
            top = name.partition(".")[0]
            if name.endswith("*"):
                self._wild.add(top)
            else:
                self._waiting.setdefault(top, []).append(name)
        for module in resolver.modules.program:
            self._resolve(module.name.partition(".")[0])

    def entry(self, value: Value) -> T | None:
        """The entry of what is called when ``value`` is called; None when no name leads there."""
        if type(value) is Foreign:
            return self._lookup(value.name)
        self._catch_up()
        if type(value) is FunctionValue:
            return self._of_function(value)
        if type(value) is ClassValue:
            return self._of_class(value.class_)
        if type(value) is Instance and value.origin:  # a callable that a library keeps in a variable: shutil.rmtree
            return self._lookup(value.origin)
        return None

    def member(self, value: Value, name: str) -> T | None:
        """The entry of the method ``name`` of ``value``, where it is not overridden in the program."""
        if type(value) is Instance:
            self._catch_up()
            of_variable = self._lookup(f"{value.origin}.{name}") if value.origin else None
            return of_variable or self._of_member(value.class_, name)
        return None

    def _of_function(self, value: FunctionValue) -> T | None:
        function = value.function
        if type(value.receiver) is Instance and value.receiver.origin:
            of_variable = self._lookup(f"{value.receiver.origin}.{function.fact.name}")
            if of_variable is not None:
                return of_variable
        receiver = value.receiver.class_ if value.receiver is not None else None
        key = function, receiver
        if key not in self._known:
            self._known[key] = self._of_definition(function, receiver)
        return self._known[key]

    def _of_definition(self, function: Definition, receiver: Definition | None) -> T | None:
        direct = self._by_definition.get(function)
        if direct is not None:
            return direct
        owner = function.class_
        if owner is None:
            return self._wildcard(function.qualname)
        if not function.module.is_library:
            return self._by_member.get((owner, function.fact.name)) or self._wildcard(function.qualname)
        return self._of_member(receiver or owner, function.fact.name)

    def _of_member(self, class_: Definition, name: str) -> T | None:
        for owner in self._resolver.mro(class_)[0]:
            entry = self._by_member.get((owner, name))
            if entry is not None:
                return entry
            if owner.module.is_library:
                entry = self._wildcard(f"{owner.qualname}.{name}")
                if entry is not None:
                    return entry
            if not owner.module.is_stub and name in owner.fact.bindings:
                return None
        return None

    def _of_class(self, class_: Definition) -> T | None:
        for owner in self._resolver.mro(class_)[0]:
            entry = self._by_definition.get(owner)
            if entry is not None:
                return entry
            if not owner.module.is_stub and "__init__" in owner.fact.bindings:
                return None
        return None

    def _wildcard(self, name: str) -> T | None:
        return self._lookup(name) if name.partition(".")[0] in self._wild else None

    def _catch_up(self) -> None:
        libraries = self._resolver.modules.libraries
        while self._seen != len(libraries):
            self._seen = len(libraries)
            self._known.clear()
            for top in sorted({name.partition(".")[0] for name in libraries}):
                self._resolve(top)

    def _resolve(self, top: str) -> None:
        for name in self._waiting.pop(top, ()):
            entry = self._lookup(name)
            if entry is None:
                continue
            for found in self._resolver.find(name):
                if isinstance(found, Definition):
                    self._by_definition.setdefault(found, entry)
                else:
                    self._by_member.setdefault(found, entry)


def values_called(values: Iterable[Value]) -> Iterator[Value]:
    """The values themselves, with ``functools.partial`` objects opened."""
    for value in values:
        if type(value) is Partial:
            yield from values_called(value.function.items)
        else:
            yield value
