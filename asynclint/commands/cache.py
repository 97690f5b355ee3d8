"""``asynclint cache``: what is kept of earlier runs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from asynclint.commands import OK
from asynclint.commands.output import written
from asynclint.errors import reason_of


@click.group("cache")
def cache_group() -> None:
    """Show or clear what is kept of earlier runs (in $ASYNCLINT_CACHE_DIR, or where the system keeps such things)."""


@cache_group.command("info")
def cache_info() -> int:
    """Tell where it is, and how much is kept of what."""
    import datetime

    from asynclint import cache
    from asynclint.reports.screen import Screen, size
    from asynclint.reports.text import table

    folder = _cache_folder()
    found = cache.entries(folder)
    with written(sys.stdout) as out:
        total = size(sum(entry.size for entry in found)) if found else "empty"
        out.write(f"{folder}: {total}\n")
        rows = [
            (entry.name, size(entry.size), f"{datetime.datetime.fromtimestamp(entry.written):%Y-%m-%d %H:%M}")
            for entry in found
        ]
        if rows:
            Screen(out).print(table([("", "size", "last written"), *rows], right=(1,)))
    return OK


@cache_group.command("clear")
def cache_clear() -> int:
    """Throw it away. The next run finds everything out again."""
    from asynclint import cache
    from asynclint.reports.screen import size

    folder = _cache_folder()
    found = cache.entries(folder)
    try:
        for entry in found:
            cache.clear(entry)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {reason_of(error)}") from None
    click.echo(f"removed {size(sum(entry.size for entry in found))} from {folder}")
    return OK


def _cache_folder() -> Path:
    from asynclint import cache

    folder = cache.home()
    if folder is None:
        raise click.ClickException(f"there is no folder for a cache: set {cache.VARIABLE}")
    return folder
