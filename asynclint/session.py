"""A project that one process lints again and again while people type: what has not changed is not worked out again.

The answer is that of a run from scratch on the same texts. What people type cannot be parsed half of the time: until it can,
the last text of the file that could stands for it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from asynclint import engine, environment, state, workers
from asynclint.analysis import Analysis
from asynclint.cache import stat_signature
from asynclint.consulted import Signature, still_hold
from asynclint.discovery import Found, SourceFile, look
from asynclint.findings import Report
from asynclint.program import modules
from asynclint.program.links import Progress
from asynclint.program.syntax import UnreadableSyntax
from asynclint.reading import digest_of, facts_of
from asynclint.recollection import Recent
from asynclint.settings import Settings
from asynclint.state import is_older


@dataclass(frozen=True, slots=True)
class _Walked:
    """What was found when it was looked for files (ns), and what the file system said then of all that decides it."""

    found: Found
    signatures: dict[str, Signature]
    began: int

    def still_holds(self) -> bool:
        """Whether nothing has changed since."""
        return all(is_older(each, self.began) for each in self.signatures.values()) and still_hold(self.signatures)


class Session:
    """Files and folders as one program, linted with these settings.

    ``stale`` are the given files whose text could not be parsed the last time: what the report says of them is about another text.
    """

    def __init__(self, paths: Sequence[str], settings: Settings) -> None:
        self.paths = paths
        self.settings = settings
        self.stale: frozenset[str] = frozenset()
        self._good: dict[str, str] = {}  # the last text of each given file that could be parsed
        self._installed: Sequence[Path] = ()
        self._recent: Recent | None = None
        self._walked: _Walked | None = None

    def lint(self, given: Mapping[str, str], *, progress: Progress | None = None) -> Report:
        """Lint the project with these texts (by absolute path) in place of its files.

        A text is left out whose file is on disk but none of the project. What ``progress`` raises ends the run and
        leaves the session as it was.
        """
        with engine.undisturbed():
            modules.forget_files()
            unsaved = {path for path in given if not os.path.lexists(path)}
            found = self._found()
            files = engine.with_given(found.files, sorted(unsaved))
            recent = self._recalled()
            texts = self._texts(files, given, recent)
            files = [file for file in files if str(file.path) in texts or str(file.path) not in unsaved]
            analysis = Analysis(
                files, found.errors, self.settings, self._installed,
                jobs=workers.default_jobs(), given=texts, progress=progress, memory=recent
            )  # fmt: skip
            return analysis.report()

    def _found(self) -> Found:
        """The files of the project; only looked for where a folder or the like has changed since."""
        if self._walked is None or not self._walked.still_holds():
            began = time.time_ns()
            found = look(self.paths, self.settings)
            self._walked = _Walked(found, {path: stat_signature(path) for path in found.deciding}, began)
        return self._walked.found

    def _recalled(self) -> Recent:
        """What was found out before, in the environment that there is now."""
        installed = environment.find(self.settings.python, self.settings.root)
        if self._recent is None or installed != self._installed:
            self._installed = installed
            self._recent = Recent(state.memory(self.paths, self.settings, True, installed))
        return self._recent

    def _texts(self, files: Sequence[SourceFile], given: Mapping[str, str], recent: Recent) -> dict[str, str]:
        """The texts to lint: those that are given, as far as they can be parsed, and what stands for the others."""
        texts = {}
        stale = set()
        for file in files:
            path = str(file.path)
            if path not in given:
                continue
            if _is_read(given[path], file, recent):
                texts[path] = given[path]
                continue
            stale.add(path)
            if path in self._good:
                texts[path] = self._good[path]
        self._good = texts
        self.stale = frozenset(stale)
        return texts


def _is_read(text: str, file: SourceFile, recent: Recent) -> bool:
    """Whether the text can be parsed; its facts are known then."""
    digest = digest_of(text, file)
    if digest not in recent.known:
        try:
            recent.add(digest, workers.deep(facts_of, text))
        except (UnreadableSyntax, RecursionError, ValueError):
            return False
    return True
