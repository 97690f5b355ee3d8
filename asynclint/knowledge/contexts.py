"""Where frameworks run plain functions, from ``contexts.toml``."""

from __future__ import annotations

import enum
import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources


class Where(enum.Enum):
    """See ``contexts.toml`` for what each one means."""

    LOOP = "loop"
    THREAD = "thread"


@dataclass(frozen=True, slots=True)
class DecoratorEntry:
    """Where a decorated function runs, by keyword arguments that the decorator must have, and must not have."""

    where: Where
    with_: Mapping[str, object]
    without: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class MethodEntry:
    """Where the method of a class derived from ``class_`` runs."""

    where: Where
    class_: str


@functools.cache
def decorator_contexts() -> dict[str, DecoratorEntry]:
    """What is known of decorators, by qualified name."""
    return {
        name: DecoratorEntry(Where(row["where"]), row.get("with", {}), row.get("without", {}))
        for row in _document()["decorator"]
        for name in row["names"]
    }


@functools.cache
def method_contexts() -> dict[str, tuple[MethodEntry, ...]]:
    """What is known of methods, by name, or by the beginning of the name (``on_*``)."""
    table: dict[str, tuple[MethodEntry, ...]] = {}
    for row in _document()["method"]:
        for name in row["names"]:
            table[name] = (*table.get(name, ()), MethodEntry(Where(row["where"]), str(row["class"])))
    return table


@functools.cache
def _document() -> dict[str, list[dict[str, dict[str, object]]]]:
    text = (resources.files("asynclint.knowledge") / "contexts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
