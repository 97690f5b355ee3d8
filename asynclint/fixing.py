"""Lint, fix, lint again, until nothing changes; then write. Every pass is checked: what did not help is taken back and told."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from asynclint import notebooks
from asynclint.codemods.apply import apply
from asynclint.codemods.write import write
from asynclint.discovery import SourceError, content, source
from asynclint.errors import reason_of
from asynclint.findings import Applicability, FileError, Finding, Fix, Report, digest

_PASSES = 10
# Awaiting one may show the next one: `connect().rows()[0]`.
_OF_COROUTINES = frozenset({"ASL101", "ASL103", "ASL104", "ASL105"})

Lint = Callable[[Mapping[str, str]], Report]
"""Lints the program, with the given texts in place of files."""
Ask = Callable[[Finding, str, str], bool]
"""Whether a fix is wanted, which changes the one text into the other."""

_Key = tuple[str, str, str]  # path, code and function: how findings are known from one pass to the next


@dataclass(frozen=True, slots=True)
class Change:
    """A file whose text changes: ``path`` as reports write it, and its bytes as they were read (None: it is no file)."""

    path: str
    before: str
    after: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it: the report before and the last one, the files that change, the findings that are mended.

    ``dropped`` are findings whose fix was taken back, and why; ``errors`` are files that could not be fixed.
    """

    before: Report
    report: Report
    changes: tuple[Change, ...]
    fixed: tuple[Finding, ...]
    dropped: tuple[tuple[Finding, str], ...]
    errors: tuple[FileError, ...]


def fix(
    lint: Lint,
    *,
    unsafe: bool,
    ask: Ask | None = None,
    given: Mapping[str, str] | None = None,
    within: Collection[str] | None = None,
) -> Outcome:
    """Apply the safe fixes (and the unsafe ones) in memory, in at most ten passes; nothing is written.

    ``given`` are texts by path that are linted in place of files; ``ask`` has the last word on each fix; no file is changed
    but those ``within``, as reports write them.
    """
    return _Session(lint, unsafe, ask, given or {}, within).run()


def saved(outcome: Outcome) -> Outcome:
    """Write the files that change. What cannot be written is told, and remains as it was in the outcome, too."""
    errors = save(outcome.changes)
    kept = {error.path for error in errors}

    def left(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
        found = [finding for finding in after if finding.location.path not in kept]
        found += [finding for finding in before if finding.location.path in kept]
        return tuple(sorted(found, key=lambda finding: finding.sort_key))

    before, after = outcome.before, outcome.report
    return replace(
        outcome,
        report=replace(
            after,
            findings=left(before.findings, after.findings),
            suppressed=left(before.suppressed, after.suppressed),
            known=left(before.known, after.known),
        ),
        changes=tuple(change for change in outcome.changes if change.path not in kept),
        fixed=tuple(finding for finding in outcome.fixed if finding.location.path not in kept),
        errors=(*outcome.errors, *errors),
    )


def save(changes: Iterable[Change]) -> list[FileError]:
    """Write the files that change, each atomically; what could not be written is told."""
    errors = []
    for change in changes:
        if change.data is not None:
            try:
                write(Path(change.path), change.after, change.data)
            except SourceError as error:
                errors.append(FileError(change.path, str(error), error.line))
    return errors


def save_all(changes: Iterable[Change]) -> list[FileError]:
    """Write all files that change, or none: what is written already is taken back when one of them cannot be."""
    written: list[Change] = []
    for change in changes:
        errors = save([change])
        if errors:
            back = [
                Change(done.path, done.after, done.before, content(done.path, done.after, done.data or b""))
                for done in written
            ]
            return errors + save(back)
        written.append(change)
    return []


class _Session:
    def __init__(
        self, lint: Lint, unsafe: bool, ask: Ask | None, given: Mapping[str, str], within: Collection[str] | None
    ) -> None:
        self.lint = lint
        self.unsafe = unsafe
        self.ask = ask
        self.within = within
        self.given = {os.path.abspath(path): text for path, text in given.items()}
        self.texts: dict[str, str] = {}  # by path as reports write it: what has been fixed so far
        self.original: dict[str, tuple[str, bytes | None]] = {}
        self.refused: set[_Key] = set()
        self.declined: set[tuple[str, str]] = set()  # paths and fingerprints
        self.accepted: set[tuple[str, str]] = set()
        self.fixed: list[Finding] = []
        self.dropped: list[tuple[Finding, str]] = []
        self.errors: dict[str, FileError] = {}

    def run(self) -> Outcome:
        first = report = self.lint(self.given)
        for _ in range(_PASSES):
            texts, done = self._applied(report)
            if not done:
                break
            gc.collect()  # the program of the pass before, which no collector has looked at
            after = self.lint({**self.given, **self.texts, **texts})
            worse = self._worse(report, after, done)
            if worse:
                for finding in done:
                    if _key(finding) in worse:
                        self._drop(finding, "asynclint finds the fixed code no better")
                continue
            self.texts |= texts
            self.fixed += done
            report = after
        changes = tuple(
            Change(path, before, self.texts[path], data)
            for path, (before, data) in sorted(self.original.items())
            if self.texts.get(path, before) != before
        )
        return Outcome(first, report, changes, tuple(self.fixed), tuple(self.dropped), tuple(self.errors.values()))

    def _applied(self, report: Report) -> tuple[dict[str, str], list[Finding]]:
        """The texts that one pass changes, and the findings that it mends."""
        by_path: dict[str, list[Finding]] = {}
        for finding in report.findings:
            if self._is_wanted(finding) and _key(finding) not in self.refused:
                by_path.setdefault(finding.location.path, []).append(finding)
        texts: dict[str, str] = {}
        done: list[Finding] = []
        for path, findings in by_path.items():
            text = self._text(path)
            if text is None or path in self.errors:
                continue
            if any(finding.fix is not None and finding.fix.source != digest(text) for finding in findings):
                self.errors[path] = FileError(path, "changed on disk meanwhile; not fixed")
                continue
            wanted = [finding for finding in findings if self._is_agreed(finding, text)]
            applied = apply(
                text,
                [finding.fix for finding in wanted if finding.fix is not None],
                awaits=notebooks.is_notebook(path),
            )
            for finding in wanted:
                if finding.fix in applied.broken:
                    self._drop(finding, "the fixed file would not compile")
            if applied.done:
                texts[path] = applied.text
                done += [finding for finding in wanted if finding.fix in applied.done]
        return texts, done

    def _drop(self, finding: Finding, why: str) -> None:
        self.refused.add(_key(finding))
        self.dropped.append((finding, why))

    def _is_wanted(self, finding: Finding) -> bool:
        if self.within is not None and finding.location.path not in self.within:
            return False
        return finding.fix is not None and (self.unsafe or finding.fix.applicability is Applicability.SAFE)

    def _text(self, path: str) -> str | None:
        """The text of a file as far as it is fixed; None where it cannot be read."""
        if path in self.texts:
            return self.texts[path]
        if path not in self.original:
            given = self.given.get(os.path.abspath(path))
            try:
                self.original[path] = read(path) if given is None else (given, None)
            except SourceError as error:
                self.errors[path] = FileError(path, f"{error}; not fixed", error.line)
                return None
        return self.original[path][0]

    def _is_agreed(self, finding: Finding, text: str) -> bool:
        known = finding.location.path, finding.fingerprint
        if self.ask is None or known in self.accepted:
            return True
        if known in self.declined or finding.fix is None:
            return False
        applied = apply(text, [finding.fix], awaits=notebooks.is_notebook(finding.location.path))
        if applied.broken:
            return True  # there is nothing to ask: it will be dropped
        is_agreed = self.ask(finding, text, applied.text)
        (self.accepted if is_agreed else self.declined).add(known)
        return is_agreed

    def _follows(self, finding: Finding, done: list[Finding]) -> bool:
        """Whether the finding, which is new, is of what an awaited coroutine gives, and is mended in the next pass."""
        return (
            self._is_wanted(finding)
            and finding.code in _OF_COROUTINES
            and any(
                each.code in _OF_COROUTINES
                and (each.location.path, each.function) == (finding.location.path, finding.function)
                for each in done
            )
        )

    def _worse(self, before: Report, after: Report, done: list[Finding]) -> set[_Key]:
        """The fixes to take back: in functions (or else files) with a finding that was not there, or is still there."""
        known = {(finding.location.path, finding.fingerprint) for finding in before.findings}
        had = _count(before.findings)
        has = _count(
            finding
            for finding in after.findings
            if (finding.location.path, finding.fingerprint) in known or not self._follows(finding, done)
        )
        mended = Counter(_key(finding) for finding in done)
        grown = [key for key in has if has[key] > had[key]]
        broken = {error.path for error in after.errors} - {error.path for error in before.errors}
        worse = {key for key, number in mended.items() if has[key] > had[key] - number and not _is_shared(key, done)}
        for path, _, function in grown:
            there = {key for key in mended if key[0] == path and key[2] == function}
            worse |= there or {key for key in mended if key[0] == path} or set(mended)
        return worse | {key for key in mended if key[0] in broken}


def read(path: str) -> tuple[str, bytes]:
    """The text of a file that is to be changed, and its bytes. Raises ``SourceError``."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {reason_of(error)}") from None
    text = source(path, data)
    if content(path, text, data) != data:
        raise SourceError("its encoding has several forms of the same text")
    return text, data


def _is_shared(key: _Key, done: list[Finding]) -> bool:
    """Whether a finding of the kind is mended by a fix that another kind of finding shares."""
    fixes: list[Fix | None] = [finding.fix for finding in done if _key(finding) == key]
    return any(finding.fix in fixes and _key(finding) != key for finding in done)


def _count(findings: Iterable[Finding]) -> Counter[_Key]:
    return Counter(_key(finding) for finding in findings)


def _key(finding: Finding) -> _Key:
    return finding.location.path, finding.code, finding.function
