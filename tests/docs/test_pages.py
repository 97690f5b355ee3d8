"""What pages say of settings and options is so, and the tutorial's commands print what it shows."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from asynclint import cli, settings
from asynclint.codes import ROWS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
DEMO = ROOT / "test_data/demo"

# Settings

SETTING = re.compile(r"^### (?P<key>[\w-]+)\n(?P<body>.*?)(?=^##|\Z)", re.DOTALL | re.MULTILINE)
SETTINGS = {match["key"]: match["body"] for match in SETTING.finditer((DOCS / "settings.md").read_text("utf-8"))}


def test_the_page_of_the_settings_tells_of_each() -> None:
    assert sorted(SETTINGS) == sorted(settings.KEYS)


@pytest.mark.parametrize("key", SETTINGS)
def test_the_default_of_a_setting_is_as_the_page_says(key: str, tmp_path: Path) -> None:
    (default,) = re.findall(r"^- default: (.+)$", SETTINGS[key], re.MULTILINE)
    unset = settings.load(tmp_path, ROWS, isolated=True)
    field = settings.field_of(key)
    if default == "none":
        assert getattr(unset, field) is None
    else:
        (tmp_path / "asynclint.toml").write_text(f"{key} = {default.strip('`')}\n", "utf-8")
        assert settings.load(tmp_path, ROWS) == unset


@pytest.mark.parametrize("key", SETTINGS)
def test_the_example_of_a_setting_is_valid_and_changes_it(key: str, tmp_path: Path) -> None:
    (tmp_path / "env/lib/python3.12/site-packages").mkdir(parents=True)
    (example,) = re.findall(r"^```toml\n(.*?)^```$", SETTINGS[key], re.DOTALL | re.MULTILINE)
    (tmp_path / "asynclint.toml").write_text(example, "utf-8")
    found = settings.load(tmp_path, ROWS)
    field = settings.field_of(key)
    assert getattr(found, field) != getattr(settings.load(tmp_path, ROWS, isolated=True), field)


# Commands

COMMAND = re.compile(r"^(?:\$ |- run: )(asynclint\b.*)$", re.MULTILINE)


TYPED = [
    (path.name, line)
    for path in (ROOT / "README.md", *sorted(DOCS.glob("*.md")))
    for line in COMMAND.findall(path.read_text("utf-8"))
]


@pytest.mark.parametrize(("page", "line"), TYPED)
def test_commands_in_pages_have_options_that_exist(page: str, line: str) -> None:
    _, *arguments = shlex.split(line, comments=True)
    command: click.Command = cli.commands
    context = click.Context(command, info_name="asynclint")
    if not arguments or (arguments[0] not in cli.COMMANDS and arguments[0] not in ("--help", "--version")):
        arguments.insert(0, "check")
    while isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
        below = command.get_command(context, arguments.pop(0))
        assert below is not None
        command, context = below, click.Context(below, parent=context, **below.context_settings)
    command.make_parser(context).parse_args(arguments)  # raises where there is no such option


# Links


def test_links_of_the_readme_lead_to_files() -> None:
    """Those of the pages are looked at when the site is built."""
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert "docs/terminal.svg" in links
    assert [link for link in links if not (ROOT / link).is_file()] == []


# The tutorial

BLOCK = re.compile(r"^```(?P<language>diff|console)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
TUTORIAL = [(match["language"], match["text"]) for match in BLOCK.finditer((DOCS / "tutorial.md").read_text("utf-8"))]


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_the_tutorial_ends_with_no_findings(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in DEMO.glob("*.py"):
        shutil.copy(path, project)
    safe, unsafe, by_hand = (text for language, text in TUTORIAL if language == "diff")

    assert (_run(capsys, "--diff", "-q"), _run(capsys, "--fix", "-q")[0]) == ((1, safe), 1)
    cancelled = ["--fix", "--unsafe-fixes", "--select", "ASL503"]
    assert _run(capsys, "--diff", *cancelled[1:], "-q") == (1, unsafe)
    assert _run(capsys, *cancelled, "-q") == (0, "")
    subprocess.run(["git", "apply", "-"], input=by_hand, encoding="utf-8", check=True)

    (last,) = (text for language, text in TUTORIAL if text.startswith("$ asynclint\nNo findings"))
    assert _run(capsys) == (0, last.removeprefix("$ asynclint\n"))
    ran = subprocess.run([sys.executable, "main.py"], capture_output=True, encoding="utf-8", check=True)
    assert "confirmed: [1001, 1002, 1003, 1004]" in ran.stdout
    assert "please try again later" not in ran.stdout


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit status and what is printed."""
    status = cli.main([*arguments, "--isolated"])
    return status, capsys.readouterr().out
