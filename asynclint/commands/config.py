"""``asynclint config``: what applies to a path, and where it is from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from asynclint.commands import OK
from asynclint.commands.check import check
from asynclint.commands.linting import project_around, settings_for
from asynclint.commands.options import SETTINGS, told_option
from asynclint.commands.output import write_told


@click.command("config")
@click.argument("path", type=click.Path(), default=".")
@told_option
def config_command(path: str, form: str, config: Path | None, isolated: bool, **options: Any) -> int:
    """Say what applies to PATH (default: the working directory), and where it is from.

    Tells the settings, which rules run and why others do not, whether linting the project comes to the path, and where
    libraries are looked for.
    """
    if not os.path.exists(path):
        raise click.ClickException(f"{path}: no such file or folder")
    project = project_around(path, config, isolated)
    settings = settings_for(project, config, isolated, **options)

    from asynclint import applying
    from asynclint.reports import configuration as report
    from asynclint.settings import source

    told = applying.applied(path, project, source(project, config=config, isolated=isolated), settings, options)
    write_told(told, form, report.write, report.render)
    return OK


config_command.params += [parameter for parameter in check.params if parameter.name in SETTINGS]
