"""Joins the stages: files → facts → linked program → suspects → rules → report. The only place that knows all of them."""

from __future__ import annotations

import functools
import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from asynclint import environment, notebooks, profiling, suppressions, workers
from asynclint.discovery import SourceError, SourceFile, discover, display, read
from asynclint.findings import Confidence, FileError, Finding, Hop, Location, Report, digest
from asynclint.program.extract import extract
from asynclint.program.facts import Comments, ModuleFacts, decode, encode
from asynclint.program.index import Extent, Program
from asynclint.program.modules import DEFAULT_VERSION, Module, Modules, module_name
from asynclint.program.screen import all_extents, suspicious_extents
from asynclint.program.sources import Sources
from asynclint.program.syntax import UnreadableSyntax, parse
from asynclint.program.targets import Vocabulary
from asynclint.rules import RULES
from asynclint.rules.check import Checker, Fixing
from asynclint.rules.suppression import UnusedSuppression
from asynclint.settings import RuleRow, Settings

Progress = Callable[[str, int, int], None]
T = TypeVar("T")

_SMALL = 400_000  # bytes of source below which starting processes costs more than it saves
_FEW_LINES = 20_000  # the same for lines
_RECURSION_LIMIT = 20_000
_TOO_DEEP = "nested too deeply to be analysed"


def rule_rows() -> tuple[RuleRow, ...]:
    """The rules as settings see them."""
    return tuple(RuleRow(rule.code, rule.name, rule.default, rule.severity) for rule in RULES)


def lint(
    paths: Sequence[str],
    settings: Settings,
    *,
    screen: bool = True,
    jobs: int | None = None,
    given: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Lint files and folders as one program.

    ``given`` are texts by file name, linted in place of (or beside) the files of these names; ``progress`` is told the stage,
    how much of it is done, and how much there is. Files that cannot be read or parsed are in the report's errors.
    """
    enabled = gc.isenabled()
    limit = sys.getrecursionlimit()
    # What is made here lives to the end, and the rest is no garbage that needs looking for: looking is a third of the time,
    # and copies the pages that processes share.
    gc.disable()
    sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
    try:
        return _Run(settings, screen, jobs or workers.default_jobs(), given or {}, progress).report(paths)
    finally:
        sys.setrecursionlimit(limit)
        if enabled:
            gc.enable()


def linked(paths: Sequence[str], settings: Settings) -> tuple[Program, Sources, list[FileError]]:
    """Files and folders as one linked program, with the text of its files, and what could not be read."""
    run = _Run(settings, True, 1, {}, None)
    errors: list[FileError] = []
    files = run.discover(paths, errors)
    run.link(run.modules(files, errors), files)
    return run.program, run.sources, errors


@dataclass(frozen=True, slots=True)
class _Linted:
    """What stage 2 brings of one file."""

    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    error: FileError | None = None


class _Run:
    def __init__(
        self, settings: Settings, screen: bool, jobs: int, given: Mapping[str, str], progress: Progress | None
    ) -> None:
        self.settings = settings
        self.screen = screen
        self.jobs = jobs
        self.progress = progress
        self.given = {os.path.abspath(name): text for name, text in given.items()}
        self.sources = Sources(read, self.given)
        self.program: Program
        self.checker: Checker

    def report(self, paths: Sequence[str]) -> Report:
        errors: list[FileError] = []
        files = self._timed("discover", lambda: self.discover(paths, errors))
        modules = self._timed("read", lambda: self.modules(files, errors))
        self._timed("link", lambda: self.link(modules, files))
        linted = self._timed("check", lambda: self._check(modules))
        errors += [result.error for result in linted if result.error is not None]
        findings = sorted(
            (finding for result in linted for finding in result.findings), key=lambda finding: finding.sort_key
        )
        suppressed = sorted(
            (finding for result in linted for finding in result.suppressed), key=lambda finding: finding.sort_key
        )
        errors = sorted(dict.fromkeys(errors), key=lambda error: error.sort_key)
        lines = sum(module.facts.lines for module in modules)
        return Report(tuple(findings), tuple(errors), tuple(suppressed), len(files), lines, self.program.calls)

    def _timed(self, stage: str, function: Callable[[], T]) -> T:
        with profiling.stage(stage):
            return function()

    # -- Stage 1 --

    def discover(self, paths: Sequence[str], errors: list[FileError]) -> list[SourceFile]:
        files = discover(paths, self.settings, errors)
        known = {str(file.path) for file in files}
        for path in self.given:
            if path not in known:
                files.append(SourceFile(Path(path), display(path), Path(path).parent))
        return files

    def modules(self, files: list[SourceFile], errors: list[FileError]) -> list[Module]:
        sizes = [_size(file.path) for file in files]
        jobs = self.jobs if sum(sizes) > _SMALL else 1
        results = workers.work(
            functools.partial(_read, given=self.given),
            files,
            sizes,
            jobs=jobs,
            crashed=lambda file: FileError(file.display, "the parser crashed on this file"),
            decode=_facts,
            progress=self._counter("reading", len(files)),
        )
        modules = []
        for file, facts in zip(files, results, strict=True):
            if facts is None:
                facts = FileError(file.display, _TOO_DEEP)
            if isinstance(facts, FileError):
                errors.append(facts)
                continue
            name, root, is_package = module_name(str(file.path), str(file.root))
            folder = str(file.path.parent)  # outside packages, Python finds a script's neighbours too
            modules.append(
                Module(
                    name,
                    str(file.path),
                    facts,
                    is_package=is_package,
                    roots=tuple(dict.fromkeys((root, folder))) if root == str(file.root) else (root,),
                    display=file.display,
                )
            )
        return modules

    def link(self, modules: list[Module], files: list[SourceFile]) -> None:
        settings = self.settings
        roots = dict.fromkeys(str(file.root) for file in files)
        vocabulary = Vocabulary(
            settings.blocking,
            settings.non_blocking,
            settings.offload,
            settings.spawn,
            settings.on_loop,
            settings.max_depth,
            settings.follow_libraries,
        )
        version = settings.target_version or DEFAULT_VERSION
        installed = environment.find(settings.python, settings.root)
        self.program = Program(Modules(modules, roots, version, installed), vocabulary, self.jobs)
        fixing = Fixing(settings.min_confidence, settings.task_fix, settings.target_version, settings.applicability_of)
        self.checker = Checker(self.program, self.sources, RULES, settings.severity_of, settings.is_test, fixing)

    # -- Stage 2 --

    def _extents(self, module: Module) -> list[Extent]:
        if not self.screen:
            return all_extents(module)
        # A finding that is not told because it is only possible still counts as a reason for a suppression.
        least = Confidence.POSSIBLE if module.facts.comments else self.settings.min_confidence
        return suspicious_extents(self.program, module, self.settings.enabled_codes(module.path), least)

    def _check(self, modules: list[Module]) -> list[_Linted]:
        # Screened here and not in the workers: looking at all facts would make each of them copy them all.
        with profiling.stage("screen"):
            todo = [
                (module, extents)
                for module in modules
                if (extents := self._extents(module)) or module.facts.comments is Comments.OURS
            ]
        weights = [sum(extent.last - extent.first for extent in extents) + 1 for _, extents in todo]
        return workers.work(
            self._check_module,
            todo,
            weights,
            jobs=self.jobs if sum(module.facts.lines for module in modules) > _FEW_LINES else 1,
            crashed=lambda item: _Linted(error=FileError(item[0].display, "the parser crashed on this file")),
            decode=lambda linted: linted,
            progress=self._counter("checking", len(todo)),
            inherit=True,
        )

    def _check_module(self, item: tuple[Module, list[Extent]]) -> _Linted:
        module, extents = item
        with profiling.part("check", "rules"):
            linted = self._checked(module, extents)
        return _in_cells(linted, module, self.sources) if module.is_notebook else linted

    def _checked(self, module: Module, extents: list[Extent]) -> _Linted:
        enabled = self.settings.enabled_codes(module.path)
        checked = self.checker.check(module, extents, enabled)
        if checked.error is not None:
            return _Linted(checked.findings, error=checked.error)
        wanted = [finding for finding in checked.findings if finding.confidence >= self.settings.min_confidence]
        if not module.facts.comments or (module.facts.comments is Comments.NOQA and not checked.findings):
            return _Linted(tuple(wanted))
        try:
            if module.facts.comments is Comments.NOQA and not self._has_noqa(module, extents):
                return _Linted(tuple(wanted))
            comments = suppressions.parse(self.sources.text(module.path))
        except SourceError as error:
            return _Linted(error=FileError(module.display, str(error), error.line))
        if comments.skip_file:
            return _Linted()
        kept, suppressed = [], []
        # Findings below the wanted confidence count as reasons for a suppression, but are not told.
        for finding in checked.findings:
            silenced = comments.silences(finding.code, finding.name, finding.location.line)
            if silenced is not None:
                suppressed.append(replace(finding, suppressed=silenced))
            elif finding.confidence >= self.settings.min_confidence:
                kept.append(finding)
        if UnusedSuppression.code in enabled:
            kept += self._unused(module, comments, enabled)
        return _Linted(tuple(kept), tuple(suppressed))

    def _has_noqa(self, module: Module, extents: Sequence[Extent]) -> bool:
        lines = self.sources.lines(module.path)
        return any("noqa" in line.lower() for extent in extents for line in lines[extent.first - 1 : extent.last])

    def _unused(
        self, module: Module, comments: suppressions.Suppressions, enabled: frozenset[str]
    ) -> Iterator[Finding]:
        names = {rule.code: rule.name for rule in RULES if rule is not UnusedSuppression}
        notices = [
            (notice, "silences nothing; remove it")
            for notice in comments.unused({c: names[c] for c in enabled & set(names)})
        ]
        notices += [(notice, "names no rule of asynclint") for notice in comments.unknown(names)]
        for ordinal, (notice, what) in enumerate(notices):
            spelled = ", ".join(notice.selectors)
            message = f"`asynclint: ignore{f'[{spelled}]' if spelled else ''}` {what}"
            fingerprint = digest(UnusedSuppression.code, module.name, message, str(ordinal))
            yield Finding(
                code=UnusedSuppression.code,
                name=UnusedSuppression.name,
                severity=self.settings.severity_of(UnusedSuppression.code),
                confidence=Confidence.CERTAIN,
                location=Location(module.display, notice.line, notice.column, notice.line, notice.end_column),
                message=message,
                function=module.name,
                fingerprint=fingerprint,
                cause=fingerprint,
            )

    def _counter(self, stage: str, total: int) -> Callable[[int], None] | None:
        progress = self.progress
        if progress is None:
            return None
        done = 0
        progress(stage, 0, total)

        def advance(count: int) -> None:
            nonlocal done
            done += count
            progress(stage, done, total)

        return advance


def _read(file: SourceFile, given: dict[str, str]) -> bytes | FileError:
    """Stage 1 of one file, in whatever process: its facts, encoded, or why there are none."""
    path = str(file.path)
    try:
        text = given[path] if path in given else read(file.path)
        with profiling.part("read", "parse"):
            tree = parse(text)
        with profiling.part("read", "extract"):
            return encode(extract(tree, text.count("\n") + 1, comments=_comments(text)))
    except SourceError as error:
        return FileError(file.display, str(error), error.line)
    except UnreadableSyntax as error:
        if notebooks.is_notebook(path) and error.line is not None:
            cell, line = notebooks.Cells(text).place(error.line)
            return FileError(file.display, str(error), line, cell)
        return FileError(file.display, str(error), error.line)
    except (RecursionError, ValueError):
        return FileError(file.display, _TOO_DEEP)


def _facts(found: bytes | FileError) -> ModuleFacts | FileError | None:
    """What was read of one file, in this process; nothing where the facts are nested too deeply for it."""
    if isinstance(found, FileError):
        return found
    try:
        return decode(found)
    except RecursionError:
        return None


def _comments(text: str) -> Comments:
    lowered = text.lower()
    return Comments.OURS if "asynclint:" in lowered else Comments.NOQA if "noqa" in lowered else Comments.NONE


def _size(path: Path) -> int:
    try:
        return path.stat().st_size + 1
    except OSError:
        return 1


def _in_cells(linted: _Linted, module: Module, sources: Sources) -> _Linted:
    """What was found in a notebook's text, with places as lines of its cells."""
    cells = notebooks.Cells(sources.text(module.path))

    def hop(step: Hop) -> Hop:
        if step.path != module.display:
            return step
        cell, line = cells.place(step.line)
        return replace(step, line=line, cell=cell)

    def finding(found: Finding) -> Finding:
        at = found.location
        cell, line = cells.place(at.line)
        location = replace(at, line=line, end_line=cells.place(at.end_line)[1], cell=cell)
        silenced = found.suppressed and replace(found.suppressed, line=cells.place(found.suppressed.line)[1])
        return replace(found, location=location, chain=tuple(map(hop, found.chain)), suppressed=silenced)

    error = linted.error
    if error is not None and error.line is not None:
        cell, line = cells.place(error.line)
        error = replace(error, line=line, cell=cell)
    return _Linted(tuple(map(finding, linted.findings)), tuple(map(finding, linted.suppressed)), error)
