"""The stages, joined: files → facts → linked program → suspects → rules → findings; and what of it an earlier run has done."""

from __future__ import annotations

import contextlib
import functools
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from asynclint import consulted, notebooks, profiling, reuse, suppressions, workers
from asynclint.cache import stat_signature
from asynclint.codemods import frameworks
from asynclint.codes import BY_CODE, ROWS, UNUSED
from asynclint.discovery import SourceError, SourceFile, read
from asynclint.findings import Confidence, FileError, Finding, Hop, Location, Report, digest
from asynclint.program.facts import Comments, ModuleFacts, decode
from asynclint.program.index import Extent, Program
from asynclint.program.links import Keep, Progress
from asynclint.program.modules import DEFAULT_VERSION, Module, Modules, around, module_name
from asynclint.program.screen import all_extents, suspicious_extents
from asynclint.program.sources import Sources
from asynclint.program.targets import Vocabulary
from asynclint.reading import TOO_DEEP, Read, Reader, facts_of
from asynclint.recollection import Outcome, Recollection
from asynclint.reuse import Linted, Plan, Understanding
from asynclint.settings import Settings
from asynclint.state import GIVEN, FileState, Reading, is_as_before

if TYPE_CHECKING:
    from asynclint.remote import Remote
    from asynclint.rules.check import Checker

Counter = Callable[[int], None]
Suspect = tuple[Module, list[Extent]]

_SMALL = 400_000  # bytes of source below which starting processes costs more than it saves
_FEW_LINES = 1_500  # the same for lines that the rules look at
_CRASHED = "the parser crashed on this file"


class Analysis:
    """One run over files that were found. ``memory`` is where its outcome is kept, and that of earlier ones is found."""

    def __init__(
        self,
        files: Sequence[SourceFile],
        walk: Sequence[FileError],
        settings: Settings,
        installed: Sequence[Path],
        *,
        screen: bool = True,
        jobs: int = 1,
        given: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        memory: Recollection | None = None,
        executor: Executor | None = None,
    ) -> None:
        self.settings = settings
        self.screen = screen
        self.jobs = jobs
        self.progress = progress
        self.given = {os.path.abspath(name): text for name, text in (given or {}).items()}
        self.sources = Sources(read, self.given)
        self.files = files
        self.walk = list(walk)
        self.errors = list(walk)
        self.installed = installed
        self.memory = memory
        self.earlier = memory.reading if memory is not None else None
        self.began = time.time_ns()
        self._undo: list[Callable[[], None]] = []  # what was changed of the program of the last run
        self.read: dict[bytes, Read] = {}
        self.facts: dict[bytes, ModuleFacts] = {}
        self.reader = Reader(self.given)
        if memory is not None:
            self.reader = Reader(self.given, memory.path, frozenset(memory.known))
        self.oldest_python: Callable[[str], tuple[int, int] | None] = self._oldest_python
        self.program: Program
        self.remote: Remote | None = None
        if executor is not None:
            from asynclint import remote  # which knows this module

            self.remote = remote.Remote(executor, self)

    def report(self) -> Report:
        """Read, link, check; and keep what a later run can use."""
        try:
            return self._report()
        except BaseException:
            self._take_back()
            raise

    def _report(self) -> Report:
        with consulted.recording() as notes:
            with profiling.stage("read"):
                states = self._read()
            if self.memory is not None and self.read:
                with profiling.stage("keep"):
                    self.read = self.memory.keep_read(self.read, self.facts)
            earlier = self.earlier
            holds = earlier is not None and consulted.still_hold(earlier.notes)
            if earlier is not None and holds and earlier.walk == self.walk and _are_same(states, earlier.files):
                if self.memory is not None:
                    self.memory.keep(Reading(self.began, self.walk, states, earlier.notes, earlier.report), None)
                return earlier.report
            understanding = None
            if self.memory is not None and holds:
                understanding = self.memory.understanding()
            with profiling.stage("link"):
                plan = self._link(states, understanding)
            with profiling.stage("check"):
                linted, circumstances = self._check(plan)
            report = self._reported(linted)
        if self.memory is not None and self.memory.keeps_states(states):
            if plan is not None and earlier is not None:
                notes |= earlier.notes
            for each in linted:
                notes |= each.notes
            with profiling.stage("keep"):
                self.memory.keep(
                    Reading(self.began, self.walk, states, notes, report),
                    Outcome(self.program, linted, circumstances, self.frameworks),
                )
        return report

    def link(self) -> None:
        """Read and link only."""
        self._link(self._read(), None)

    def _reported(self, linted: Sequence[Linted]) -> Report:
        errors = [*self.errors, *(result.error for result in linted if result.error is not None)]
        findings = sorted((each for result in linted for each in result.findings), key=lambda each: each.sort_key)
        suppressed = sorted((each for result in linted for each in result.suppressed), key=lambda each: each.sort_key)
        return Report(
            tuple(findings),
            tuple(sorted(dict.fromkeys(errors), key=lambda error: error.sort_key)),
            tuple(suppressed),
            len(self.files),
            sum(module.outline.lines for module in self.program.modules.program),
            self.program.calls,
        )

    # -- Stage 1 --

    def _read(self) -> list[FileState]:
        """The state of each file, read where the file system does not say that it is the one of the earlier run."""
        before = {state.path: state for state in self.earlier.files} if self.earlier is not None else {}
        states: dict[str, FileState] = {}
        for file in self.files:
            path = str(file.path)
            known = before.get(path)
            if known is not None and path not in self.given and self.earlier is not None:
                if known.display == file.display and is_as_before(known, self.earlier.began):
                    states[path] = known
        fresh = [file for file in self.files if str(file.path) not in states]
        signatures = [stat_signature(file.path) for file in fresh]
        sizes = [signature[0] + 1 for signature in signatures]
        signatures = [
            GIVEN if str(file.path) in self.given else found for file, found in zip(fresh, signatures, strict=True)
        ]
        read = self.read_here if self.remote is None else self.remote.read
        found = read(fresh, sizes, self._counter("reading", len(fresh)))
        for file, signature, reading in zip(fresh, signatures, found, strict=True):
            error = reading.error
            if error is None and not reading.digest:
                error = FileError(file.display, TOO_DEEP)
            states[str(file.path)] = FileState(
                str(file.path), file.display, str(file.root), signature, reading.digest, error
            )
        return [states[str(file.path)] for file in self.files]

    def read_here(
        self,
        files: Sequence[SourceFile],
        sizes: Sequence[int],
        progress: Counter | None = None,
        careful: bool = False,
    ) -> list[Read]:
        """Stage 1 of the files on this machine; ``careful`` as in :func:`workers.work`."""
        return workers.work(
            self.reader,
            files,
            sizes,
            jobs=self.jobs if sum(sizes) > _SMALL else 1,
            crashed=lambda file: Read(error=FileError(file.display, _CRASHED)),
            decode=self.taken,
            progress=progress,
            careful=careful,
        )

    def taken(self, found: Read) -> Read:
        """What was read of one file, in this process; facts that are nested too deeply for it are none."""
        if found.facts:
            try:
                self.facts[found.digest] = decode(found.facts)
            except RecursionError:
                return Read()
            self.read[found.digest] = Read(found.digest, None, found.outline, b"", found.kept)
        return Read(found.digest, found.error)

    def _modules(self, states: Sequence[FileState]) -> list[Module]:
        wanted = {state.digest for state in states if state.error is None} - self.read.keys()
        outlines = self.memory.outlines(wanted) if self.memory is not None else {}
        outlines |= {known: found for known, each in self.read.items() if (found := reuse.outline_of(each.outline))}
        modules = []
        for file, state in zip(self.files, states, strict=True):
            if state.error is not None:
                continue
            name, root, is_package = self.module_name(file)
            folder = str(file.path.parent)  # outside packages, Python finds a script's neighbours too
            found = outlines.get(state.digest)
            load = functools.partial(_loaded, state, self.memory, self.sources)
            facts = self.facts.get(state.digest) or (load if found is not None else load())
            modules.append(
                Module(
                    name,
                    str(file.path),
                    facts,
                    found,
                    is_package=is_package,
                    roots=tuple(dict.fromkeys((root, folder))) if root == str(file.root) else (root,),
                    display=file.display,
                    digest=state.digest,
                )
            )
        return modules

    def module_name(self, file: SourceFile) -> tuple[str, str, bool]:
        """What :func:`asynclint.program.modules.module_name` says of the file."""
        return module_name(str(file.path), str(file.root))

    def _revised(self, states: Sequence[FileState], modules: Sequence[Module], memory: Recollection) -> bool:
        """Give the modules of the last run the texts that there are now; False where these are other files."""
        before = self.earlier.files if self.earlier is not None else []
        if [(each.path, each.display, each.root) for each in before if each.error is None] != [
            (each.path, each.display, each.root) for each in states if each.error is None
        ]:
            return False
        for module, state in zip(modules, (each for each in states if each.error is None), strict=True):
            if module.digest != state.digest:
                known, outline = memory.facts(module.digest), memory.outlines((state.digest,)).get(state.digest)
                if known is None or outline is None:
                    return False
                facts = self.facts.get(state.digest) or _loaded(state, memory, self.sources)
                moved = reuse.moved_scopes(known, facts)
                self._undo.append(module.become(facts, outline, state.digest, moved))
        return True

    def _take_back(self) -> None:
        """Leave the program of the last run as it was."""
        while self._undo:
            self._undo.pop()()

    def _text(self, module: Module) -> str:
        """The text of a module; empty where it cannot be read any more."""
        try:
            return self.sources.text(module.path)
        except SourceError:
            return ""

    def _link(self, states: Sequence[FileState], understanding: Understanding | None) -> Plan | None:
        self.errors += [state.error for state in states if state.error is not None]
        settings = self.settings
        roots = dict.fromkeys(str(file.root) for file in self.files)
        vocabulary = Vocabulary(
            settings.blocking,
            settings.non_blocking,
            settings.offload,
            settings.spawn,
            settings.on_loop,
            settings.max_depth,
            settings.follow_libraries,
        )
        keep = self.memory.keeps if self.memory is not None else Keep.NOTHING if self.remote is None else Keep.BYTES

        def program(plan: Plan | None) -> Program:
            version = settings.target_version or DEFAULT_VERSION
            known = plan.known if plan is not None else None
            found = Modules(modules, roots, version, self.installed)
            return Program(found, vocabulary, self.jobs, known=known, keep=keep, progress=self.progress)

        if understanding is not None and self.memory is not None and self.memory.program is not None:
            before = self.memory.program
            plan = self._linked_again(states, understanding, self.memory, before, vocabulary, keep)
            if plan is not None:
                return plan
            self._take_back()
            understanding = None
        modules = self._modules(states)
        self.frameworks = frameworks.imported_by(modules)
        plan, linked = None, None
        if understanding is not None and self.memory is not None:
            with contextlib.suppress(LookupError, TypeError, ValueError, AttributeError, AssertionError):
                # Whoever wrote that: where it does not fit together, it is as if it were not there.
                plan = reuse.plan(understanding, modules, self.frameworks, self.memory.facts, vocabulary, self._text)
                linked = program(plan) if plan is not None else None
        if plan is None or linked is None or not plan.holds(linked):
            for module in modules:
                module.forget()
            plan, linked = None, program(None)
        self.program = linked
        return plan

    def _linked_again(
        self,
        states: Sequence[FileState],
        understanding: Understanding,
        memory: Recollection,
        before: Program,
        vocabulary: Vocabulary,
        keep: Keep,
    ) -> Plan | None:
        """Link what has changed of the program of the last run; None where that is not enough."""
        modules = before.modules
        if not self._revised(states, modules.program, memory):
            return None
        self.frameworks = frameworks.imported_by(modules.program)
        try:
            plan = reuse.plan(
                understanding, modules.program, self.frameworks, memory.facts, vocabulary, self._text, before.rows
            )
        except LookupError:
            return None
        if plan is None:
            return None
        for module in plan.known.changed:
            if module.is_refined:  # for names that the program had
                facts = memory.facts(module.digest)
                if facts is None:
                    return None
                same = {scope: scope for scope in range(len(facts.scopes))}
                self._undo.append(module.become(facts, module.outline, module.digest, same))
        modules.forget()
        linked = Program(
            modules, vocabulary, self.jobs, known=plan.known, keep=keep, before=before, progress=self.progress
        )
        if not plan.holds(linked):
            return None
        self.program = linked
        return plan

    @functools.cached_property
    def checker(self) -> Checker:
        """Stage 2. Rules come with libcst, whose import takes longer than many a run that has nothing for them to look at."""
        from asynclint.rules import RULES
        from asynclint.rules.check import Checker, Fixing

        settings = self.settings
        fixing = Fixing(settings.min_confidence, settings.task_fix, self.oldest_python, settings.applicability_of)
        return Checker(self.program, self.sources, RULES, settings.severity_of, settings.is_test, fixing)

    def _oldest_python(self, path: str) -> tuple[int, int] | None:
        """The oldest Python that the file has to run on; None where nobody says."""
        return self.settings.target_version or frameworks.least_python(Path(path))

    # -- Stage 2 --

    def _extents(self, module: Module) -> list[Extent]:
        if not self.screen:
            return all_extents(module)
        # A finding that is not told because it is only possible still counts as a reason for a suppression.
        least = Confidence.POSSIBLE if module.outline.comments else self.settings.min_confidence
        return suspicious_extents(self.program, module, self.settings.enabled_codes(module.path), least)

    def _check(self, plan: Plan | None) -> tuple[list[Linted], dict[Module, bytes]]:
        modules = self.program.modules.program
        circumstances = {}
        if self.memory is not None:
            circumstances = {module: self.program.circumstances(module) for module in modules}
        known: dict[Module, Linted] = {}
        if plan is not None:
            for module in modules:
                linted = plan.linted(module, circumstances[module])
                if linted is not None and consulted.still_hold(linted.notes):
                    known[module] = linted
        # Screened here and not in the workers: looking at all facts would make each of them copy them all.
        with profiling.stage("screen"):
            todo = [
                (module, extents)
                for module in modules
                if module not in known
                if (extents := self._extents(module)) or module.outline.comments is Comments.OURS
            ]
        check = self.check_here if self.remote is None else self.remote.check
        found = check(todo, self._counter("checking", len(todo)))
        known.update((module, linted) for (module, _), linted in zip(todo, found, strict=True))
        return [known.get(module) or Linted() for module in modules], circumstances

    def check_here(
        self, todo: Sequence[Suspect], progress: Counter | None = None, careful: bool = False
    ) -> list[Linted]:
        """Stage 2 of the files on this machine; ``careful`` as in :func:`workers.work`."""
        if todo:
            _ = self.checker  # made here, for all processes
        weights = [weight(suspect) for suspect in todo]
        return workers.work(
            self.check_module,
            todo,
            weights,
            jobs=self.jobs if sum(weights) > _FEW_LINES else 1,
            crashed=lambda suspect: Linted(error=FileError(suspect[0].display, _CRASHED)),
            decode=lambda linted: linted,
            progress=progress,
            inherit=True,
            careful=careful,
        )

    def check_module(self, suspect: Suspect) -> Linted:
        """Stage 2 of one file."""
        module, extents = suspect
        self.sources.asked.clear()
        self.sources.asked_names.clear()
        with consulted.recording() as notes, profiling.part("check", "rules"):
            linted = self._checked(module, extents)
        if module.is_notebook:
            linted = _in_cells(linted, module, self.sources)
        asked = tuple(sorted({around(each) for each in self.sources.asked if each.module is not module}))
        return msgspec.structs.replace(linted, asked=asked, names=tuple(sorted(self.sources.asked_names)), notes=notes)

    def _checked(self, module: Module, extents: list[Extent]) -> Linted:
        enabled = self.settings.enabled_codes(module.path)
        checked = self.checker.check(module, extents, enabled)
        if checked.error is not None:
            return Linted(checked.findings, error=checked.error)
        wanted = [finding for finding in checked.findings if finding.confidence >= self.settings.min_confidence]
        if not module.outline.comments or (module.outline.comments is Comments.NOQA and not checked.findings):
            return Linted(tuple(wanted))
        try:
            if module.outline.comments is Comments.NOQA and not self._has_noqa(module, extents):
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
        if UNUSED in enabled:
            kept += self._unused(module, comments, enabled)
        return Linted(tuple(kept), tuple(suppressed))

    def _has_noqa(self, module: Module, extents: Sequence[Extent]) -> bool:
        lines = self.sources.lines(module.path)
        return any("noqa" in line.lower() for extent in extents for line in lines[extent.first - 1 : extent.last])

    def _unused(
        self, module: Module, comments: suppressions.Suppressions, enabled: frozenset[str]
    ) -> Iterator[Finding]:
        names = {row.code: row.name for row in ROWS if row.code != UNUSED}
        notices = [
            (notice, "silences nothing; remove it")
            for notice in comments.unused({c: names[c] for c in enabled & set(names)})
        ]
        notices += [(notice, "names no rule of asynclint") for notice in comments.unknown(names)]
        for ordinal, (notice, what) in enumerate(notices):
            spelled = ", ".join(notice.selectors)
            message = f"`asynclint: ignore{f'[{spelled}]' if spelled else ''}` {what}"
            fingerprint = digest(UNUSED, message, str(ordinal))
            yield Finding(
                code=UNUSED,
                name=BY_CODE[UNUSED].name,
                severity=self.settings.severity_of(UNUSED),
                confidence=Confidence.CERTAIN,
                location=Location(module.display, notice.line, notice.column, notice.line, notice.end_column),
                message=message,
                function=module.name,
                fingerprint=fingerprint,
                cause=digest(module.display, fingerprint),
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


def _loaded(state: FileState, memory: Recollection | None, sources: Sources) -> ModuleFacts:
    """The facts of a file that an earlier run has read, from the cache, or if that fails from the file."""
    facts = memory.facts(state.digest) if memory is not None else None
    return facts if facts is not None else workers.deep(facts_of, sources.text(state.path))


def weight(suspect: Suspect) -> int:
    """How much work it is to check a file, in lines."""
    return sum(extent.last - extent.first for extent in suspect[1]) + 1


def _are_same(states: Sequence[FileState], before: Sequence[FileState]) -> bool:
    """Whether the files have the texts, or the faults, that they had."""
    return [(each.path, each.display, each.root, each.digest, each.error) for each in states] == [
        (each.path, each.display, each.root, each.digest, each.error) for each in before
    ]


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
