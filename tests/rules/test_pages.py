"""The page of every rule: complete, and its examples are what they say they are.

The bad example is linted and has the finding of its rule, and nothing else; the good one has nothing. What an example needs
in the settings stands in it as a comment: ``# asynclint settings: blocking = ["json.loads"]``.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from asynclint import engine, settings
from asynclint.codes import ROWS
from asynclint.findings import Confidence, Finding
from asynclint.rules import RULES
from asynclint.rules.pages import page, row
from asynclint.rules.rule import Rule

SECTIONS = [
    "What it does",
    "Why is this bad",
    "Example",
    "Use instead",
    "When it is fine",
    "Fix",
    "Settings",
    "References",
]
SETTINGS = re.compile(r"(?m)^# asynclint settings: (.+)$")

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def sections(rule: type[Rule]) -> dict[str, str]:
    """The sections of the page by heading, in order."""
    parts = re.split(r"(?m)^## (.+)$", page(rule))[1:]
    return dict(zip(parts[::2], (text.strip() for text in parts[1::2]), strict=True))


def example(rule: type[Rule], heading: str) -> str:
    """The one Python block of a section."""
    (code,) = re.findall(r"(?ms)^```python\n(.*?)^```$", sections(rule)[heading])
    return str(code)


def findings(code: str, rule: type[Rule], folder: Path, minimum: Confidence = Confidence.LIKELY) -> tuple[Finding, ...]:
    """What is said of ``code`` as a file of its own, by the default rules and this one."""
    (folder / "example.py").write_text(code, "utf-8")
    config = folder / "asynclint.toml"
    wanted = [f'extend-select = ["{rule.code}"]', f'min-confidence = "{minimum.value}"', *SETTINGS.findall(code)]
    config.write_text("\n".join(wanted), "utf-8")
    report = engine.lint([str(folder)], settings.load(folder, ROWS, config=config))
    assert not report.errors
    return report.findings


@every_rule
def test_page_has_all_sections_in_order(rule: type[Rule]) -> None:
    assert list(sections(rule)) == SECTIONS
    assert all(sections(rule).values())


@every_rule
def test_page_begins_with_the_name_and_one_sentence(rule: type[Rule]) -> None:
    heading, _, severity, _, summary, *_ = page(rule).splitlines()
    assert heading == f"# {rule.name} ({rule.code})"
    assert severity.startswith(f"Severity: **{rule.severity.value}**")
    assert summary.endswith(".")
    assert row(rule).summary == summary[:-1]


@every_rule
def test_bad_example_has_the_finding_and_no_other(rule: type[Rule], tmp_path: Path) -> None:
    assert {finding.code for finding in findings(example(rule, "Example"), rule, tmp_path)} == {rule.code}


@every_rule
def test_good_example_has_no_finding(rule: type[Rule], tmp_path: Path) -> None:
    """Not even a possible one."""
    assert findings(example(rule, "Use instead"), rule, tmp_path, Confidence.POSSIBLE) == ()


@every_rule
def test_examples_are_typed_and_of_every_supported_version(rule: type[Rule]) -> None:
    for heading in ("Example", "Use instead"):
        tree = ast.parse(example(rule, heading), feature_version=(3, 11))
        functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
        assert functions
        assert all(function.returns is not None for function in functions)


@every_rule
def test_references_are_of_the_python_documentation(rule: type[Rule]) -> None:
    references = sections(rule)["References"].splitlines()
    assert references
    for reference in references:
        assert re.fullmatch(
            r"- \[[^\]]+\]\(https://docs\.python\.org/3/[\w/.-]+\.html(#[\w.-]+)?\)( \(.+\))?", reference
        )


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"ASL\d{3}", code) for code in codes)
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", name) for name in names)
