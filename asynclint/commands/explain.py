"""``asynclint explain``: why a line is flagged, or is not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from asynclint.commands import OK
from asynclint.commands.check import check
from asynclint.commands.linting import known_from_baseline, project_around, settings_for
from asynclint.commands.options import SETTINGS, told_option
from asynclint.commands.output import write_told

# As reports write places; the column that follows there says nothing more here.
_PLACE = re.compile(r"(?P<path>.+?)(?::cell (?P<cell>\d+))?:(?P<line>\d+)(?::\d+)?", re.DOTALL)


@click.command()
@click.argument("place", metavar="PATH:LINE", type=click.Path())
@told_option
def explain(place: str, form: str, config: Path | None, isolated: bool, **options: Any) -> int:
    """Say why a line is flagged, or is not.

    Tells what its calls mean, where the function around runs, what blocks there, and what became of the findings. In a notebook,
    PATH:cell N:LINE is a line of a cell.
    """
    match = _PLACE.fullmatch(place)
    if match is None:
        raise click.UsageError(f"{place!r} is no place: write PATH:LINE, or PATH:cell N:LINE in a notebook")
    path = match["path"]
    project = project_around(path, config, isolated)
    settings = settings_for(project, config, isolated, **options)
    known = known_from_baseline(settings.baseline, [path])

    from asynclint import explaining
    from asynclint.reports import explanation as report

    try:
        told = explaining.explain(
            path, int(match["line"]), int(match["cell"]) if match["cell"] else None, project, settings, known
        )
    except explaining.NothingToExplain as reason:
        raise click.ClickException(str(reason)) from None
    write_told(told, form, report.write, report.render)
    return OK


explain.params += [parameter for parameter in check.params if parameter.name in SETTINGS]
