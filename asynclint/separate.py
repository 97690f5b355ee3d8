"""Linking what was read before, by another process, of another machine perhaps: from files of facts to the report."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from asynclint.analysis import Analysis, Counter
from asynclint.discovery import SourceError, SourceFile
from asynclint.factfiles import FactsError, Row
from asynclint.findings import FileError
from asynclint.program.links import Progress
from asynclint.program.modules import module_name
from asynclint.program.sources import Sources
from asynclint.reading import TOO_DEEP, Read
from asynclint.settings import Settings


class Separate(Analysis):
    """A run over files that were read before. What they say of each other is all there is: no source file is looked at."""

    def __init__(
        self,
        rows: Sequence[Row],
        settings: Settings,
        installed: Sequence[Path],
        *,
        screen: bool,
        jobs: int,
        progress: Progress | None,
    ) -> None:
        files = sorted((row.file for row in rows), key=lambda file: file.display)
        super().__init__(files, (), settings, installed, screen=screen, jobs=jobs, progress=progress)
        self._rows = {str(row.file.path): row for row in rows}
        self._packages = {os.path.dirname(path) for path in self._rows if os.path.basename(path) == "__init__.py"}
        self.sources = Sources(self._text_of)

    def read_here(
        self,
        files: Sequence[SourceFile],
        sizes: Sequence[int],
        progress: Counter | None = None,
        careful: bool = False,
    ) -> list[Read]:
        """What was read of the files."""
        return [self._known(file) for file in files]

    def _known(self, file: SourceFile) -> Read:
        row = self._rows[str(file.path)]
        if row.error is not None:
            message, line, cell = row.error
            return Read(error=FileError(file.display, message, line, cell))
        try:
            self.facts[row.digest] = row.decoded()
        except RecursionError:
            return Read(error=FileError(file.display, TOO_DEEP))
        except (ValueError, SourceError):
            raise FactsError(f"{file.display}: its facts are damaged") from None
        self.read[row.digest] = Read(row.digest, None, row.outline)
        return Read(row.digest)

    def module_name(self, file: SourceFile) -> tuple[str, str, bool]:
        """By the packages that are linked."""
        return module_name(str(file.path), str(file.root), self._packages.__contains__)

    def _text_of(self, path: Path) -> str:
        row = self._rows.get(str(path))
        if row is None:
            raise SourceError("no facts of it were given")
        return row.text()
