"""``asynclint check --watch``: the same command line again, whenever something has changed.

Each time it is a process of its own: it ends with all its memory, and whatever goes wrong in it, watching goes on.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from asynclint.commands import OK

if TYPE_CHECKING:
    from asynclint.settings import Settings
    from asynclint.watching import Snapshot


def lint_again(paths: Sequence[str], beside: Sequence[Path], read_settings: Callable[[], Settings], quiet: bool) -> int:
    """Lint as it was typed when something in the paths, or ``beside`` them, has changed; until Ctrl-C, which is no failure."""
    from asynclint import watching
    from asynclint.reports.screen import is_terminal

    def look() -> Snapshot:
        try:
            settings = read_settings()
        except click.ClickException:  # the process that lints says so
            settings = None
        return watching.snapshot(paths, beside, settings)

    arguments = [argument for argument in click.get_current_context().obj if argument != "--watch"]
    try:
        for _ in watching.changes(look):
            if is_terminal(sys.stdout):
                click.clear()
            _run(arguments)
            if not quiet:
                click.echo(f"{time.strftime('%H:%M:%S')} Watching for changes; Ctrl-C ends it.", err=True)
    except KeyboardInterrupt:
        click.echo("\n" * sys.stderr.isatty(), nl=False, err=True)  # the terminal has echoed ^C on the line
    return OK


def _run(arguments: Sequence[str]) -> None:
    from asynclint import workers

    process = workers.context().Process(target=_lint, args=(arguments,))
    process.start()
    try:
        process.join()
    except KeyboardInterrupt:
        process.join()  # it was interrupted as well
        raise


def _lint(arguments: Sequence[str]) -> None:
    from asynclint.cli import main

    main(arguments)
