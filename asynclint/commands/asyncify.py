"""``asynclint asyncify``: make a plain function and its callers asynchronous."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from asynclint.commands import FAILED, FOUND, OK
from asynclint.commands.linting import settings_for
from asynclint.commands.output import write_diffs, written
from asynclint.projects import start_of


@click.command()
@click.argument("function", metavar="PACKAGE.MODULE:FUNCTION")
@click.argument("paths", nargs=-1, type=click.Path(exists=True))
@click.option("--diff/--write", "shows", default=True, help="Show the change (default), or make it: all files or none.")
@click.option("--config", type=click.Path(path_type=Path), help="Read the settings from this file.")
@click.option("--isolated", is_flag=True, help="Read no settings file.")
@click.option("--python", metavar="ENV", help="The environment (or interpreter) that the code runs in.")
def asyncify(
    function: str, paths: tuple[str, ...], shows: bool, config: Path | None, isolated: bool, python: str | None
) -> int:
    """Make a plain function that only coroutines reach a coroutine function.

    Its calls in PATHS (default: `src` of the settings, or the working directory) are awaited, plain functions on the way become
    coroutine functions, too, and blocking calls in it get their asynchronous form; those that cannot are told. Where one place
    cannot follow, nothing is changed.
    """
    from asynclint import asyncify as command
    from asynclint import fixing
    from asynclint.codemods.patch import CannotFix

    settings = settings_for(start_of(paths or (".",)), config, isolated, python=python)
    paths = settings.paths(paths)
    try:
        result = command.asyncify(function, paths, settings)
    except CannotFix as reason:
        raise click.ClickException(f"{function} stays as it is: {reason}") from None
    if shows:
        write_diffs(result.changes)
    with written(sys.stderr) as err:
        for finding in result.left:
            err.write(f"{finding.location.path}:{finding.location.line}: still blocks: {finding.message}\n")
    if shows:
        return FOUND
    errors = fixing.save_all(result.changes)
    with written(sys.stderr) as err:
        for error in errors:
            err.write(f"{error.path}: error: {error.message}\n")
        if not errors:
            for name in result.functions:
                err.write(f"{name} is a coroutine function now.\n")
    return FAILED if errors else OK
