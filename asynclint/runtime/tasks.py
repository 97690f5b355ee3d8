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
from types import CodeType, FrameType
from typing import Any

from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Place, Scope, module_of, place

# What a task that only the loop keeps is referred to by: our variable, the argument of getrefcount, and what will wake it.
_ONLY_THE_LOOP = 3
_PASSED = 20  # flagged lines that are remembered of a task that was cancelled, less one
_OWN_REQUESTS = ("anyio.", "async_timeout.", "asyncio.taskgroups", "asyncio.timeouts")

_WAYS = frozenset({"create_task", "ensure_future", "_ensure_future", "gather", "shield", "_wrap_awaitable"})

Report = Callable[[Evidence], None]


class WatchedTask(asyncio.Task[Any]):
    """A task that remembers the line that made it, and who asked it to stop."""

    asynclint_made: Place | None = None
    asynclint_watch: Tasks | None = None
    asynclint_canceller: Place | None = None
    asynclint_passed: tuple[Place, ...] = ()

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
        self._young: dict[int, list[weakref.ref[asyncio.Future[Any]]]] = {}
        self._made: weakref.WeakKeyDictionary[Any, Place] = (
            weakref.WeakKeyDictionary()
        )  # of tasks that others' factories make
        self._cancelled = 0  # tasks that somebody asked to stop, and that have not ended
        self._factories: weakref.WeakKeyDictionary[AbstractEventLoop, Any] = weakref.WeakKeyDictionary()

    def watch(self, loop: AbstractEventLoop) -> None:
        """Have the loop make watched tasks, whatever factory is set on it later, and tell us what goes wrong with them."""
        if loop in self._factories:
            return
        set_factory, handler = loop.set_task_factory, loop.call_exception_handler

        def set_task_factory(factory: Any) -> None:
            if factory is not None and not callable(factory):
                set_factory(factory)  # which raises
            self._factories[loop] = factory
            set_factory(self._factory(factory))

        def call_exception_handler(context: dict[str, Any]) -> None:
            self._failed(context)
            handler(context)

        set_task_factory(loop.get_task_factory())
        loop.set_task_factory = set_task_factory  # type: ignore[method-assign]
        loop.get_task_factory = lambda: self._factories[loop]  # type: ignore[method-assign]
        loop.call_exception_handler = call_exception_handler  # type: ignore[method-assign]

    def unwatch(self) -> None:
        """Give all loops back what they had."""
        for loop, factory in list(self._factories.items()):
            for name in ("set_task_factory", "get_task_factory", "call_exception_handler"):
                vars(loop).pop(name, None)
            loop.set_task_factory(factory)
        self._factories.clear()

    def _factory(self, inner: Any) -> Any:
        """A factory like ``inner`` (None: the loop's own way) whose tasks are watched."""
        eager = getattr(asyncio, "eager_task_factory", None)

        def factory(loop: AbstractEventLoop, coro: Any, **options: Any) -> asyncio.Future[Any]:
            frame = self._scope.innermost(sys._getframe(1))
            made = None if frame is None else place(frame.f_code, frame.f_lineno)
            task: Any
            if inner is None:
                task = WatchedTask(coro, loop=loop, **options)
                task.asynclint_watch, task.asynclint_made = self, made
            elif inner is eager:
                task = WatchedTask.__new__(WatchedTask)
                task.asynclint_watch, task.asynclint_made = self, made  # it runs before there is time for that
                task.__init__(coro, loop=loop, **{"eager_start": True, **options})
            else:
                task = inner(loop, coro, **options)
                if made is not None and isinstance(task, asyncio.Task):
                    self._made[task] = made
                    task.add_done_callback(self._foreign_ended)
            # What a library makes is its own affair.
            if frame is not None and isinstance(task, asyncio.Task) and _made_by(sys._getframe(1)) is frame:
                self._note(loop, task)
            return task  # type: ignore[no-any-return]

        return factory

    # -- Nobody keeps it --

    def _note(self, loop: AbstractEventLoop, task: asyncio.Future[Any]) -> None:
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
        if not isinstance(task, asyncio.Task):
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
            self._cancelled += 1
        task.asynclint_canceller = place(own.f_code, own.f_lineno)

    def passed(self, code: CodeType, line: int) -> None:
        """A flagged line is run: it may be the one that swallows a cancellation."""
        if self._cancelled <= 0 or asyncio._get_running_loop() is None:
            return
        task = asyncio.current_task()
        if isinstance(task, WatchedTask) and task.asynclint_canceller is not None:
            task.asynclint_passed = (*task.asynclint_passed[-_PASSED:], place(code, line))

    def _ended(self, task: asyncio.Future[Any]) -> None:
        assert isinstance(task, WatchedTask)
        self._cancelled -= 1
        if task.asynclint_canceller is None or task.cancelled() or _has_error(task):
            return
        by = task.asynclint_canceller
        self._tell("cancel-swallowed", task, f"cancelled at {by.path}:{by.line}, and ended as if it had not been")

    def _foreign_ended(self, task: asyncio.Future[Any]) -> None:
        """A task of another class says only how often it was cancelled, and not taken back."""
        if isinstance(task, asyncio.Task) and task.cancelling() and not task.cancelled() and not _has_error(task):
            self._tell("cancel-swallowed", task, "cancelled, and ended as if it had not been")

    def _tell(self, kind: str, task: Any, detail: str) -> None:
        coroutine = task.get_coro()
        name = getattr(coroutine, "__qualname__", "?")
        code = getattr(coroutine, "cr_code", None)
        about = None if code is None else place(code, None)
        if isinstance(task, WatchedTask):
            made, handlers = task.asynclint_made, task.asynclint_passed
        else:
            made, handlers = self._made.get(task), ()
        if kind != "cancel-swallowed":
            handlers = ()
        self._report(Evidence(kind, made, detail=f"task of {name}: {detail}", about=about, handlers=handlers))


def _has_error(task: asyncio.Future[Any]) -> bool:
    """Whether the task ended in an exception; to ask ``exception()`` would count as having looked at it."""
    return getattr(task, "_exception", None) is not None


def _made_by(frame: FrameType | None) -> FrameType | None:
    """The frame that asked for the task, whichever of asyncio's ways it took."""
    while frame is not None and frame.f_code.co_name in _WAYS and module_of(frame).startswith("asyncio."):
        frame = frame.f_back
    return frame
