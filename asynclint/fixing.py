"""Lint, fix, lint again, until nothing changes; then write. Every pass is checked: what did not help is taken back and told."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from asynclint.codemods.apply import apply
from asynclint.codemods.write import write
from asynclint.discovery import SourceError, decode, encode
from asynclint.findings import Applicability, FileError, Finding, Fix, Report, digest

_PASSES = 10

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
    """What became of it: the last report, the files that change, the findings that are mended.

    ``dropped`` are findings whose fix was taken back, and why; ``errors`` are files that could not be fixed or written.
    """

    report: Report
    changes: tuple[Change, ...]
    fixed: tuple[Finding, ...]
    dropped: tuple[tuple[Finding, str], ...]
    errors: tuple[FileError, ...]


def fix(lint: Lint, *, unsafe: bool, ask: Ask | None = None, given: Mapping[str, str] | None = None) -> Outcome:
    """Apply the safe fixes (and the unsafe ones) in memory, in at most ten passes; nothing is written.

    ``given`` are texts by path that are linted in place of files; ``ask`` has the last word on each fix.
    """
    return _Session(lint, unsafe, ask, given or {}).run()


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
                Change(done.path, done.after, done.before, encode(done.after, done.data or b"")) for done in written
            ]
            return errors + save(back)
        written.append(change)
    return []


class _Session:
    def __init__(self, lint: Lint, unsafe: bool, ask: Ask | None, given: Mapping[str, str]) -> None:
        self.lint = lint
        self.unsafe = unsafe
        self.ask = ask
        self.given = {os.path.abspath(path): text for path, text in given.items()}
        self.texts: dict[str, str] = {}  # by path as reports write it: what has been fixed so far
        self.original: dict[str, tuple[str, bytes | None]] = {}
        self.refused: set[_Key] = set()
        self.declined: set[str] = set()  # fingerprints
        self.accepted: set[str] = set()
        self.fixed: list[Finding] = []
        self.dropped: list[tuple[Finding, str]] = []
        self.errors: dict[str, FileError] = {}

    def run(self) -> Outcome:
        report = self.lint(self.given)
        for _ in range(_PASSES):
            texts, done = self._applied(report)
            if not done:
                break
            gc.collect()  # the program of the pass before, which no collector has looked at
            after = self.lint({**self.given, **self.texts, **texts})
            worse = self._worse(report, after, done)
            if worse:
                self.refused |= worse
                self.dropped += [
                    (finding, "asynclint finds it no better than before") for finding in done if _key(finding) in worse
                ]
                continue
            self.texts |= texts
            self.fixed += done
            report = after
        changes = tuple(
            Change(path, before, self.texts[path], data)
            for path, (before, data) in sorted(self.original.items())
            if self.texts.get(path, before) != before
        )
        return Outcome(report, changes, tuple(self.fixed), tuple(self.dropped), tuple(self.errors.values()))

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
            if text is None:
                continue
            if any(finding.fix is not None and finding.fix.source != digest(text) for finding in findings):
                self.errors[path] = FileError(path, "changed on disk meanwhile; not fixed")
                continue
            wanted = [finding for finding in findings if self._is_agreed(finding, text)]
            applied = apply(text, [finding.fix for finding in wanted if finding.fix is not None])
            for finding in wanted:
                if finding.fix in applied.broken:
                    self.refused.add(_key(finding))
                    self.dropped.append((finding, "the fixed file would not compile"))
            if applied.done:
                texts[path] = applied.text
                done += [finding for finding in wanted if finding.fix in applied.done]
        return texts, done

    def _is_wanted(self, finding: Finding) -> bool:
        return finding.fix is not None and (self.unsafe or finding.fix.applicability is Applicability.SAFE)

    def _text(self, path: str) -> str | None:
        """The text of a file as far as it is fixed; None where it cannot be read."""
        if path in self.texts:
            return self.texts[path]
        if path not in self.original:
            given = self.given.get(os.path.abspath(path))
            try:
                data = Path(path).read_bytes() if given is None else None
                self.original[path] = (decode(data) if data is not None else given or "", data)
            except (OSError, SourceError) as error:
                self.errors[path] = FileError(path, f"cannot be fixed: {error}")
                return None
        return self.original[path][0]

    def _is_agreed(self, finding: Finding, text: str) -> bool:
        if self.ask is None or finding.fingerprint in self.accepted:
            return True
        if finding.fingerprint in self.declined or finding.fix is None:
            return False
        applied = apply(text, [finding.fix])
        is_agreed = bool(applied.done) and self.ask(finding, text, applied.text)
        (self.accepted if is_agreed else self.declined).add(finding.fingerprint)
        return is_agreed

    def _worse(self, before: Report, after: Report, done: list[Finding]) -> set[_Key]:
        """The fixes to take back: in functions (or else files) with a finding that was not there, or is still there."""
        had, has = _count(before.findings), _count(after.findings)
        mended = Counter(_key(finding) for finding in done)
        grown = [key for key in has if has[key] > had[key]]
        broken = {error.path for error in after.errors} - {error.path for error in before.errors}
        worse = {key for key, number in mended.items() if has[key] > had[key] - number and not _is_shared(key, done)}
        for path, _, function in grown:
            there = {key for key in mended if key[0] == path and key[2] == function}
            worse |= there or {key for key in mended if key[0] == path} or set(mended)
        return worse | {key for key in mended if key[0] in broken}


def _is_shared(key: _Key, done: list[Finding]) -> bool:
    """Whether a finding of the kind is mended by a fix that another kind of finding shares."""
    fixes: list[Fix | None] = [finding.fix for finding in done if _key(finding) == key]
    return any(finding.fix in fixes and _key(finding) != key for finding in done)


def _count(findings: Iterable[Finding]) -> Counter[_Key]:
    return Counter(_key(finding) for finding in findings)


def _key(finding: Finding) -> _Key:
    return finding.location.path, finding.code, finding.function
