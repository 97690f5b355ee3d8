"""Facts of one module: what its source says, without the tree.

Facts are small, frozen and serialisable (msgpack through msgspec), so that worker processes can hand them over and a cache
can keep them. They say *what is written*; what it *means* is worked out by :mod:`asynclint.program.resolve`.

Positions are those of ``ast``: 1-based lines, 0-based columns in UTF-8 bytes, the end column after the last byte.
"""

from __future__ import annotations

import enum
import marshal
from collections.abc import Sequence
from hashlib import blake2b
from typing import Final, Literal

import msgspec

# -- Expressions: as much of an expression as name and type resolution needs ------------------------------------------


class SharedFact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All facts are immutable and encode as arrays."""


class _Variant(msgspec.Struct, frozen=True, array_like=True, gc=False, tag_field="variant"):
    """A fact that stands in a union with others; its tag tells which it is.

    Nothing is derived from any, and code asks ``type(fact) is Name``: where the answer is no, ``isinstance`` takes eight times as
    long with msgspec's classes.
    """


class Name(_Variant, frozen=True, tag=0):
    """A plain name. Comprehension variables carry a suffix (``x#2``) that keeps them apart from locals of that name."""

    id: str


class Attribute(_Variant, frozen=True, tag=1):
    """``value.name``."""

    value: Expr
    name: str


class Result(_Variant, frozen=True, tag=2):
    """What the call with this index in :attr:`ModuleFacts.calls` returns."""

    call: int


class Await(_Variant, frozen=True, tag=3):
    """``await value``."""

    value: Expr


class Item(_Variant, frozen=True, tag=4):
    """``value[…]``; the arguments are kept where they can be types, or the index of an element."""

    value: Expr
    args: tuple[Expr, ...]


class Element(_Variant, frozen=True, tag=5):
    """What ``for``/``async for`` over ``value`` yields."""

    value: Expr
    is_async: bool


class Entered(_Variant, frozen=True, tag=6):
    """What ``with``/``async with`` on ``value`` binds."""

    value: Expr
    is_async: bool


class Part(_Variant, frozen=True, tag=7):
    """One target of tuple unpacking."""

    value: Expr
    index: int


class Either(_Variant, frozen=True, tag=8):
    """One of several: conditional expressions, ``or``/``and``, unions in annotations."""

    options: tuple[Expr, ...]


# Words that are chosen from a few are typed so: decoded facts share them then.
ConstantType = Literal["None", "bool", "int", "float", "complex", "str", "bytes", "ellipsis"]
DisplayType = Literal["list", "tuple", "set", "dict", "generator"]
TestKind = Literal["truth", "none", "equals", "differs", "prefix", "instance", "other"]


class Constant(_Variant, frozen=True, tag=9):
    """A literal of the builtin ``type``; the value is kept where conditions on arguments may ask for it."""

    type: ConstantType
    value: bool | int | float | str | None = None


class Display(_Variant, frozen=True, tag=10):
    """A list, tuple, set, dict or generator display with its elements (the values of a dict)."""

    type: DisplayType
    items: tuple[Expr, ...]


class LambdaExpr(_Variant, frozen=True, tag=11):
    """A lambda, by the index of its scope."""

    scope: int


class Opaque(_Variant, frozen=True, tag=12):
    """An expression that says nothing about names or types."""


class Operation(_Variant, frozen=True, tag=13):
    """A binary operator on ``value``, by the name of the method that it calls: ``path / "x"`` is ``__truediv__``."""

    value: Expr
    method: str


class Narrowed(_Variant, frozen=True, tag=14):
    """``value`` where ``isinstance(value, type)`` came out as ``holds``. Names it is bound to carry a suffix (``x#2``)."""

    value: Expr
    type: Expr
    holds: bool


class TypeParameter(_Variant, frozen=True, tag=15):
    """The ``T`` of ``def f[T: bound]``. It is bound in the module, under a name with a suffix (``T#2``)."""

    bound: Expr


Expr = (
    Name
    | Attribute
    | Result
    | Await
    | Item
    | Element
    | Entered
    | Part
    | Either
    | Constant
    | Display
    | LambdaExpr
    | Opaque
    | Operation
    | Narrowed
    | TypeParameter
)
OPAQUE = Opaque()


def last_name(expr: Expr) -> str:
    """The last name of a dotted expression; empty for any other."""
    return expr.name if type(expr) is Attribute else expr.id if type(expr) is Name else ""


def dotted(expr: Expr) -> str:
    """A dotted name as written; empty for any other expression."""
    if type(expr) is Attribute:
        value = dotted(expr.value)
        return value and f"{value}.{expr.name}"
    return expr.id if type(expr) is Name else ""


def callee_name(expr: Expr, calls: Sequence[Call]) -> str:
    """The same of what a call calls, or of an expression that is no call: of a decorator with or without parentheses."""
    return last_name(calls[expr.call].func if type(expr) is Result else expr)


# -- Bindings: what a name in a scope was bound to --------------------------------------------------------------------


class Import(_Variant, frozen=True, tag=0):
    """``import module`` (name is None) or ``from module import name``; ``level`` counts the leading dots.

    ``import a.b`` without ``as`` binds ``a``: then ``module`` is ``a`` and ``also`` is ``a.b``.
    """

    module: str
    name: str | None
    level: int
    also: str = ""


class Definition(_Variant, frozen=True, tag=1):
    """A ``def`` or ``class`` statement, by the index of its scope."""

    scope: int


class Assigned(_Variant, frozen=True, tag=2):
    """Assignment from an expression."""

    value: Expr


class Annotated(_Variant, frozen=True, tag=3):
    """An annotation ``name: type``."""

    type: Expr


class Parameter(_Variant, frozen=True, tag=4):
    """A parameter, by its index in :attr:`Scope.parameters`."""

    index: int


Binding = Import | Definition | Assigned | Annotated | Parameter


class ParameterKind(enum.IntEnum):
    """How arguments reach a parameter."""

    POSITIONAL = 0
    KEYWORD = 1
    STAR = 2
    STAR_STAR = 3


class ParameterFact(SharedFact, frozen=True):
    """One parameter of a function."""

    name: str
    kind: ParameterKind
    annotation: Expr
    default: Expr | None


class SelfAttribute(SharedFact, frozen=True):
    """``self.name = value`` (or ``self.name: type``) in the method with scope index ``method``."""

    method: int
    value: Expr
    is_annotation: bool


# -- Calls ------------------------------------------------------------------------------------------------------------


class Use(enum.IntEnum):
    """What is done with the value of an expression."""

    OTHER = 0
    DISCARDED = 1
    AWAITED = 2
    BOUND = 3
    RETURNED = 4
    ARGUMENT = 5
    TESTED = 6
    ITERATED = 7
    ENTERED = 8
    ACCESSED = 9
    OPERAND = 10
    FORMATTED = 11
    UNPACKED = 12
    ELEMENT = 13
    YIELDED = 14
    STORED = 15
    ASYNC_ITERATED = 16
    ASYNC_ENTERED = 17
    CALLED = 18


class CallKind(enum.IntEnum):
    """How the code is reached: by a call, or by a protocol that Python calls itself."""

    CALL = 0
    ENTER = 1  # with value:  → __enter__, __exit__
    ITERATE = 2  # for … in value:  → __iter__, __next__, or the body of a generator
    LOAD = 3  # value.name  → a property
    STORE = 4  # value.name = …  → the setter of a property
    OPERATE = 5  # value[…], … in value, value + …, value == …  → the method that the name stands for
    FORMAT = 6  # f"{value}"  → __str__ or __repr__
    TEST = 7  # if value:  → __bool__ or __len__
    DECORATE = 8  # @value  → value(function)


class Guard:
    """What the code around a call checked before it: bits (asking an ``enum.IntFlag`` takes ten times as long)."""

    NONE: Final = 0
    NO_LOOP: Final = 1  # runs only where no event loop runs in this thread
    BRIEF: Final = 2  # a `with` without an `await` in its body
    LAZY: Final = 4  # in a generator expression that somebody else may consume, elsewhere
    NEVER: Final = 8  # behind `if False`


class Argument(SharedFact, frozen=True):
    """One argument; ``keyword`` is empty for positional ones, ``*`` and ``**`` for unpacking."""

    keyword: str
    value: Expr


class Test(SharedFact, frozen=True):
    """What must hold of a parameter of the function for the code to run: ``if p:``, ``if p is None:``, ``p == 3``.

    ``subject`` is the name of the parameter, or ``self.name`` for an attribute of the object.

    ``kind`` is one of ``truth``, ``none`` (both with True or False as the value), ``equals``, ``differs``, ``prefix``, ``instance``
    and ``other`` (of none of these classes; both with the classes as written, ``|`` between them).
    """

    subject: str
    kind: TestKind
    value: bool | int | float | str


class Call(SharedFact, frozen=True):
    """One call site, in the scope with index ``scope``; ``branches`` weighs the branches around it that need not be taken."""

    scope: int
    kind: CallKind
    func: Expr
    arguments: tuple[Argument, ...]
    use: Use
    guard: int  # bits of Guard
    branches: int
    tests: tuple[Test, ...]  # that the code around the call asks
    line: int
    column: int
    end_line: int
    end_column: int


# Stands for each access to an attribute which turned out to be no property of the program, and each operator (or the like) that
# it does not define.
PLAIN_LOAD = Call(0, CallKind.LOAD, OPAQUE, (), Use.OTHER, Guard.NONE, 0, (), 0, 0, 0, 0)


def argument(fact: Call, slot: int, keyword: str) -> Expr | None:
    """The argument in the 0-based position or with that keyword; None when it is not given in plain sight."""
    position = 0
    for given in fact.arguments:
        if keyword and given.keyword == keyword:
            return given.value
        if given.keyword == "*":
            position = 1_000_000  # what follows may be in any position
        elif given.keyword == "":
            if position == slot:
                return given.value
            position += 1
    return None


# -- Scopes -----------------------------------------------------------------------------------------------------------


class ScopeKind(enum.IntEnum):
    """What opens the scope. Comprehensions open none of their own: their names are made unique instead."""

    MODULE = 0
    CLASS = 1
    FUNCTION = 2
    LAMBDA = 3


class Flag:
    """Yes-or-no facts of a function: bits."""

    NONE: Final = 0
    ASYNC: Final = 1
    GENERATOR: Final = 2
    AWAITS: Final = 4
    CHECKS_LOOP: Final = 8  # asks whether an event loop is running, or in which thread it is
    FINALLY_EXIT: Final = 16  # a return, break or continue inside a finally
    BARE_EXCEPT: Final = 32
    STORES: Final = 128  # assigns to, or deletes, more than names: attributes, elements
    STUB: Final = 64  # the body is only a docstring, `...`, `pass` or `raise NotImplementedError`


class Scope(SharedFact, frozen=True):
    """A module, class, function or lambda. Index 0 of :attr:`ModuleFacts.scopes` is the module itself.

    ``line``/``column`` are those of the ``def``/``class``/``lambda`` keyword; ``first_line`` includes decorators.
    """

    kind: ScopeKind
    name: str
    qualname: str
    parent: int
    flags: int  # bits of Flag
    line: int
    column: int
    end_line: int
    first_line: int
    parameters: tuple[ParameterFact, ...] = ()
    decorators: tuple[Expr, ...] = ()
    returns: Expr | None = None
    results: tuple[Expr, ...] = ()
    yields: tuple[Expr, ...] = ()
    bases: tuple[Expr, ...] = ()
    bindings: dict[str, tuple[Binding, ...]] = {}
    attributes: dict[str, tuple[SelfAttribute, ...]] = {}
    globals: tuple[str, ...] = ()
    nonlocals: tuple[str, ...] = ()
    handlers: tuple[Expr, ...] = ()
    awaited: tuple[str, ...] = ()  # plain names


class Comments(enum.IntEnum):
    """What comments that silence findings may be in the file; each may stand beside those before it."""

    NONE = 0
    NOQA = 1
    OURS = 2


TEXT_SIZE = 8  # bytes that stand for a text


def text_digest(text: str) -> bytes:
    """What stands for a text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=TEXT_SIZE).digest()


class StarImport(SharedFact, frozen=True):
    """``from module import *``."""

    module: str
    level: int


class ModuleFacts(SharedFact, frozen=True):
    """Everything stage 1 keeps of one file."""

    scopes: tuple[Scope, ...]
    calls: tuple[Call, ...]
    stars: tuple[StarImport, ...]
    exports: tuple[str, ...] | None
    lines: int
    comments: Comments
    stores: tuple[str, ...]  # `cache.client = …` as "cache.client", where that is no attribute of the object at hand
    statements: tuple[tuple[int, int], ...]  # first and last line of the module's top-level statements
    texts: bytes = b""  # what stands for the text of each outermost function, at its place among the scopes


def outermost(facts: ModuleFacts, scope: int) -> int | None:
    """The outermost ``def`` around the scope (or the scope itself); None for code at module or class level."""
    found = None
    while scope > 0:
        if facts.scopes[scope].kind is ScopeKind.FUNCTION:
            found = scope
        scope = facts.scopes[scope].parent
    return found


def encode(facts: ModuleFacts) -> bytes:
    """The facts for another process of the same Python. Raises ValueError where they are nested too deeply."""
    return marshal.dumps(msgspec.to_builtins(facts))


def decode(content: bytes) -> ModuleFacts:
    """The facts that another process of this program encoded.

    The same few names stand in a module again and again. Between ``marshal`` and ``convert`` they stay one string each, where
    msgpack would make them anew: a third of the memory of facts, which every process pays for.
    """
    return msgspec.convert(marshal.loads(content), ModuleFacts)
