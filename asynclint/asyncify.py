"""``asynclint asyncify``: plan the change, make what the new coroutine functions do asynchronous too, and check the whole."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from asynclint import engine, fixing
from asynclint.codemods.apply import compiles, edited
from asynclint.codemods.asyncify import Asyncify, files_outside, find
from asynclint.codemods.patch import CannotFix
from asynclint.discovery import source
from asynclint.findings import Finding, Report
from asynclint.fixing import Change
from asynclint.notebooks import is_notebook
from asynclint.settings import Settings

# What a new coroutine function may do no more: the calls in it that block are mended with it.
_BLOCKING = "ASL20"


@dataclass(frozen=True, slots=True)
class Result:
    """The functions that became coroutine functions (their qualified names), and the files that change for it.

    ``left`` is what still blocks in the functions, as it is found in the changed files.
    """

    functions: tuple[str, ...]
    changes: tuple[Change, ...]
    left: tuple[Finding, ...]


def asyncify(name: str, paths: Sequence[str], settings: Settings) -> Result:
    """Make the function ``package.module:function`` a coroutine function. Raises ``CannotFix`` with the reason and the place."""
    analysis = engine.linked(paths, settings)
    program, sources, errors = analysis.program, analysis.sources, analysis.errors
    if errors:
        raise CannotFix(f"{errors[0].path}: {errors[0].message}")
    given = {os.path.realpath(module.path) for module in program.modules.program}
    plan = Asyncify(program, sources, files_outside(_project(settings, paths), given)).plan(find(program, name))
    data = {path: Path(path).read_bytes() for path in plan.edits}
    before = {path: source(path, data[path]) for path in plan.edits}
    texts = {}
    for path, edits in plan.edits.items():
        if before[path] != sources.text(path):
            raise CannotFix(f"{path} changed on disk meanwhile")
        texts[path] = edited(before[path], edits)
        if not compiles(texts[path], awaits=is_notebook(path)):
            raise CannotFix(f"{path} would not compile")
    functions = tuple(function.qualname for function in plan.functions)
    display = {module.path: module.display for module in program.modules.program}
    mended, left = _mended(functions, paths, settings, texts)
    changes = [
        Change(display[path], before[path], mended.get(display[path], text), data[path]) for path, text in texts.items()
    ]
    return Result(functions, tuple(sorted(changes, key=lambda change: change.path)), left)


def _project(settings: Settings, paths: Sequence[str]) -> Path:
    """The folder of the project: where its settings are, or its repository, around what is given."""
    start = Path(os.path.commonpath([os.path.abspath(path) for path in paths]))
    start = start if start.is_dir() else start.parent
    markers = (".git", "pyproject.toml", "setup.py", "setup.cfg")
    return next(
        (folder for folder in (start, *start.parents) if any((folder / marker).exists() for marker in markers)), start
    )


def _mended(
    functions: tuple[str, ...], paths: Sequence[str], settings: Settings, texts: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """The texts with what blocks in the new coroutine functions mended, and what cannot be.

    Raises ``CannotFix`` where linting finds more than before.
    """

    def lint(more: Mapping[str, str]) -> Report:
        return engine.lint(paths, settings, given=more)

    def is_inside(finding: Finding) -> bool:
        return finding.code.startswith(_BLOCKING) and finding.function in functions

    before = lint({})
    outcome = fixing.fix(lint, unsafe=True, ask=lambda finding, _before, _after: is_inside(finding), given=texts)
    had = Counter(finding.code for finding in before.findings)
    has = Counter(finding.code for finding in outcome.report.findings)
    grown = [code for code in has if has[code] > had[code]]
    if grown or outcome.report.errors:
        finding = next((each for each in outcome.report.findings if each.code in grown), None)
        told = (
            ""
            if finding is None
            else f": {finding.location.path}:{finding.location.line} {finding.code} {finding.message}"
        )
        raise CannotFix(f"linting finds more than before{told}")
    left = tuple(finding for finding in outcome.report.findings if is_inside(finding))
    return {change.path: change.after for change in outcome.changes}, left
