"""Tasks: who made them, who let them go, and whether they take a cancellation for what it is.

Every loop gets a task factory that makes tasks of our own class. The class costs a few attributes; what it learns is told when
something goes wrong with the task.
"""

from __future__ import annotations

import asyncio
import sys
import weakref
from asyncio import AbstractEventLoop
from collections.abc import Callable
from types import FrameType
from typing import Any

from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Place, Scope, module_of, place

# What a task that only the loop keeps is referred to by: our variable, the argument of getrefcount, and what will wake it.
_ONLY_THE_LOOP = 3
_OWN_REQUESTS = ("anyio.", "async_timeout.", "asyncio.taskgroups", "asyncio.timeouts")

_WAYS = frozenset({"create_task", "ensure_future", "_ensure_future", "gather", "shield", "_wrap_awaitable"})

Report = Callable[[Evidence], None]


class WatchedTask(asyncio.Task[Any]):
    """A task that remembers the line that made it, and who asked it to stop."""

    asynclint_made: Place | None = None
    asynclint_watch: Tasks | None = None
    asynclint_canceller: Place | None = None

    def cancel(self, msg: Any | None = None) -> bool:
        """Ask the task to stop, and note who did."""
        watch = self.asynclint_watch
        if watch is not None and not self.done():
            watch.cancelled(self, sys._getframe(1))
        return super().cancel(msg)

    def uncancel(self) -> int:
        """Take a request back; when none is left, nothing was swallowed."""
        left = super().uncancel()
        if left == 0:
            self.asynclint_canceller = None
        return left

    def set_name(self, value: object) -> None:
        """Set the name; Python 3.13.0 sets None where there is none to set."""
        if value is not None:
            super().set_name(value)


class Tasks:
    """Watches the tasks of all loops."""

    def __init__(self, scope: Scope, report: Report) -> None:
        self._scope = scope
        self._report = report
        self._young: dict[int, list[weakref.ref[WatchedTask]]] = {}

    def watch(self, loop: AbstractEventLoop) -> None:
        """Have the loop make watched tasks, whatever factory is set on it later, and tell us what goes wrong with them."""
        set_factory = loop.set_task_factory
        chosen = loop.get_task_factory()
        if getattr(set_factory, "__name__", "") != "_set_watched_factory":

            def _set_watched_factory(factory: Any) -> None:
                set_factory(self._factory(factory))

            handler = loop.call_exception_handler

            def _call_watched_handler(context: dict[str, Any]) -> None:
                self._failed(context)
                handler(context)

            loop.set_task_factory = _set_watched_factory  # type: ignore[method-assign]
            loop.call_exception_handler = _call_watched_handler  # type: ignore[method-assign]
        if not getattr(chosen, "asynclint", False):
            set_factory(self._factory(chosen))

    def _factory(self, inner: Any) -> Any:
        """A factory like ``inner`` (None: the loop's own way) whose tasks are watched."""
        eager = getattr(asyncio, "eager_task_factory", None)

        def factory(loop: AbstractEventLoop, coro: Any, **options: Any) -> asyncio.Future[Any]:
            frame = self._scope.innermost(sys._getframe(1))
            if inner is None or inner is eager:
                if inner is eager and eager is not None:
                    options.setdefault("eager_start", True)
                task: Any = WatchedTask(coro, loop=loop, **options)
            else:
                task = inner(loop, coro, **options)
                if not isinstance(task, WatchedTask):
                    return task  # type: ignore[no-any-return]
            task.asynclint_watch = self
            if frame is not None:
                task.asynclint_made = place(frame.f_code, frame.f_lineno)
                if _made_by(sys._getframe(1)) is frame:  # what a library makes of its own is its own affair
                    self._note(loop, task)
            return task  # type: ignore[no-any-return]

        factory.asynclint = True  # type: ignore[attr-defined]
        return factory

    # -- Nobody keeps it --

    def _note(self, loop: AbstractEventLoop, task: WatchedTask) -> None:
        """Look at the task again when the loop has turned twice: by then whoever wants to keep it does."""
        young = self._young.setdefault(id(loop), [])
        young.append(weakref.ref(task))
        if len(young) == 1:
            loop.call_soon(loop.call_soon, self._look, loop)

    def _look(self, loop: AbstractEventLoop) -> None:
        for reference in self._young.pop(id(loop), []):
            task = reference()
            if task is None or task.done():
                continue
            if sys.getrefcount(task) == _ONLY_THE_LOOP:
                self._tell("task-dropped", task, "only the loop refers to it")

    # -- What went wrong --

    def _failed(self, context: dict[str, Any]) -> None:
        task = context.get("task") or context.get("future")
        if not isinstance(task, WatchedTask):
            return
        message = str(context.get("message", ""))
        if "destroyed" in message:
            self._tell("task-destroyed", task, "collected while it was still waiting")
        elif "never retrieved" in message:
            self._tell("task-exception", task, f"{type(context.get('exception')).__name__} that nobody looked at")

    def cancelled(self, task: WatchedTask, frame: Any) -> None:
        """Somebody asks the task to stop."""
        if module_of(frame).startswith(_OWN_REQUESTS) or frame.f_code.co_filename.endswith("timeouts.py"):
            return
        if task.asynclint_canceller is not None and task._must_cancel is False:  # type: ignore[attr-defined]
            return
        own = self._scope.innermost(frame)
        if own is None:
            return
        if task.asynclint_canceller is None:
            task.add_done_callback(self._ended)
        task.asynclint_canceller = place(own.f_code, own.f_lineno)

    def _ended(self, task: asyncio.Future[Any]) -> None:
        assert isinstance(task, WatchedTask)
        if task.asynclint_canceller is None or task.cancelled() or task.exception() is not None:
            return
        by = task.asynclint_canceller
        self._tell("cancel-swallowed", task, f"cancelled at {by.path}:{by.line}, and ended as if it had not been")

    def _tell(self, kind: str, task: WatchedTask, detail: str) -> None:
        coroutine = task.get_coro()
        name = getattr(coroutine, "__qualname__", "?")
        code = getattr(coroutine, "cr_code", None)
        about = None if code is None else place(code, None)
        self._report(Evidence(kind, task.asynclint_made, detail=f"task of {name}: {detail}", about=about))


def _made_by(frame: FrameType | None) -> FrameType | None:
    """The frame that asked for the task, whichever of asyncio's ways it took."""
    while frame is not None and frame.f_code.co_name in _WAYS and module_of(frame).startswith("asyncio."):
        frame = frame.f_back
    return frame
