"""The process that lints for the language server: a session a project, and what the editor was told of each.

A run is given up between two steps when nobody needs its answer any more; but not the first one of a project, which is not
done in vain.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from asynclint import baseline, settings
from asynclint.baseline import BaselineError
from asynclint.codes import ROWS
from asynclint.plugins.lsp.analyst import Answer, Request, Step
from asynclint.plugins.lsp.translate import Translator
from asynclint.rules import RULES, pages
from asynclint.session import Session
from asynclint.settings import SettingsError

# Looking for garbage takes half a second where the project is large. What an answer leaves behind is a few megabytes.
_PAUSE = 5.0  # seconds without a request before it is looked for,
_MOST = 100  # and answers after which it is looked for in any case
_BETWEEN = 0.1  # seconds between two steps that are told


class _GivenUp(Exception):
    """Nobody needs the answer any more."""


def serve(connection: Connection[Any, Any], encoding: str) -> None:
    """Answer requests as long as there is somebody to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server is told, and ends this process
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # standard output belongs to the protocol
    desk = _Desk(connection, encoding)
    with contextlib.suppress(EOFError, OSError):
        connection.send({rule.code: pages.page(rule) for rule in RULES})
        gc.disable()
        answers = 0
        while True:
            if answers and (answers > _MOST or not connection.poll(_PAUSE)):
                gc.collect()
                answers = 0
            request = connection.recv()
            if request is not None:
                connection.send(desk.answer(request))
                answers += 1


class _Desk:
    def __init__(self, connection: Connection[Any, Any], encoding: str) -> None:
        self._connection = connection
        self._encoding = encoding
        self._projects: dict[str, tuple[Session, Translator]] = {}

    def answer(self, request: Request) -> Answer | None:
        for project in self._projects.keys() - request.projects:
            del self._projects[project]
        try:
            return self._linted(request)
        except _GivenUp:
            return None
        except (SettingsError, BaselineError) as mistake:
            return Answer({}, error=str(mistake))
        except (EOFError, BrokenPipeError):  # nobody is there any more
            raise
        except Exception as error:  # a mistake of ours, which may be gone with the next change
            self._projects.pop(request.project, None)
            return Answer({}, error=f"internal error: {type(error).__name__}: {error}")

    def _linted(self, request: Request) -> Answer:
        project = request.project
        folder = project if os.path.isdir(project) else os.path.dirname(project)
        os.chdir(folder)  # as if asynclint was run there: the cache is the same
        is_first = project not in self._projects
        if is_first or request.reload:
            self._load(project, folder)
        session, translator = self._projects[project]
        report = session.lint(request.given, progress=self._progress(is_first))
        report = baseline.hide(report, session.settings.baseline, [project])
        return Answer(translator.news(report, request.given, session.stale), session.stale)

    def _load(self, project: str, folder: str) -> None:
        """Begin a session where there is none with the settings that there are now. Raises ``SettingsError``."""
        found = settings.load(Path(folder), ROWS)
        known = self._projects.get(project)
        if known is None:
            self._projects[project] = Session([project], found), Translator(self._encoding)
        elif known[0].settings != found:
            self._projects[project] = Session([project], found), known[1]

    def _progress(self, is_first: bool) -> Callable[[str, int, int], None]:
        told = time.monotonic()

        def progress(stage: str, done: int, total: int) -> None:
            nonlocal told
            while self._connection.poll():
                self._connection.recv()
                if not is_first:
                    raise _GivenUp
            if is_first and time.monotonic() - told > _BETWEEN:
                told = time.monotonic()
                self._connection.send(Step(stage, done, total))

        return progress
