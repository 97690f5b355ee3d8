"""What blocks, read from data: ``blocking/*.toml`` becomes one table from qualified names to facts.

The files are meant to be argued with by people who never read this module, so a mistake in them is a ``ValueError`` that
names the file and the entry, never a silent gap. The table answers for one name at a time; which names a call goes by
(as written, where defined, one for each class of the receiver's MRO), and whether a condition holds for its arguments, is
for the program index to say.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sleep": "ASL201",
        "network": "ASL202",
        "database": "ASL203",
        "subprocess": "ASL204",
        "file": "ASL205",
        "synchronization": "ASL206",
        "input": "ASL207",
        "cpu": "ASL208",
        "cheap-file": "ASL209",
    }
)
"""Each class of blocking calls and the code of the rule that reports it."""

SEVERITIES: Final = frozenset({"error", "warning", "info"})
ENTRY_KEYS: Final = frozenset(
    {"class", "names", "except", "does", "advice", "thread-safe", "lazy", "unless", "only-if", "severity"}
)
REQUIRED_KEYS: Final = ("class", "names", "does", "advice", "thread-safe")
CONDITION_KEYS: Final = frozenset({"argument", "position", "equals", "given", "types", "maker"})
TESTS: Final = ("equals", "given", "types")


@dataclass(frozen=True, slots=True)
class QualifiedName:
    """A constant that an argument may be compared with by its name: ``{ name = "fcntl.LOCK_EX" }`` in the data."""

    name: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A statement about one argument of a call, found by keyword ``argument`` or by 0-based ``position`` (self not counted).

    Exactly one of three tests is set. ``equals``: the argument is one of these literals, or the constant that a
    `QualifiedName` names. ``given``: it is passed (or, for False, left out). ``types``: its type is one of these classes or
    inherits from one. A test that cannot be decided does not hold. With ``maker`` the argument is not one of the call itself, but
    of the call that made the object whose method it calls: ``GzipFile(fileobj=buffer).read()``.
    """

    argument: str | None
    position: int | None
    equals: tuple[object, ...] = ()
    given: bool | None = None
    types: tuple[str, ...] = ()
    maker: bool = False


@dataclass(frozen=True, slots=True)
class Blocking:
    """What a call does to the thread that makes it.

    It blocks if any condition of ``only_if`` holds (or there is none) and no condition of ``unless`` does. A ``lazy`` call
    only makes an iterator: what blocks is iterating over its result. ``severity`` is None where the rule's own stands.
    ``does`` completes the sentence "`name(...)` …", ``advice`` says what to write instead, and ``thread_safe`` whether
    ``asyncio.to_thread`` keeps the meaning of the call.
    """

    class_: str
    code: str
    does: str
    advice: str
    thread_safe: bool
    lazy: bool = False
    unless: tuple[Condition, ...] = ()
    only_if: tuple[Condition, ...] = ()
    severity: str | None = None


class BlockingTable:
    """Facts by qualified name: exact names first, then the longest wildcard (``package.Class.*``) that covers the name.

    A wildcard stands for one or more trailing segments, but never for a dunder: ``client.get_object`` talks to the
    server, ``client.__init__`` and ``client.__enter__`` are not what was meant. An exception takes out its name and all below.
    """

    __slots__ = ("_exact", "_exceptions", "_wildcards")

    def __init__(self) -> None:
        self._exact: dict[str, Blocking] = {}
        self._wildcards: dict[str, Blocking] = {}
        self._exceptions: set[str] = set()

    def lookup(self, name: str) -> Blocking | None:
        """What is known of calling ``name``; None where nothing says that it blocks."""
        exact = self._exact.get(name)
        if exact is not None:
            return exact
        last = name.rpartition(".")[2]
        if last.startswith("__") and last.endswith("__"):
            return None
        prefix = name
        while prefix and prefix not in self._exceptions:
            prefix = prefix.rpartition(".")[0]
            wildcard = self._wildcards.get(prefix)
            if wildcard is not None:
                return wildcard
        return None

    def names(self) -> Iterator[str]:
        """Every name as the data spells it, wildcards with their ``.*``."""
        yield from self._exact
        for prefix in self._wildcards:
            yield f"{prefix}.*"

    def exceptions(self) -> Iterator[str]:
        """Every name that is taken out of a wildcard."""
        yield from self._exceptions

    def add(self, file: str, text: str) -> None:
        """Enters the ``[[blocking]]`` tables of one TOML file; raises ValueError for any mistake in it."""
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ValueError(f"{file}: {error}") from error
        if set(document) != {"blocking"} or not isinstance(document["blocking"], list):
            raise ValueError(f"{file}: expected [[blocking]] tables and nothing else")
        for number, table in enumerate(document["blocking"], start=1):
            self._enter(_Entry(file, number, table))

    def _enter(self, entry: _Entry) -> None:
        blocking = entry.blocking()
        for name in entry.strings("names"):
            prefix = name.removesuffix(".*")
            known = self._exact if prefix == name else self._wildcards
            if prefix in known:
                raise entry.error(f"{name!r} is listed twice")
            known[prefix] = blocking
        for name in entry.strings("except", required=False):
            if not any(name.startswith(covered.removesuffix("*")) for covered in entry.wildcards()):
                raise entry.error(f"no wildcard of this entry covers the exception {name!r}")
            self._exceptions.add(name)


@cache
def blocking_table() -> BlockingTable:
    """The table of everything asynclint knows to block, built once."""
    table = BlockingTable()
    folder = resources.files(__package__) / "blocking"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            table.add(file.name, file.read_text(encoding="utf-8"))
    return table


class _Entry:
    """One ``[[blocking]]`` table on its way in: reads values, and says where they are wrong."""

    def __init__(self, file: str, number: int, table: Mapping[str, object]) -> None:
        self._file = file
        self._number = number
        self._table = table
        self._reject_unknown(table, ENTRY_KEYS)
        for key in REQUIRED_KEYS:
            if key not in table:
                raise self.error(f"{key!r} is missing")

    def error(self, problem: str) -> ValueError:
        names = self._table.get("names")
        first = f" ({names[0]})" if isinstance(names, list) and names else ""
        return ValueError(f"{self._file}: entry {self._number}{first}: {problem}")

    def blocking(self) -> Blocking:
        class_ = self._text("class")
        if class_ not in CODES:
            raise self.error(f"unknown class {class_!r}; known are {', '.join(CODES)}")
        severity = self._text("severity") if "severity" in self._table else None
        if severity is not None and severity not in SEVERITIES:
            raise self.error(f"unknown severity {severity!r}")
        return Blocking(
            class_=class_,
            code=CODES[class_],
            does=self._sentence("does"),
            advice=self._sentence("advice"),
            thread_safe=self._flag("thread-safe"),
            lazy=self._flag("lazy"),
            unless=self._conditions("unless"),
            only_if=self._conditions("only-if"),
            severity=severity,
        )

    def strings(self, key: str, *, required: bool = True) -> list[str]:
        values = self._table.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            raise self.error(f"{key!r} must be a list of strings")
        if required and not values:
            raise self.error(f"{key!r} is empty")
        return values

    def wildcards(self) -> list[str]:
        return [name for name in self.strings("names") if name.endswith(".*")]

    def _reject_unknown(self, table: Iterable[str], known: frozenset[str]) -> None:
        unknown = sorted(set(table) - known)
        if unknown:
            raise self.error(f"unknown key {unknown[0]!r}")

    def _text(self, key: str) -> str:
        value = self._table[key]
        if not isinstance(value, str) or not value:
            raise self.error(f"{key!r} must be a string")
        return value

    def _sentence(self, key: str) -> str:
        text = self._text(key)
        if text.endswith(".") or text != text.strip():
            raise self.error(f"{key!r} must be part of a sentence, without a final dot")
        return text

    def _flag(self, key: str) -> bool:
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            raise self.error(f"{key!r} must be true or false")
        return value

    def _conditions(self, key: str) -> tuple[Condition, ...]:
        tables = self._table.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.error(f"{key!r} must be a list of tables")
        return tuple(self._condition(table) for table in tables)

    def _condition(self, table: Mapping[str, object]) -> Condition:
        self._reject_unknown(table, CONDITION_KEYS)
        argument, position = table.get("argument"), table.get("position")
        if (
            not isinstance(argument, str | None)
            or not isinstance(position, int | None)
            or (argument is None and position is None)
        ):
            raise self.error("a condition needs an 'argument' (a string), a 'position' (from 0), or both")
        if isinstance(position, bool) or (position is not None and position < 0):
            raise self.error("'position' counts from 0")
        if sum(test in table for test in TESTS) != 1:
            raise self.error(f"a condition needs exactly one of {', '.join(TESTS)}")
        given = table.get("given")
        types = table.get("types", [])
        equals = table.get("equals", [])
        maker = table.get("maker", False)
        if not isinstance(given, bool | None):
            raise self.error("'given' must be true or false")
        if not isinstance(types, list) or not all(isinstance(name, str) for name in types):
            raise self.error("'types' must be a list of class names")
        if not isinstance(equals, list):
            raise self.error("'equals' must be a list of values")
        if not isinstance(maker, bool):
            raise self.error("'maker' must be true or false")
        return Condition(argument, position, tuple(map(self._value, equals)), given, tuple(types), maker)

    def _value(self, value: object) -> object:
        """A literal as it is; ``{ name = "None" }`` as None and any other name as a `QualifiedName`: TOML has neither."""
        if isinstance(value, bool | int | float | str):
            return value
        if isinstance(value, dict) and set(value) == {"name"} and isinstance(value["name"], str):
            return None if value["name"] == "None" else QualifiedName(value["name"])
        raise self.error(f"{value!r} is neither a literal nor a name")
