"""What library functions do with the callables, coroutines and values they are given, from ``roles.toml``."""

from __future__ import annotations

import enum
import functools
import tomllib
from dataclasses import dataclass
from importlib import resources


class Role(enum.Enum):
    """See ``roles.toml`` for what each one means."""

    THREAD = "thread"
    CALLBACK = "callback"
    HANDLER = "handler"
    HYBRID = "hybrid"
    SYNC = "sync"
    IMMEDIATE = "immediate"
    SPAWN = "spawn"
    GATHER = "gather"
    RUN = "run"
    RUN_ON_LOOP = "run-on-loop"
    CONSUME = "consume"
    TEST = "test"
    ELEMENTS = "elements"
    IGNORE = "ignore"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """A role, and the argument that it concerns: 0-based position (-1: by keyword only) and keyword."""

    role: Role
    slot: int
    keyword: str


@functools.cache
def role_table() -> dict[str, tuple[RoleEntry, ...]]:
    """All roles by qualified name."""
    text = (resources.files("asynclint.knowledge") / "roles.toml").read_text(encoding="utf-8")
    table: dict[str, tuple[RoleEntry, ...]] = {}
    for row in tomllib.loads(text)["role"]:
        entry = RoleEntry(Role(row["role"]), row["slot"], row["keyword"])
        for name in row["names"]:
            if entry not in table.get(name, ()):
                table[name] = (*table.get(name, ()), entry)
    return table
