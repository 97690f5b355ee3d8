"""The JSON schema of the settings, for editors: a shape for each kind of value that settings have, and a few words on each key."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Any, get_args

from asynclint.codes import ROWS
from asynclint.findings import Confidence, Severity, TaskFix
from asynclint.settings import KEYS, Settings, field_of

Schema = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"

ABOUT = {
    "select": "Only these rules run (default: those that are on by default).",
    "ignore": "These rules do not run. Between select and ignore, the longer match wins.",
    "extend-select": "These rules run beside those of select.",
    "per-file-ignores": "For files that match a pattern as in .gitignore: rules that do not run there.",
    "src": "What is linted where no path is named: files and folders, relative to this file.",
    "exclude": "What a walk leaves out: patterns as in .gitignore.",
    "extend-exclude": "What a walk leaves out beside exclude.",
    "respect-gitignore": "Whether a walk leaves out what git ignores.",
    "severity": "For rules: another severity of their findings. The longest match counts.",
    "min-confidence": "Only findings that are at least so sure are reported.",
    "fail-on": "From this severity on, findings make the exit status 1.",
    "target-version": "The oldest Python that the code runs on (default: as the project says).",
    "python": "The environment (or interpreter) that the code runs in, relative to this file.",
    "blocking": "Functions that block, by qualified name; * stands for anything.",
    "non-blocking": "Functions that do not block, whatever is known of them, by qualified name.",
    "offload": "Functions and decorators that run a function in another thread, by qualified name.",
    "spawn": "Functions that take a coroutine and keep its task, by qualified name.",
    "on-loop": "Decorators and functions that make a function run on the event loop, by qualified name.",
    "max-depth": "So many helpers may lie between the async code and what blocks (default: any number).",
    "follow-libraries": "Whether to look for what blocks inside installed libraries, too.",
    "unsafe-fixes": "Whether --fix also applies fixes whose result wants a look.",
    "fixable": "The rules whose findings are fixed.",
    "unfixable": "The rules whose findings are not fixed.",
    "extend-safe-fixes": "The rules whose unsafe fixes are taken for safe.",
    "task-fix": "How a task that nobody keeps is fixed: kept in a set, made in the task group around it, or awaited.",
    "baseline": "A file with findings that are known, and not told again, below the folder of this file.",
    "runtime": "What a run under the sanitizer may show without being told.",
}
_PATTERN = r"(?!\s*$|#)"
_PART = r"[^\d\s!-)+-/:-@\[-^`{-~][^\s!-)+-/:-@\[-^`{-~]*"  # a name, with * in it perhaps
_TEXT = {"type": "string", "pattern": r"\S"}


def _of_choices(choices: type[enum.Enum]) -> Schema:
    return {"enum": [choice.value for choice in reversed(list(choices))]}


def _list_of(item: Schema) -> Schema:
    return {"type": "array", "items": item}


_SELECTOR: Schema = {"$ref": "#/definitions/selector"}
_ALLOWANCE: Schema = {
    "type": "object",
    "properties": {
        "call": {**_TEXT, "description": "A call as written, a function on the stack, or a kind of evidence."},
        "in": {**_TEXT, "description": "A file, or a function on the stack."},
        "reason": {**_TEXT, "description": "Why this is as it is."},
        "expires": {
            "type": "string",
            "format": "date",
            "description": "The last day on which it is allowed: a TOML date.",
        },
    },
    "required": ["call", "in", "reason"],
    "additionalProperties": False,
}
# By what reads the value.
_SHAPES: dict[str, Schema] = {
    "flag": {"type": "boolean"},
    "depth": {"type": "integer", "minimum": 1},
    "selectors": _list_of(_SELECTOR),
    "per_file": {
        "type": "object",
        "propertyNames": {"pattern": f"^(?!!){_PATTERN}"},
        "additionalProperties": _list_of(_SELECTOR),
    },
    "patterns": _list_of({"type": "string", "pattern": f"^{_PATTERN}"}),
    "names": _list_of({"type": "string", "pattern": rf"^{_PART}(\.{_PART})*$"}),
    "severities": {"type": "object", "propertyNames": _SELECTOR, "additionalProperties": _of_choices(Severity)},
    "one_severity": _of_choices(Severity),
    "confidence": _of_choices(Confidence),
    "version": {"type": "string", "pattern": r"^(3\.|py3)[0-9]{1,2}$"},
    "runtime": {"type": "object", "properties": {"allow": _list_of(_ALLOWANCE)}, "additionalProperties": False},
    "task_fix": {"enum": list(get_args(TaskFix))},
    "environment": {"type": "string", "minLength": 1},
    "file_below": _TEXT,
    "paths_inside": {**_list_of(_TEXT), "minItems": 1},
}


def schema() -> Schema:
    """The schema of asynclint.toml, and of ``[tool.asynclint]`` alone."""
    return {
        "$schema": _DRAFT,
        "title": "asynclint",
        "description": "The settings of asynclint: [tool.asynclint] in pyproject.toml, or asynclint.toml.",
        "type": "object",
        "properties": {key: _property(key, read.__name__) for key, read in KEYS.items()},
        "additionalProperties": False,
        "definitions": {"selector": _selector()},
    }


def pyproject_schema() -> Schema:
    """The same for a pyproject.toml, of which it says nothing else: editors want one schema for a file."""
    table = schema()
    return {
        "$schema": table.pop("$schema"),
        "definitions": table.pop("definitions"),
        "type": "object",
        "properties": {"tool": {"type": "object", "properties": {"asynclint": table}}},
    }


def _property(key: str, kind: str) -> Schema:
    made = {"description": ABOUT[key], **_SHAPES[kind]}
    default = _default(key)
    return made if default is None else {**made, "default": default}


def _default(key: str) -> Any:
    """The value that holds where the file has no such key, as the file would have it; None where there is none to write down."""
    value = getattr(Settings((), Path()), field_of(key))
    if key in ("per-file-ignores", "severity", "runtime"):
        return {}
    if isinstance(value, enum.Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def _selector() -> Schema:
    """What picks rules: their codes and names for an editor to offer, the beginnings of codes beside."""
    beginnings = sorted({row.code[:length] for row in ROWS for length in range(1, len(row.code))})
    return {
        "description": "A rule's code or name, the beginning of codes, or ALL.",
        "type": "string",
        "anyOf": [
            {"enum": ["ALL", *(row.code for row in ROWS), *(row.name for row in ROWS)]},
            {"pattern": f"^({'|'.join(beginnings)})$"},
        ],
    }
