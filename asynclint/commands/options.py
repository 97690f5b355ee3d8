"""Options that several commands have."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from asynclint.commands.completion import complete_rules
from asynclint.reports.formats import FORMATS

SEVERITIES = click.Choice(["error", "warning", "info"])


FORMAT_OPTION: dict[str, Any] = {
    "type": click.Choice(FORMATS),
    "default": "text",
    "help": "How to write the report (default: text).",
}


told_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to write it."
)


CONFIDENCES = click.Choice(["certain", "likely", "possible"])


def split(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    """Rules are separated by commas or by repeating the option; None where it is not given."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip()) or None


def writable(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    """A file that can be written: better told before a long run than after it."""
    if value is not None:
        if _is_standard(value):
            raise click.BadParameter(f"{str(value)!r} is open as standard input, output or error")
        folder = value.parent
        if not folder.exists():
            raise click.BadParameter(f"there is no folder {str(folder)!r}")
        # A new file takes the place of the old one, so the folder has to allow it; a device or a pipe is written to.
        targets = [value] if value.exists() and not value.is_file() else [folder, *([value] if value.exists() else [])]
        if not folder.is_dir() or not all(os.access(target, os.W_OK) for target in targets):
            raise click.BadParameter(f"{str(value)!r} cannot be written")
    return value


def _is_standard(path: Path) -> bool:
    """Whether the file is one that standard input, output or error are redirected to, as ``/dev/stdout`` may be."""
    for descriptor in range(3):
        with contextlib.suppress(OSError):
            if path.is_file() and os.path.samestat(path.stat(), os.fstat(descriptor)):
                return True
    return False


@dataclass(frozen=True, slots=True)
class Output:
    """A file that is to hold the report, and the format it is to have there."""

    form: str
    path: Path


def outputs(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[Output, ...]:
    r"""What ``FORMAT:PATH`` says, each time it is given. The path may have colons: ``sarif:C:\out.sarif``."""
    found = tuple(_output(context, parameter, value) for value in values)
    for number, output in enumerate(found):
        if any(os.path.abspath(output.path) == os.path.abspath(other.path) for other in found[:number]):
            raise click.BadParameter(f"{str(output.path)!r} is named twice")
    return found


def _output(context: click.Context, parameter: click.Parameter, value: str) -> Output:
    form, _, path = value.partition(":")
    if form not in FORMATS:
        raise click.BadParameter(f"{value!r} does not begin with one of {', '.join(f'{each}:' for each in FORMATS)}")
    if not path:
        raise click.BadParameter(f"{value!r} names no file: FORMAT:PATH, like {form}:report.txt")
    if path == "-":
        raise click.BadParameter("what goes to standard output is said by --format")
    if os.path.isdir(path):
        raise click.BadParameter(f"{path!r} is a folder")
    writable(context, parameter, Path(path))
    return Output(form, Path(path))


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


OUTPUT_OPTION: dict[str, Any] = {
    "multiple": True,
    "callback": outputs,
    "metavar": "FORMAT:PATH",
    "help": "Also write the report to a file, in a format of its own; may be repeated.",
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
