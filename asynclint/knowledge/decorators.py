"""What known decorators make of a function, from ``decorators.toml``."""

from __future__ import annotations

import enum
import functools
import tomllib
from importlib import resources


class DecoratorKind(enum.Enum):
    """What a function is once its decorators have been applied."""

    PLAIN = "plain"
    CACHED = "cached"
    PROPERTY = "property"
    ACCESSOR = "accessor"  # a property's setter or deleter
    CLASSMETHOD = "classmethod"
    STATICMETHOD = "staticmethod"
    ABSTRACT = "abstract"
    OVERLOAD = "overload"
    MANAGER = "manager"
    ASYNC_MANAGER = "async-manager"
    REGISTERED = "registered"
    TO_ASYNC = "to-async"  # calling it gives a coroutine that runs the body elsewhere
    TO_SYNC = "to-sync"  # calling it runs the coroutine, on a loop of another thread or of its own
    UNKNOWN = "unknown"


@functools.cache  # asked of every callee that nothing is known of but its name
def decorator_kind(name: str) -> DecoratorKind:
    """What the decorator with this qualified name makes of a function."""
    table = _table()
    while name:
        known = table.get(name)
        if known is not None:
            return known
        name = name.rpartition(".")[0] if not name.endswith(".*") else name[:-2].rpartition(".")[0]
        if name:
            name += ".*"
    return DecoratorKind.UNKNOWN


@functools.cache
def _table() -> dict[str, DecoratorKind]:
    text = (resources.files("asynclint.knowledge") / "decorators.toml").read_text(encoding="utf-8")
    return {name: DecoratorKind(kind) for kind, names in tomllib.loads(text).items() for name in names}
