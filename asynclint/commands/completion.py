"""What the Tab key offers in a shell, and ``asynclint completion``, which makes it do so.

click knows commands, options and choices; here is what only we know: rules, and that the first argument may be a command or a path
of ``check``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from asynclint.commands import AT_START, COMPLETE, OK

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_SHELLS = click.Choice(["bash", "fish", "zsh"])


def answered(commands: click.Group, instruction: str) -> int:
    """Answer the shell that runs us; the exit status."""
    from click.shell_completion import shell_complete

    return shell_complete(commands, {}, "asynclint", COMPLETE, instruction)


def complete_paths(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files and folders, and at the start also the commands."""
    from click.shell_completion import CompletionItem

    items = [CompletionItem(incomplete, type="file")]
    around = context.parent
    if around is not None and isinstance(around.command, click.Group) and context.meta.get(AT_START):
        for name in around.command.list_commands(around):
            command = around.command.get_command(around, name)
            if name.startswith(incomplete) and command is not None:
                items.append(CompletionItem(name, help=command.get_short_help_str()))
    return items


def complete_rules(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes, and names where one was begun; after a comma as well."""
    from click.shell_completion import CompletionItem

    from asynclint.codes import ROWS

    before, comma, word = incomplete.rpartition(",")
    codes = [(row.code, row.name) for row in ROWS]
    names = [(row.name, row.code) for row in ROWS] if word else []
    return [
        CompletionItem(f"{before}{comma}{offered}", help=other)
        for offered, other in codes + names
        if offered.lower().startswith(word.lower())
    ]


@click.command()
@click.argument("shell", type=_SHELLS)
def completion(shell: str) -> int:
    """Print the script that completes commands, options, rules and paths in a shell.

    In ~/.bashrc: eval "$(asynclint completion bash)"; likewise in ~/.zshrc. For fish: asynclint completion fish >
    ~/.config/fish/completions/asynclint.fish
    """
    from click.shell_completion import get_completion_class

    maker = get_completion_class(shell)
    assert maker is not None
    commands = click.get_current_context().find_root().command
    click.echo(maker(commands, {}, "asynclint", COMPLETE).source(), nl=False)
    return OK
