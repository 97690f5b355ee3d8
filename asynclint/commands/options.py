"""Options that several commands have."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from asynclint.commands.completion import complete_rules

SEVERITIES = click.Choice(["error", "warning", "info"])


FORMATS = click.Choice(["text", "json", "sarif"])


CONFIDENCES = click.Choice(["certain", "likely", "possible"])


def split(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    """Rules are separated by commas or by repeating the option; None where it is not given."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip()) or None


def writable(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    """A file that can be written: better told before a long run than after it."""
    if value is not None:
        target = value if value.exists() else value.parent
        if not target.exists():
            raise click.BadParameter(f"there is no folder {str(target)!r}")
        if not os.access(target, os.W_OK) or (target is not value and not target.is_dir()):
            raise click.BadParameter(f"{str(value)!r} cannot be written")
    return value


def one_line(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """What can stand behind a comment of ours: nothing in it ends the line, or begins another comment."""
    if value is not None and (not value.isprintable() or "#" in value.split()):
        raise click.BadParameter("expected one line, without a # that stands alone")
    return value


def seconds(context: click.Context, parameter: click.Parameter, value: str) -> float:
    """A duration like 100ms."""
    from asynclint.runtime import options

    try:
        return options.seconds(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


FILE_OPTION: dict[str, Any] = {
    "type": click.Path(dir_okay=False, path_type=Path),
    "callback": writable,
    "metavar": "FILE",
}


RULES_OPTION: dict[str, Any] = {
    "multiple": True,
    "callback": split,
    "metavar": "RULES",
    "shell_complete": complete_rules,
}


SETTINGS = frozenset(
    {
        "select",
        "ignore",
        "min_confidence",
        "fail_on",
        "config",
        "isolated",
        "python",
        "follow_libraries",
        "unsafe_fixes",
    }
)
"""The options of ``check`` that are for the settings."""
