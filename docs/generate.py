"""Write what follows from the code.

That is: the pages of the rules, their table, and their place in the navigation of the site; the reference of the command
line; the list of the fixes; the demo, in the tutorial and as a picture; the schemas of the settings.

``python docs/generate.py`` writes; with ``--check`` it names what would change, and fails if anything would.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from settings_schema import pyproject_schema, schema
from terminal import picture

from asynclint import cli
from asynclint.rules import RULES
from asynclint.rules.pages import page, row

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = DOCS / "rules"
DEMO = "test_data/demo"


def main(arguments: list[str]) -> int:
    """Write or check, and say what."""
    wanted = dict(_wanted())
    stale = sorted(path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text)
    orphans = sorted(path for path in PAGES.glob("*.md") if path not in wanted)
    if "--check" in arguments:
        for path in stale + orphans:
            print(f"{path.relative_to(ROOT)} differs from the code: run `make docs`")
        return 1 if stale or orphans else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(wanted[path], "utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    for path in orphans:
        path.unlink()
        print(f"removed {path.relative_to(ROOT)}")
    return 0


def _wanted() -> Iterator[tuple[Path, str]]:
    """Every generated file with the text it should have."""
    for rule in RULES:
        yield PAGES / f"{rule.code}.md", page(rule)
    for name, made in (("asynclint", schema()), ("pyproject", pyproject_schema())):
        yield DOCS / f"{name}.schema.json", json.dumps(made, indent=2) + "\n"
    yield PAGES / "index.md", _with(PAGES / "index.md", "rules", _table())
    yield ROOT / "zensical.toml", _with(ROOT / "zensical.toml", "rules", _navigation())
    yield DOCS / "command-line.md", _with(DOCS / "command-line.md", "commands", _commands())
    yield DOCS / "fixing.md", _with(DOCS / "fixing.md", "fixes", _fixes())
    if (ROOT / DEMO).is_dir():
        yield DOCS / "tutorial.md", _with(DOCS / "tutorial.md", "demo", _demo())
        command = [sys.executable, "-m", "asynclint", DEMO]
        yield DOCS / "terminal.svg", picture(f"asynclint {DEMO}", command, ROOT, status=1)


def _with(path: Path, marker: str, content: str) -> str:
    return filled(path.read_text("utf-8"), marker, content)


def filled(text: str, marker: str, content: str) -> str:
    """``text`` with ``content`` between its lines ``<!-- marker -->`` and ``<!-- /marker -->``, which may be comments of TOML."""
    pattern = re.compile(rf"(<!-- {marker} -->\n).*?(^[ #]*<!-- /{marker} -->)", re.DOTALL | re.MULTILINE)
    result, number = pattern.subn(lambda match: f"{match[1]}{content}{match[2]}", text)
    if number != 1:
        raise SystemExit(f"there must be exactly one pair of <!-- {marker} --> markers, not {number}")
    return result


def _table() -> str:
    """The rules as a Markdown table."""
    lines = ["| code | name | default | what it finds |", "|---|---|---|---|"]
    for rule in map(row, RULES):
        summary = rule.summary.replace("|", "\\|")
        lines.append(f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.state} | {summary} |")
    return "\n".join(lines) + "\n"


def _fixes() -> str:
    """What the fixes of the rules do, as a list."""
    entries = [(row(rule), " ".join(rule.mends.split())) for rule in RULES]
    return "".join(f"- [{rule.code}](rules/{rule.code}.md) {rule.name}: {mends}\n" for rule, mends in entries if mends)


def _navigation() -> str:
    """The rules as entries of the site's navigation."""
    return "".join(f'    {{ "{rule.code} {rule.name}" = "rules/{rule.code}.md" }},\n' for rule in map(row, RULES))


def _commands() -> str:
    """Every command with its options, as the command line itself explains them."""
    context = click.Context(cli.commands, info_name="asynclint")
    return "\n".join(_explained(command, below) for command, below in _walk(cli.commands, context))


def _walk(group: click.Group, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    """All commands of ``group`` and of the groups in it, in the order of the alphabet."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        below = click.Context(command, info_name=name, parent=context)
        yield command, below
        if isinstance(command, click.Group):
            yield from _walk(command, below)


def _explained(command: click.Command, context: click.Context) -> str:
    """One command as a section."""
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    options = [_option(option) for option in command.params if isinstance(option, click.Option)]
    text = inspect.cleandoc(command.help or "").replace("\b\n", "")
    paragraphs = [f"## {context.command_path}", f"```text\n{usage}\n```", text, "\n".join(options)]
    return "\n\n".join(filter(None, paragraphs)) + "\n"


def _option(option: click.Option) -> str:
    """One option as an entry of a list: its names, what it takes, what it does."""
    value = "" if option.is_flag else f" {_value(option)}"
    names = ", ".join(f"`{name}{value}`" for name in (*option.opts, *option.secondary_opts))
    return f"- {names}: {option.help}"


def _value(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return "|".join(map(str, option.type.choices))
    return option.metavar or option.type.name.upper()


def _demo() -> str:
    """What a person sees who lints the demo."""
    environment = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "TTY_COMPATIBLE")}
    command = [sys.executable, "-m", "asynclint", DEMO]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    if run.returncode != 1:
        raise SystemExit(f"asynclint {DEMO} ended with {run.returncode}, not with findings:\n{run.stderr}")
    return f"```console\n$ asynclint {DEMO}\n{run.stdout}```\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
