"""The way in: paths and settings → a report. What takes long to import is imported only where something has to be analysed."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from asynclint import environment, profiling, state, workers
from asynclint.discovery import SourceFile, discover, display
from asynclint.findings import FileError, Report
from asynclint.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from asynclint.analysis import Analysis
    from asynclint.factfiles import Row
    from asynclint.program.links import Progress

_RECURSION_LIMIT = 20_000


def lint(
    paths: Sequence[str],
    settings: Settings,
    *,
    screen: bool = True,
    jobs: int | None = None,
    given: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    cached: bool = False,
    executor: Executor | None = None,
    copied_from: Path | None = None,
) -> Report:
    """Lint files and folders as one program.

    ``given`` are texts by file name, linted in place of (or beside) the files of these names; ``progress`` is told the stage,
    how much of it is done, and how much there is. With ``cached``, what an earlier run found out is used, and kept for the next
    one: the report is the same. With an ``executor``, files are read and checked by it, on other machines perhaps: the report is
    the same; raises ``RemoteError`` where that cannot be. ``copied_from`` is the root of the project, where the files are a copy
    that is gone next time: its environment counts, and of the cache only what is known of their texts. Files that cannot be
    read or parsed are in the report's errors.
    """
    with undisturbed():
        walk: list[FileError] = []
        with profiling.stage("discover"):
            files = found(paths, settings, given or {}, walk)
            root = copied_from or settings.root
            installed = environment.find(settings.python, root)
        with profiling.stage("remember"):
            memory = state.memory(paths, replace(settings, root=root), screen, installed) if cached else None
            if memory is not None and copied_from is not None:
                memory = replace(memory, of_copies=True)
            earlier = memory.reading() if memory is not None and not memory.of_copies else None
            if memory is not None and earlier is not None and not given:
                memory.cache.note_use()
                report = state.unchanged(earlier, files, walk)
                if report is not None:
                    return report
        from asynclint.analysis import Analysis
        from asynclint.recollection import Recollection

        analysis = Analysis(
            files, walk, settings, installed, screen=screen, jobs=jobs or workers.default_jobs(), given=given, progress=progress,
            memory=Recollection(memory, earlier) if memory is not None else None, executor=executor
        )  # fmt: skip
        return analysis.report()


def link(
    rows: Sequence[Row],
    settings: Settings,
    *,
    screen: bool = True,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """Lint what was read before, as one program; the rest as in :func:`lint`. Raises ``FactsError``."""
    from asynclint.separate import Separate

    with undisturbed():
        installed = environment.find(settings.python, settings.root)
        jobs = jobs or workers.default_jobs()
        return Separate(rows, settings, installed, screen=screen, jobs=jobs, progress=progress).report()


def linked(paths: Sequence[str], settings: Settings) -> Analysis:
    """Files and folders read and linked, but not checked."""
    from asynclint.analysis import Analysis

    walk: list[FileError] = []
    files = found(paths, settings, {}, walk)
    analysis = Analysis(files, walk, settings, environment.find(settings.python, settings.root))
    analysis.link()
    return analysis


def found(paths: Sequence[str], settings: Settings, given: Iterable[str], errors: list[FileError]) -> list[SourceFile]:
    """The files to lint, those that only are given last; what could not be walked is appended to ``errors``."""
    return with_given(discover(paths, settings, errors), given)


def with_given(found: Iterable[SourceFile], given: Iterable[str]) -> list[SourceFile]:
    """The files, and those that only are given, last."""
    files = list(found)
    known = {str(file.path) for file in files}
    new = (path for path in dict.fromkeys(map(os.path.abspath, given)) if path not in known)
    return [*files, *(SourceFile(Path(path), display(path), Path(path).parent) for path in new)]


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Without Python's garbage collector, and with room for deep recursion.

    What is made here lives to the end, and the rest is no garbage that needs looking for: looking is a third of the time,
    and copies the pages that processes share.
    """
    enabled = gc.isenabled()
    limit = sys.getrecursionlimit()
    gc.disable()
    sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
    try:
        with workers.roomy_stack():
            yield
    finally:
        sys.setrecursionlimit(limit)
        if enabled:
            gc.enable()
