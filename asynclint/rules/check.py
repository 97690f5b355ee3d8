"""Runs rules over the units of a file and turns their drafts into findings."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace

import libcst as cst

from asynclint.codemods.patch import CannotFix
from asynclint.discovery import SourceError
from asynclint.findings import Applicability, Confidence, FileError, Finding, Fix, Severity, TaskFix, digest
from asynclint.program.index import Extent, Program
from asynclint.program.modules import Definition, Module
from asynclint.program.screen import extent_around
from asynclint.program.sources import Sources
from asynclint.rules.normal import normalised
from asynclint.rules.rule import Draft, Rule
from asynclint.rules.unit import TooDeep, Unit

_KEPT_UNITS = 12
_HEAD = 2000  # characters in which a file says that it is generated


@dataclass(frozen=True, slots=True)
class Fixing:
    """What the settings say of fixes: for which findings, of which kind, and which are to be taken for safe.

    ``oldest_python`` gives the oldest version that the fixed code in a file has to run on, where that is known.
    """

    least: Confidence
    tasks: TaskFix
    oldest_python: Callable[[str], tuple[int, int] | None]
    applicability_of: Callable[[str, Applicability], Applicability | None]


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules found in one file, in source order, or why they could not look."""

    findings: tuple[Finding, ...]
    error: FileError | None = None


class Checker:
    """Applies rules to files of a linked program.

    ``severity_of`` gives a finding's severity for a code and a draft's own; ``is_test`` tells files of tests by their path.
    Fixes are made for findings of at least the confidence ``least``, as ``fixing`` wants them.
    """

    def __init__(
        self,
        program: Program,
        sources: Sources,
        rules: Iterable[type[Rule]],
        severity_of: Callable[[str, Severity | None], Severity],
        is_test: Callable[[str], bool],
        fixing: Fixing,
    ) -> None:
        self._program = program
        self._sources = sources
        self._rules = [rule() for rule in rules]
        self._severity_of = severity_of
        self._is_test = is_test
        self._fixing = fixing
        self._units: dict[Definition, Unit | None] = {}

    def check(self, module: Module, extents: Iterable[Extent], enabled: frozenset[str]) -> Checked:
        """All findings of the enabled rules in the given parts of the file."""
        rules = [rule for rule in self._rules if rule.code in enabled]
        findings: list[Finding] = []
        for extent in extents:
            try:
                unit = Unit(self._program, module, self._sources, extent, enabled, self._unit_of)
                unit.task_fix, unit.oldest_python = self._fixing.tasks, self._fixing.oldest_python
                findings += self._findings(unit, rules)
            except SourceError as error:
                return Checked((), FileError(module.display, str(error), error.line))
            except (TooDeep, RecursionError):
                return Checked(
                    tuple(findings), FileError(module.display, "nested too deeply to be analysed", extent.first)
                )
            except cst.CSTValidationError as error:  # libcst is stricter than Python: `await f()if x else y`
                return Checked(tuple(findings), FileError(module.display, f"cannot be analysed: {error}", extent.first))
            except cst.ParserSyntaxError as error:
                line = extent.first + error.raw_line - 1
                return Checked(tuple(findings), FileError(module.display, f"syntax error: {error.message}", line))
        return Checked(tuple(_with_fingerprints(sorted(findings, key=lambda finding: finding.sort_key), module)))

    def _findings(self, unit: Unit, rules: Iterable[Rule]) -> Iterator[Finding]:
        listeners: dict[type[cst.CSTNode], list[tuple[Rule, Container[int] | None]]] = {}
        for rule in rules:
            if rule.concerns(unit):
                places = rule.places(unit)
                for kind in rule.listens:
                    listeners.setdefault(kind, []).append((rule, places))
        for node in unit.nodes:
            for rule, places in listeners.get(type(node), ()):
                if places is None or id(node) in places:
                    for draft in rule.visit(node, unit):
                        yield self._finding(rule, draft, unit)

    def _finding(self, rule: Rule, draft: Draft, unit: Unit) -> Finding:
        function = unit.function_name(draft.node)
        fix, unfixed = self._fix(rule, draft, unit)
        is_mild = rule.mild_in_tests and self._is_test(unit.module.path)
        return Finding(
            code=rule.code,
            name=rule.name,
            severity=self._severity_of(rule.code, Severity.INFO if is_mild else draft.severity),
            confidence=draft.confidence,
            location=unit.location(draft.node),
            message=draft.message,
            function=function,
            # The ordinal among its likes is added when all findings of the file are known.
            fingerprint="\0".join((rule.code, function.removeprefix(unit.module.name), _normalised(draft.node, unit))),
            chain=draft.chain,
            cause=draft.cause,
            fix=fix,
            unfixed=unfixed,
        )

    def _fix(self, rule: Rule, draft: Draft, unit: Unit) -> tuple[Fix | None, str]:
        """The fix of a draft, as the settings see it; or none, and why, where that is known."""
        if draft.fix is None:
            return None, ""
        if draft.confidence < self._fixing.least:
            return None, "it is not sure enough"
        if _is_generated(unit):
            return None, "the file is made by a program"
        try:
            fix = draft.fix()
        except CannotFix as reason:
            return None, str(reason)
        made = fix.applicability
        if rule.meant_in_tests and self._is_test(unit.module.path):
            made = Applicability.UNSAFE
        applicability = self._fixing.applicability_of(rule.code, made)
        if applicability is None:
            return None, "the settings call the rule unfixable"
        return replace(fix, applicability=applicability), ""

    def _unit_of(self, function: Definition) -> Unit | None:
        """The unit around any function of the program; the last few are kept."""
        self._sources.asked.add(function)
        if function not in self._units:
            if len(self._units) >= _KEPT_UNITS:
                self._units.clear()
            module = function.module
            extent = extent_around(module, function.scope)
            unit = None
            if extent is not None:
                try:
                    unit = Unit(self._program, module, self._sources, extent, frozenset(), self._unit_of)
                    unit.oldest_python = self._fixing.oldest_python
                except (SourceError, cst.ParserSyntaxError, cst.CSTValidationError, TooDeep, RecursionError):
                    unit = None  # that file is reported on its own
            self._units[function] = unit
        return self._units[function]


def _is_generated(unit: Unit) -> bool:
    """Whether a comment at the top of the file says that a program made it."""
    head = unit.text[:_HEAD]
    return "@generated" in head and any("@generated" in line and "#" in line for line in head.splitlines())


def _normalised(node: cst.CSTNode, unit: Unit) -> str:
    return normalised(unit.code(node), header=isinstance(getattr(node, "body", None), cst.BaseSuite))


def _with_fingerprints(findings: Iterable[Finding], module: Module) -> Iterator[Finding]:
    """Fingerprint = rule + name in the module + normalised code + ordinal; a finding without a shared cause is its own cause."""
    seen: dict[str, int] = {}
    for finding in findings:
        ordinal = seen[finding.fingerprint] = seen.get(finding.fingerprint, 0) + 1
        fingerprint = digest(finding.fingerprint, str(ordinal))
        yield replace(finding, fingerprint=fingerprint, cause=finding.cause or digest(module.display, fingerprint))
