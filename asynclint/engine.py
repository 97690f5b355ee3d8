"""Joins the stages: files → facts → linked program → suspects → rules → report. The only place that knows all of them."""

from __future__ import annotations

import functools
import gc
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from asynclint import environment, notebooks, suppressions, workers
from asynclint.codemods.frameworks import least_python
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

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from asynclint.remote import Remote

Progress = Callable[[str, int, int], None]
Counter = Callable[[int], None]
Read = ModuleFacts | FileError | None  # nothing where the facts are nested too deeply
Suspect = tuple[Module, list[Extent]]
T = TypeVar("T")

_SMALL = 400_000  # bytes of source below which starting processes costs more than it saves
_FEW_LINES = 20_000  # the same for lines
_RECURSION_LIMIT = 20_000
_TOO_DEEP = "nested too deeply to be analysed"
CRASHED = "the parser crashed on this file"


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
    executor: Executor | None = None,
) -> Report:
    """Lint files and folders as one program.

    ``given`` are texts by file name, linted in place of (or beside) the files of these names; ``progress`` is told the stage,
    how much of it is done, and how much there is. Files that cannot be read or parsed are in the report's errors. With an
    ``executor``, files are read and checked by it, on other machines perhaps; raises ``RemoteError`` where that cannot be.
    """
    enabled = gc.isenabled()
    limit = sys.getrecursionlimit()
    # What is made here lives to the end, and the rest is no garbage that needs looking for: looking is a third of the time,
    # and copies the pages that processes share.
    gc.disable()
    sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
    try:
        run = Run(settings, screen, jobs or workers.default_jobs(), given or {}, progress, executor)
        return run.report(paths)
    finally:
        sys.setrecursionlimit(limit)
        if enabled:
            gc.enable()


def linked(paths: Sequence[str], settings: Settings) -> tuple[Program, Sources, list[FileError]]:
    """Files and folders as one linked program, with the text of its files, and what could not be read."""
    run = Run(settings)
    errors: list[FileError] = []
    files = run.discover(paths, errors)
    run.link(run.modules(files, errors), files)
    return run.program, run.sources, errors


@dataclass(frozen=True, slots=True)
class Linted:
    """What stage 2 brings of one file."""

    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    error: FileError | None = None


class Run:
    """One run, stage by stage."""

    def __init__(
        self,
        settings: Settings,
        screen: bool = True,
        jobs: int = 1,
        given: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        executor: Executor | None = None,
    ) -> None:
        self.settings = settings
        self.screen = screen
        self.jobs = jobs
        self.progress = progress
        self.seconds: dict[str, float] = {}
        self.given = {os.path.abspath(name): text for name, text in (given or {}).items()}
        self.sources = Sources(read, self.given)
        self.oldest_python: Callable[[str], tuple[int, int] | None] = self._oldest_python
        self.program: Program
        self.checker: Checker
        self.remote: Remote | None = None
        if executor is not None:
            from asynclint import remote  # which knows this module, and does what a run does elsewhere

            self.remote = remote.Remote(executor, self)

    def report(self, paths: Sequence[str]) -> Report:
        """What the stages, one after the other, find in files and folders."""
        errors: list[FileError] = []
        files = self._timed("discover", lambda: self.discover(paths, errors))
        modules = self._timed("read", lambda: self.modules(files, errors))
        self._timed("link", lambda: self.link(modules, files))
        linted = self._timed("rules", lambda: self._check(modules))
        errors += [result.error for result in linted if result.error is not None]
        findings = sorted(
            (finding for result in linted for finding in result.findings), key=lambda finding: finding.sort_key
        )
        suppressed = sorted(
            (finding for result in linted for finding in result.suppressed), key=lambda finding: finding.sort_key
        )
        errors = sorted(dict.fromkeys(errors), key=lambda error: error.sort_key)
        lines = sum(module.facts.lines for module in modules)
        return Report(
            tuple(findings), tuple(errors), tuple(suppressed), len(files), lines, self.seconds, self.program.calls
        )

    def _oldest_python(self, path: str) -> tuple[int, int] | None:
        """The oldest Python that the file has to run on; None where nobody says."""
        return self.settings.target_version or least_python(Path(path))

    def _timed(self, stage: str, function: Callable[[], T]) -> T:
        start = time.perf_counter()
        result = function()
        self.seconds[stage] = time.perf_counter() - start
        return result

    # -- Stage 1 --

    def discover(self, paths: Sequence[str], errors: list[FileError]) -> list[SourceFile]:
        """The files, and those that are given; what is wrong with the paths is appended to ``errors``."""
        files = discover(paths, self.settings, errors)
        known = {str(file.path) for file in files}
        for path in self.given:
            if path not in known:
                files.append(SourceFile(Path(path), display(path), Path(path).parent))
        return files

    def modules(self, files: list[SourceFile], errors: list[FileError]) -> list[Module]:
        """The modules in the files; what cannot be read is appended to ``errors``."""
        progress = self._counter("reading", len(files))
        read = self.read if self.remote is None else self.remote.read
        modules = []
        for file, facts in zip(files, read(files, progress), strict=True):
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

    def read(self, files: Sequence[SourceFile], progress: Counter | None = None, careful: bool = False) -> list[Read]:
        """What is read of each file, on this machine; ``careful`` as in :func:`workers.work`."""
        sizes = [size(file.path) for file in files]
        return workers.work(
            functools.partial(_read, given=self.given),
            files,
            sizes,
            jobs=self.jobs if sum(sizes) > _SMALL else 1,
            crashed=lambda file: FileError(file.display, CRASHED),
            decode=decoded,
            progress=progress,
            careful=careful,
        )

    def link(self, modules: list[Module], files: list[SourceFile]) -> None:
        """Make the program of the modules."""
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
        self.use(Program(Modules(modules, roots, version, installed), vocabulary, self.jobs))

    def use(self, program: Program) -> None:
        """Check files of this program."""
        settings = self.settings
        self.program = program
        fixing = Fixing(settings.min_confidence, settings.task_fix, self.oldest_python, settings.applicability_of)
        self.checker = Checker(self.program, self.sources, RULES, settings.severity_of, settings.is_test, fixing)

    # -- Stage 2 --

    def _extents(self, module: Module) -> list[Extent]:
        if not self.screen:
            return all_extents(module)
        # A finding that is not told because it is only possible still counts as a reason for a suppression.
        least = Confidence.POSSIBLE if module.facts.comments else self.settings.min_confidence
        return suspicious_extents(self.program, module, self.settings.enabled_codes(module.path), least)

    def _check(self, modules: list[Module]) -> list[Linted]:
        # Screened here and not in the workers: looking at all facts would make each of them copy them all.
        todo = [
            (module, extents)
            for module in modules
            if (extents := self._extents(module)) or module.facts.comments is Comments.OURS
        ]
        check = self.check if self.remote is None else self.remote.check
        return check(todo, self._counter("checking", len(todo)))

    def check(self, todo: Sequence[Suspect], progress: Counter | None = None, careful: bool = False) -> list[Linted]:
        """What is found in each file, on this machine; ``careful`` as in :func:`workers.work`."""
        lines = sum(module.facts.lines for module in self.program.modules.program)
        return workers.work(
            self.check_module,
            todo,
            [weight(suspect) for suspect in todo],
            jobs=self.jobs if lines > _FEW_LINES else 1,
            crashed=lambda suspect: Linted(error=FileError(suspect[0].display, CRASHED)),
            decode=lambda linted: linted,
            progress=progress,
            inherit=True,
            careful=careful,
        )

    def check_module(self, suspect: Suspect) -> Linted:
        """What is found in the parts of a file."""
        module, extents = suspect
        linted = self._checked(module, extents)
        return _in_cells(linted, module, self.sources) if module.is_notebook else linted

    def _checked(self, module: Module, extents: list[Extent]) -> Linted:
        enabled = self.settings.enabled_codes(module.path)
        checked = self.checker.check(module, extents, enabled)
        if checked.error is not None:
            return Linted(checked.findings, error=checked.error)
        wanted = [finding for finding in checked.findings if finding.confidence >= self.settings.min_confidence]
        if not module.facts.comments or (module.facts.comments is Comments.NOQA and not checked.findings):
            return Linted(tuple(wanted))
        try:
            if module.facts.comments is Comments.NOQA and not self._has_noqa(module, extents):
                return Linted(tuple(wanted))
            comments = suppressions.parse(self.sources.text(module.path))
        except SourceError as error:
            return Linted(error=FileError(module.display, str(error), error.line))
        if comments.skip_file:
            return Linted()
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
        return Linted(tuple(kept), tuple(suppressed))

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

    def _counter(self, stage: str, total: int) -> Counter | None:
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
    """Stage 1 of one file of this machine: its facts, encoded, or why there are none."""
    path = str(file.path)
    return facts_of(file, lambda: given[path] if path in given else read(file.path))


def facts_of(file: SourceFile, text_of: Callable[[], str]) -> bytes | FileError:
    """Stage 1 of one file, in whatever process: the facts of its text, encoded, or why there are none."""
    try:
        text = text_of()
        tree = parse(text)
        facts = extract(tree, text.count("\n") + 1, comments=_comments(text))
        return encode(facts)
    except SourceError as error:
        return FileError(file.display, str(error), error.line)
    except UnreadableSyntax as error:
        if notebooks.is_notebook(file.path) and error.line is not None:
            cell, line = notebooks.Cells(text).place(error.line)
            return FileError(file.display, str(error), line, cell)
        return FileError(file.display, str(error), error.line)
    except (RecursionError, ValueError):
        return FileError(file.display, _TOO_DEEP)


def decoded(found: bytes | FileError) -> Read:
    """What was read of one file, in this process."""
    if isinstance(found, FileError):
        return found
    try:
        return decode(found)
    except RecursionError:
        return None


def _comments(text: str) -> Comments:
    lowered = text.lower()
    return Comments.OURS if "asynclint:" in lowered else Comments.NOQA if "noqa" in lowered else Comments.NONE


def weight(suspect: Suspect) -> int:
    """How much work it is to check the parts of a file, in lines."""
    return sum(extent.last - extent.first for extent in suspect[1]) + 1


def size(path: Path) -> int:
    """How much work it is to read a file, in bytes."""
    try:
        return path.stat().st_size + 1
    except OSError:
        return 1


def _in_cells(linted: Linted, module: Module, sources: Sources) -> Linted:
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
    return Linted(tuple(map(finding, linted.findings)), tuple(map(finding, linted.suppressed)), error)
