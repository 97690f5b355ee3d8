"""A rule's docstring as a page: what ``asynclint rule`` prints, what ``docs/rules/`` holds, and its table row."""

from __future__ import annotations

import inspect
import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asynclint.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Row:
    """A rule as one line of a table."""

    code: str
    name: str
    severity: str
    default: bool
    summary: str

    @property
    def state(self) -> str:
        """What the rule does unless told otherwise: its severity, or ``off``."""
        return self.severity if self.default else "off"


def page(rule: type[Rule]) -> str:
    """The page of ``rule`` in Markdown."""
    state = "on by default" if rule.default else "off by default: `--select` it"
    text = f"# {rule.name} ({rule.code})\n\nSeverity: **{rule.severity.value}**, {state}.\n\n{_docstring(rule)}\n"
    fix = f"## Fix\n\n{textwrap.fill(rule.mends or 'None: how it is to be mended is for you to say.', 120)}\n\n"
    return text.replace("## Settings\n", f"{fix}## Settings\n", 1)


def row(rule: type[Rule]) -> Row:
    """The table row of ``rule``; its summary is the first sentence of the docstring."""
    return Row(rule.code, rule.name, rule.severity.value, rule.default, _summary(_docstring(rule)))


def description(rule: type[Rule]) -> str:
    """What the rule finds, in a paragraph."""
    _, _, section = _docstring(rule).partition("## What it does\n")
    return " ".join(section.split("\n## ")[0].split())


def _docstring(rule: type[Rule]) -> str:
    # Its own: inspect.getdoc would give a rule without a page the page of its base class.
    return inspect.cleandoc(vars(rule).get("__doc__") or "").strip()


def _summary(docstring: str) -> str:
    paragraphs = [text for text in re.split(r"\n\s*\n", re.sub(r"(?m)^#.*$", "\n", docstring)) if text.strip()]
    text = " ".join(paragraphs[0].split()) if paragraphs else ""
    # A sentence ends before a capital: "e.g. this" and `time.sleep` do not end one.
    return re.split(r"(?<=[.!?])\s+(?=[A-Z`])", text, maxsplit=1)[0].removesuffix(".")
