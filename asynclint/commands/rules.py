"""``asynclint rule`` and ``asynclint rules``: the rules, told."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from asynclint.commands import OK
from asynclint.commands.completion import complete_rules
from asynclint.commands.output import write_utf8, written

if TYPE_CHECKING:
    from asynclint.rules.rule import Rule


@click.command()
@click.argument("rule", metavar="CODE|NAME", shell_complete=complete_rules)
def rule(rule: str) -> int:
    """Explain a rule."""
    from asynclint.reports import screen
    from asynclint.rules import pages

    page = pages.page(_rule(rule))
    with written(sys.stdout) as out:
        if screen.is_terminal(out):
            from rich.markdown import Markdown

            screen.console(out).print(Markdown(page, hyperlinks=False))
        else:
            out.write(page)
    return OK


def _rule(word: str) -> type[Rule]:
    """The rule of that code or name."""
    from difflib import get_close_matches

    from asynclint.rules import RULES

    known = {key.lower(): rule for rule in RULES for key in (rule.code, rule.name)}
    if word.lower() in known:
        return known[word.lower()]
    near = get_close_matches(word.lower(), known, n=1, cutoff=0.4)
    hint = f"did you mean {_as_known(known[near[0]], near[0])}?" if near else "`asynclint rules` lists them"
    raise click.UsageError(f"there is no rule {word!r}: {hint}")


def _as_known(rule: type[Rule], key: str) -> str:
    return rule.code if key == rule.code.lower() else rule.name


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to write the table.")
def rules(form: str) -> int:
    """List the rules."""
    from asynclint.rules import RULES, pages

    rows = [pages.row(rule) for rule in RULES]
    with written(sys.stdout) as out:
        if form == "json":
            import json

            told = [
                {
                    "code": row.code,
                    "name": row.name,
                    "severity": row.severity,
                    "default": row.default,
                    "summary": row.summary,
                }
                for row in rows
            ]
            write_utf8(out, json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        else:
            from asynclint.reports.screen import Screen
            from asynclint.reports.text import table

            head = ("code", "name", "default", "what it finds")
            Screen(out).print(table([head, *((row.code, row.name, row.state, row.summary) for row in rows)]))
    return OK
