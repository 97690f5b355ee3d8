"""What a person types.

``asynclint src`` is ``asynclint check src``: a first argument that is no command belongs to ``check``, path or option.
Whatever takes long to import is imported by the command that needs it, and a command when it is typed: ``--version`` and
``--help`` answer at once.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import os
import re
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

import click

from asynclint import __version__
from asynclint.commands import AT_START, COMPLETE, FAILED, INTERRUPTED, OK
from asynclint.commands.output import written

_ARENA_MAX, _TRIM_THRESHOLD = -8, -1  # of mallopt(3)
COMMANDS = {
    "asyncify": "asyncify:asyncify",
    "baseline": "baseline:baseline_group",
    "cache": "cache:cache_group",
    "check": "check:check",
    "completion": "completion:completion",
    "config": "config:config_command",
    "explain": "explain:explain",
    "facts": "build:facts",
    "link": "build:link",
    "lsp": "lsp:lsp",
    "rule": "rules:rule",
    "rules": "rules:rules",
    "run": "run:run_command",
}
"""Where each command is, in :mod:`asynclint.commands`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit status; no exception leaves it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a report must not fail on what the terminal cannot show
    try:
        if arguments is None and (instruction := os.environ.get(COMPLETE)):
            from asynclint.commands.completion import answered

            return answered(commands, instruction)
        typed = tuple(sys.argv[1:] if arguments is None else arguments)
        with commands.make_context("asynclint", list(typed), obj=typed) as context:
            return int(commands.invoke(context) or OK)
    except click.exceptions.Exit as exit:
        return exit.exit_code
    except click.ClickException as mistake:
        mistake.show()
        return FAILED
    except (KeyboardInterrupt, click.Abort):
        # The terminal has echoed ^C on the line.
        click.echo("\n" * sys.stderr.isatty() + "asynclint: interrupted", err=True)
        return INTERRUPTED
    except Exception as error:
        click.echo(f"asynclint: internal error: {_blamed(error)}", err=True)
        click.echo(
            f"asynclint: this is a mistake of asynclint {__version__}, not yours;"
            " please report it with the line above and, if you can, the code that was linted",
            err=True,
        )
        return FAILED


def run() -> NoReturn:
    """The ``asynclint`` command: :func:`main`, then the end of the process.

    A few million objects would be searched for garbage before that, and taken apart one by one, for a tenth of the time that
    the work itself takes; and workers share their pages.
    """
    gc.disable()
    _use_one_heap()
    status = main()
    for stream in (sys.stdout, sys.stderr):
        with written(stream):
            pass
    os._exit(status)


def _use_one_heap() -> None:
    """Where malloc is glibc's, let all threads share a heap: what is freed in one is used again by the next."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            malloc = ctypes.CDLL(None)
            malloc.mallopt(_ARENA_MAX, 1)
            malloc.mallopt(_TRIM_THRESHOLD, 128 * 1024)


def _blamed(error: BaseException) -> str:
    """The exception in one line, with the innermost place of asynclint it went through (in a worker process, too)."""
    told = " ".join(str(error).split()) or "no message"
    # A worker's exception carries its traceback as the text of its cause.
    trace = "".join(traceback.format_tb(error.__traceback__)) + str(error.__cause__ or "")
    places = re.findall(r'[/\\](asynclint[/\\][^"\n]+\.py)", line (\d+)', trace)
    where = " ({}:{})".format(*places[-1]) if places else ""
    return f"{type(error).__name__}: {told}{where}"


class Commands(click.Group):
    """The commands, of which ``check`` needs not be named, and whose help is therefore everybody's help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of the alphabet."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(f"asynclint.commands.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the ``check`` that was not typed."""
        if not args or (args[0] not in COMMANDS and args[0] not in ("--version", *ctx.help_option_names)):
            ctx.meta[AT_START] = not args
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show how ``check`` is used, and that there is more."""
        formatter.write_usage(ctx.command_path, "[check] [OPTIONS] [PATHS]...")
        formatter.write_usage(ctx.command_path, "COMMAND [ARGS]...", prefix=" " * len("Usage: "))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the options of ``check``, then those of the group, then the commands."""
        check = self.get_command(ctx, "check")
        assert check is not None
        seen = click.Context(check, info_name="check", parent=ctx)
        options = [parameter for parameter in check.get_params(seen) if isinstance(parameter, click.Option)]
        options[-1:-1] = [parameter for parameter in self.params if isinstance(parameter, click.Option)]
        rows = [row for option in options if (row := option.get_help_record(seen))]
        with formatter.section("Options"):
            formatter.write_dl(rows)
        self.format_commands(ctx, formatter)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="asynclint", message="%(prog)s %(version)s")
def commands() -> None:
    """Find the asyncio mistakes in the Python files and folders PATHS (default: the working directory).

    Exit status: 0 nothing found, 1 findings (see --fail-on), 2 wrong usage or something that could not be linted.
    """
