"""Write what follows from the code: rule pages, the rule table and the demo in the README, the schema of the settings.

``python docs/generate.py`` writes; with ``--check`` it names what would change, and fails if anything would.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from settings_schema import pyproject_schema, schema

from asynclint.rules import RULES
from asynclint.rules.pages import page, row

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "rules"
README = ROOT / "README.md"
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
        yield ROOT / "docs" / f"{name}.schema.json", json.dumps(made, indent=2) + "\n"
    readme = README.read_text("utf-8")
    readme = filled(readme, "rules", _table())
    if (ROOT / DEMO).is_dir():
        readme = filled(readme, "demo", _demo())
    yield README, readme


def filled(text: str, marker: str, content: str) -> str:
    """``text`` with ``content`` between its ``<!-- marker -->`` and ``<!-- /marker -->``."""
    pattern = re.compile(f"(<!-- {marker} -->\n).*?(<!-- /{marker} -->)", re.DOTALL)
    result, number = pattern.subn(lambda match: f"{match[1]}{content}{match[2]}", text)
    if number != 1:
        raise SystemExit(f"there must be exactly one pair of <!-- {marker} --> markers, not {number}")
    return result


def _table() -> str:
    """The rules as a Markdown table."""
    lines = ["| code | name | default | what it finds |", "|---|---|---|---|"]
    for rule in map(row, RULES):
        summary = rule.summary.replace("|", "\\|")
        lines.append(f"| [{rule.code}](docs/rules/{rule.code}.md) | {rule.name} | {rule.state} | {summary} |")
    return "\n".join(lines) + "\n"


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
