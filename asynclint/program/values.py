"""What an expression can be at run time, as far as the source tells: light sets of values.

Unknown is a value of its own: a set says whether it is *complete* (nothing else can be meant) and whether it is *plain*
(read off definitions, imports and constructor calls; not inferred through attributes or return statements).

A run makes and compares them by the hundred thousand, so they are structs of msgspec: several times as fast as dataclasses.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from asynclint.program.modules import Definition, Module


class ModuleValue(msgspec.Struct, frozen=True):
    """A module of the program or a library; ``asked`` is the name it was imported by."""

    module: Module


class Foreign(msgspec.Struct, frozen=True):
    """Something in a library that nothing is known of but its dotted name."""

    name: str


class FunctionValue(msgspec.Struct, frozen=True):
    """A function; ``receiver`` is what it is bound to, ``owner`` the class in which the attribute was looked up."""

    function: Definition
    receiver: Instance | ClassValue | None = None


class ClassValue(msgspec.Struct, frozen=True):
    """A class itself."""

    class_: Definition


class Instance(msgspec.Struct, frozen=True):
    """An object of the class; ``exact`` when it was made by calling that very class, else a subclass is possible.

    ``origin`` is the dotted name of the library variable that holds it (``sys.stdin``, ``subprocess.PIPE``) or of the library
    function that gave it, where that matters (``asyncio.get_running_loop``).
    """

    class_: Definition
    exact: bool = False
    args: tuple[Values, ...] = ()
    origin: str = ""


class Coroutine(msgspec.Struct, frozen=True):
    """What calling a coroutine function gives (``function`` is None where an annotation says so); awaiting gives ``result``."""

    function: Definition | None
    result: Values


class Generator(msgspec.Struct, frozen=True):
    """What calling a generator function gives: the body has not run yet."""

    function: Definition
    is_async: bool


class Manager(msgspec.Struct, frozen=True):
    """What calling a function decorated with ``@contextmanager`` or ``@asynccontextmanager`` gives."""

    function: Definition
    is_async: bool


class Partial(msgspec.Struct, frozen=True):
    """``functools.partial(…)`` of some callables."""

    function: Values


class Callback(msgspec.Struct, frozen=True):
    """What ``Callable[…, T]`` admits: calling it gives ``result``."""

    result: Values


class Super(msgspec.Struct, frozen=True):
    """``super()`` inside a method of ``class_``."""

    class_: Definition
    instance: Instance | ClassValue


class SpecialForm(msgspec.Struct, frozen=True):
    """A name of ``typing`` that is not an ordinary class: ``Optional``, ``Annotated``, ``Self``, …."""

    name: str


class Variable(msgspec.Struct, frozen=True):
    """A type variable, by the module that makes it; the receiver or the arguments of a call say what it stands for."""

    module: Module
    name: str


class Nil(msgspec.Struct, frozen=True):
    """``None``: it has no attributes of interest, but it is no coroutine either."""


Value = (
    ModuleValue
    | Foreign
    | FunctionValue
    | ClassValue
    | Instance
    | Coroutine
    | Generator
    | Manager
    | Partial
    | Callback
    | Super
    | SpecialForm
    | Variable
    | Nil
)


class Values(msgspec.Struct, frozen=True):
    """Everything that an expression can be."""

    items: tuple[Value, ...] = ()
    complete: bool = True
    plain: bool = True

    def __bool__(self) -> bool:
        return bool(self.items)

    def objects(self) -> Values:
        """The same without ``None``, on which nothing can be done."""
        if NIL not in self.items:
            return self
        return Values(tuple(value for value in self.items if value is not NIL), self.complete, self.plain)

    def inferred(self) -> Values:
        """The same, but not plain."""
        return Values(self.items, self.complete, False) if self.plain else self

    def partial(self) -> Values:
        """The same, but not complete."""
        return Values(self.items, False, self.plain) if self.complete else self


NIL = Nil()
NOTHING = Values()
NONE = Values((NIL,))
UNKNOWN = Values((), complete=False)


def just(value: Value) -> Values:
    """Exactly one value."""
    return Values((value,))


def itself(definition: Definition) -> Values:
    """The function or the class that is defined."""
    known = definition.itself
    if known is None:
        known = just(ClassValue(definition) if definition.is_class else FunctionValue(definition))
        definition.itself = known
    return known


def instance(class_: Definition) -> Values:
    """An object of the class or of a subclass."""
    known = class_.instance
    if known is None:
        known = class_.instance = just(Instance(class_))
    return known


def exact_instance(class_: Definition) -> Values:
    """An object that was made by calling the very class."""
    known = class_.exact
    if known is None:
        known = class_.exact = just(Instance(class_, exact=True))
    return known


def union(parts: Iterable[Values]) -> Values:
    """Everything that any of the parts can be; complete and plain only if all are."""
    known = parts if type(parts) is list else list(parts)
    if len(known) == 1:
        return known[0]
    items: dict[Value, None] = {}
    complete = plain = True
    for part in known:
        items.update(dict.fromkeys(part.items))
        complete = complete and part.complete
        plain = plain and part.plain
    return Values(tuple(items), complete, plain)
