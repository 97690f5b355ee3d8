"""Linting in a process of its own, so that the loop which talks to the editor is never kept waiting.

One request is answered at a time. Whatever comes down the pipe meanwhile says that nobody needs the answer any more.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from asynclint.plugins.lsp.translate import Found


@dataclass(frozen=True, slots=True)
class Request:
    """Lint a project: a folder, or a file that is in none; ``projects`` are all that there are.

    ``given`` are texts by absolute path. With ``reload``, the settings may have changed.
    """

    project: str
    projects: frozenset[str]
    given: Mapping[str, str]
    reload: bool


@dataclass(frozen=True, slots=True)
class Step:
    """How far a long run is."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What is new, by absolute path; the given files whose text could not be parsed; or why there is no answer."""

    news: Mapping[str, list[Found]]
    stale: frozenset[str] = frozenset()
    error: str = ""


class Analyst:
    """The process, seen from the server. It is started when it is needed, and again when it has died.

    ``pages`` are those of the rules, in Markdown, by code; they are there with the first answer.
    """

    def __init__(self, encoding: str) -> None:
        self.pages: Mapping[str, str] = {}
        self._encoding = encoding
        self._thread = ThreadPoolExecutor(1, "asynclint")
        self._process: SpawnProcess | None = None
        self._connection: Connection[Any, Any] | None = None
        self._is_asked = False

    async def ask(self, request: Request, tell: Callable[[Step], None]) -> Answer | None:
        """The answer; None when it was given up. ``tell`` is called on the loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._thread, self._exchange, request, lambda step: loop.call_soon_threadsafe(tell, step)
        )

    def give_up(self) -> None:
        """The answer that is waited for, if any, is of no use any more."""
        if self._is_asked and self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.send(None)

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            self._process.kill()

    def _exchange(self, request: Request, tell: Callable[[Step], object]) -> Answer | None:
        try:
            connection = self._connection or self._started()
            connection.send(request)
            self._is_asked = True
            while isinstance(reply := connection.recv(), Step):
                tell(reply)
            assert reply is None or isinstance(reply, Answer)
            return reply
        except (EOFError, OSError):
            self._connection = None
            return Answer({}, error="the analysis was ended by the system; it begins anew with the next change")
        finally:
            self._is_asked = False

    def _started(self) -> Connection[Any, Any]:
        context = multiprocessing.get_context("spawn")
        self._connection, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other, self._encoding), name="asynclint")
        self._process.start()
        other.close()
        self.pages = self._connection.recv()
        return self._connection


def _serve(connection: Connection[Any, Any], encoding: str) -> None:
    from asynclint.plugins.lsp import desk  # with all that linting needs, which the server has no use for

    desk.serve(connection, encoding)
