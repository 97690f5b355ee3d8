"""What applies to a path, for people and for programs."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from asynclint.allowances import Allowance
from asynclint.discovery import display
from asynclint.reports.explanation import rules_off
from asynclint.reports.json import escaped
from asynclint.reports.screen import Line, Screen
from asynclint.reports.source import printable
from asynclint.reports.text import table

if TYPE_CHECKING:
    from asynclint.applying import Applied

_TABLES = ("per-file-ignores", "severity")


def write(applied: Applied, stream: TextIO) -> None:
    """Write it to ``stream``, for people."""
    Screen(stream).print(_lines(applied))


def _lines(applied: Applied) -> Iterator[Line]:
    yield ((printable(applied.path), "bold"),)
    yield f"Project: {_shown(applied.project)}", ""
    yield f"Settings: {_shown(applied.file) if applied.file is not None else 'no file, so the defaults'}", ""
    if applied.environment is None:
        yield "Libraries: no environment was found", ""
    else:
        chosen = applied.environment
        yield f"Libraries: {', '.join(map(_shown, chosen.folders))} ({chosen.why})", ""
    if applied.is_file:
        yield f"Test file: {'yes' if applied.is_test else 'no'}", ""
    if applied.left_out is not None:
        yield f"Linting the project leaves it out: {printable(applied.left_out)}.", ""
    yield ("",)
    rows = [("setting", "from", "value")]
    rows += [(each.key, each.origin, printable(_toml(_plain(each.key, each.value)))) for each in applied.settings]
    yield from table(rows)
    yield ("",)
    yield (
        f"{len(applied.rules)} of {len(applied.rules) + len(applied.rules_off)} rules run: {', '.join(applied.rules)}",
        "",
    )
    yield from rules_off(applied.rules_off)


def render(applied: Applied) -> str:
    """The same as JSON text, encodable as UTF-8."""
    chosen = applied.environment
    document: dict[str, Any] = {
        "version": 1,
        "path": applied.path,
        "project": str(applied.project),
        "file": None if applied.file is None else str(applied.file),
        "left_out": applied.left_out,
        "test": applied.is_test if applied.is_file else None,
        "environment": chosen
        and {"path": str(chosen.path), "why": chosen.why, "folders": [str(folder) for folder in chosen.folders]},
        "settings": {
            each.key: {"value": _plain(each.key, each.value), "from": each.origin} for each in applied.settings
        },
        "rules": list(applied.rules),
        "rules_off": applied.rules_off,
    }
    return escaped(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _shown(path: Path) -> str:
    return printable(display(path))


def _plain(key: str, value: object) -> Any:
    """The value of a setting as a settings file has it."""
    if key == "runtime":
        return {"allow": _plain("", value)}
    if key == "target-version" and isinstance(value, tuple):
        return ".".join(map(str, value))
    if key in _TABLES and isinstance(value, tuple):
        return {name: _plain("", each) for name, each in value}
    match value:
        case enum.Enum():
            return value.value
        case Path():
            return str(value)
        case Allowance():
            entry = {"call": value.call, "in": value.where, "reason": value.reason}
            return entry if value.expires is None else {**entry, "expires": value.expires.isoformat()}
        case tuple():
            return [_plain("", each) for each in value]
        case _:
            return value


def _toml(value: Any) -> str:
    """A value as TOML writes it; a dash for none."""
    match value:
        case None:
            return "-"
        case dict():
            return "{" + ", ".join(f"{_toml(name)} = {_toml(each)}" for name, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)
