"""Tasks: who made them, who let them go, and whether they take a cancellation for what it is.

Every loop gets a task factory that makes tasks of our own class. The class costs a few attributes; what it learns is told when
something goes wrong with the task.
"""

from __future__ import annotations

import asyncio
import sys
import weakref
from asyncio import AbstractEventLoop
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any, ClassVar

from asynclint.runtime import guards
from asynclint.runtime.clock import Clock
from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Place, Scope, module_of, place
from asynclint.runtime.guards import harmless
from asynclint.runtime.overrides import Overrides
from asynclint.runtime.suspended import chain, frame_of, has_error_in_hand
from asynclint.runtime.threads import WrongThread

# What a task that only the loop keeps is referred to by: our variable, the argument of getrefcount, and what will wake it.
_ONLY_THE_LOOP = 3
_PATIENCE = 1.0  # seconds that a task may take to see that it was cancelled
_PASSED = 20  # flagged lines that are remembered of a task that was cancelled, less one
_OWN_REQUESTS = ("anyio.", "async_timeout.", "asyncio.taskgroups", "asyncio.timeouts")

_WAYS = frozenset({"create_task", "ensure_future", "_ensure_future", "gather", "shield", "_wrap_awaitable"})

Report = Callable[[Evidence], None]


@dataclass(slots=True)
class _Request:
    """Somebody has asked a task to stop: who, when (``Clock.elapsed``), and where it stood, so as to see whether it goes on.

    ``had_gone_on``: when it was asked again. That is told when it has ended, for it may still take the requests back.
    """

    by: Place
    time: float
    waiter: Any
    chain: tuple[weakref.ref[Any], ...]
    is_told: bool = False
    had_gone_on: bool = False


class WatchedTask(asyncio.Task[Any]):
    """A task that remembers the line that made it, and who asked it to stop."""

    __slots__ = (
        "asynclint_code",
        "asynclint_instruction",
    )  # where it was made; every task pays for it, so it is no place yet
    asynclint_code: CodeType
    asynclint_instruction: int
    asynclint_request: _Request | None = None
    asynclint_passed: tuple[Place, ...] = ()
    asynclint_test: str = ""  # the test that left it behind
    asynclint_cancelled: ClassVar[Callable[[WatchedTask, FrameType], None] | None] = None

    def asynclint_made(self) -> Place | None:
        """The line that made the task; None where none of the user's did."""
        code = getattr(self, "asynclint_code", None)
        return None if code is None else place(code, _line_at(code, self.asynclint_instruction))

    def cancel(self, msg: Any | None = None) -> bool:
        """Ask the task to stop, and note who did."""
        cancelled = WatchedTask.asynclint_cancelled
        if cancelled is not None and not self.done():
            cancelled(self, sys._getframe(1))
        return super().cancel(msg)

    def uncancel(self) -> int:
        """Take a request back; when none is left, nothing was swallowed."""
        left = super().uncancel()
        if left == 0:
            self.asynclint_request = None
        return left

    def set_name(self, value: object) -> None:
        """Set the name; Python 3.13.0 sets None where there is none to set."""
        if value is not None:
            super().set_name(value)


# People see it in messages and representations, where it is a task like any other.
WatchedTask.__name__ = WatchedTask.__qualname__ = "Task"
WatchedTask.__module__ = asyncio.Task.__module__


class Tasks:
    """Watches the tasks of all loops."""

    def __init__(self, scope: Scope, report: Report, threads: WrongThread) -> None:
        self._scope = scope
        self._report = report
        self._threads = threads
        self._young: weakref.WeakKeyDictionary[AbstractEventLoop, list[asyncio.Task[Any]]] = weakref.WeakKeyDictionary()
        self._made: weakref.WeakKeyDictionary[Any, Place] = (
            weakref.WeakKeyDictionary()
        )  # of tasks that others' factories make
        # Those that somebody asked to stop, and that have not ended.
        self._stopping: weakref.WeakSet[WatchedTask] = weakref.WeakSet()
        self._ours = Overrides()
        self._factories: weakref.WeakKeyDictionary[AbstractEventLoop, Any] = weakref.WeakKeyDictionary()

    def watch(self, loop: AbstractEventLoop) -> None:
        """Have the loop make watched tasks, whatever factory is set on it later, and tell us what goes wrong with them.

        Methods are overridden in the class: what the program puts in their place on the loop itself stays there.
        """
        if loop in self._factories:
            return
        kind: Any = asyncio.BaseEventLoop if isinstance(loop, asyncio.BaseEventLoop) else type(loop)
        if not self._ours.has(kind, "set_task_factory"):
            self._override(kind)
            WatchedTask.asynclint_cancelled = self.cancelled
        loop.set_task_factory(loop.get_task_factory())

    def _override(self, kind: Any) -> None:
        set_factory, get_factory, handle = kind.set_task_factory, kind.get_task_factory, kind.call_exception_handler

        def set_task_factory(loop: AbstractEventLoop, factory: Any) -> None:
            if factory is None or callable(factory):
                self._factories[loop] = factory
                factory = self._factory(loop, factory)
            set_factory(loop, factory)  # which refuses what is none

        def get_task_factory(loop: AbstractEventLoop) -> Any:
            return self._factories[loop] if loop in self._factories else get_factory(loop)

        def call_exception_handler(loop: AbstractEventLoop, context: dict[str, Any]) -> None:
            self._failed(context)
            handle(loop, context)

        for new in (set_task_factory, get_task_factory, call_exception_handler):
            self._ours.put(kind, new.__name__, new)

    def unwatch(self) -> None:
        """Give all loops back what they had."""
        self._ours.restore()
        for loop, factory in list(self._factories.items()):
            loop.set_task_factory(factory)
        self._factories.clear()
        WatchedTask.asynclint_cancelled = None

    def _factory(self, loop: AbstractEventLoop, inner: Any) -> Any:
        """A factory for the loop like ``inner`` (None: the loop's own way) whose tasks are watched.

        Every task goes through it, so it takes no detour: it is the one place here where time matters.
        """
        if inner is not None and inner is getattr(asyncio, "eager_task_factory", None):
            make = asyncio.create_eager_task_factory(WatchedTask)  # type: ignore[attr-defined]
        else:
            make = inner
        get_frame, is_own, known, runners = sys._getframe, self._scope.is_own, self._scope.known, self._scope.runners
        is_asyncio = isinstance(loop, asyncio.BaseEventLoop)  # whose create_task is in Python, and calls call_soon
        depth = 2 if is_asyncio else 1
        young = self._young[loop] = []

        def factory(loop: AbstractEventLoop, coro: Any, **options: Any) -> asyncio.Future[Any]:
            task: Any = WatchedTask(coro, loop=loop, **options) if make is None else make(loop, coro, **options)
            try:
                if not is_asyncio and asyncio._get_running_loop() is not loop:
                    self._threads.check(loop, "create_task", get_frame(1))
                frame: FrameType | None = get_frame(depth)
                is_direct = True
                while frame is not None and id(frame) not in runners:
                    code = frame.f_code
                    path = code.co_filename
                    if known[path] if path in known else is_own(path, module_of(frame)):
                        break
                    is_direct = is_direct and code.co_name in _WAYS
                    frame = frame.f_back
                else:
                    return task  # type: ignore[no-any-return]
                if type(task) is WatchedTask:
                    task.asynclint_code = code
                    task.asynclint_instruction = frame.f_lasti
                elif isinstance(task, asyncio.Task):
                    made = self._made[task] = place(code, frame.f_lineno)
                    task.add_done_callback(_Ended(made, self._foreign_ended))
                else:
                    return task  # type: ignore[no-any-return]
                if is_direct:  # what a library makes of its own is its own affair
                    if not young:
                        loop.call_soon(loop.call_soon, self._look, young)
                    young.append(task)
            except Exception as error:
                guards.tell("Tasks._factory", error)
            return task  # type: ignore[no-any-return]

        return factory

    # -- Nobody keeps it --

    @harmless
    def _look(self, young: list[asyncio.Task[Any]]) -> None:
        """The loop has turned twice since the first of these tasks was made: by now whoever wants to keep one does."""
        while young:
            task = young.pop()
            if not task.done() and sys.getrefcount(task) == _ONLY_THE_LOOP:
                self._tell("task-dropped", task, "only the loop refers to it")

    def stopped(self, loop: AbstractEventLoop) -> None:
        """The loop turns no more: let its young tasks go, and those that did not stop."""
        young = self._young.get(loop)
        if young is not None:
            young.clear()
        for task in [each for each in self._stopping if each.get_loop() is loop]:
            self._look_whether_it_goes_on(task, "and went on until the loop stopped")

    def left_behind(self, living: Iterable[object], test: str) -> None:
        """The tasks among the ``living`` belong to the test, except those that belong to one already."""
        for each in living:
            if type(each) is WatchedTask and not each.asynclint_test:
                each.asynclint_test = test

    # -- What went wrong --

    @harmless
    def _failed(self, context: dict[str, Any]) -> None:
        task = context.get("task") or context.get("future")
        if not isinstance(task, asyncio.Task):
            return
        message = str(context.get("message", ""))
        if "destroyed" in message:
            self._tell("task-destroyed", task, "collected while it was still waiting")
        elif "never retrieved" in message:
            self._tell("task-exception", task, f"{type(context.get('exception')).__name__} that nobody looked at")

    @harmless
    def cancelled(self, task: WatchedTask, frame: Any) -> None:
        """Somebody asks the task to stop."""
        loop = task.get_loop()
        if asyncio._get_running_loop() is not loop and not isinstance(loop, asyncio.BaseEventLoop):
            self._threads.check(loop, "cancel", frame)
        if module_of(frame).startswith(_OWN_REQUESTS) or frame.f_code.co_filename.endswith("timeouts.py"):
            return
        request = task.asynclint_request
        if request is not None and task._must_cancel is False:  # type: ignore[attr-defined]
            request.had_gone_on = request.had_gone_on or self._goes_on(task, request)
            return
        own = self._scope.innermost(frame)
        if own is None:
            return
        if task not in self._stopping:
            self._stopping.add(task)
            task.add_done_callback(self._ended)
        by, waiter = place(own.f_code, own.f_lineno), getattr(task, "_fut_waiter", None)
        task.asynclint_request = _Request(by, Clock.elapsed(), waiter, tuple(map(weakref.ref, chain(task) or ())))

    @harmless
    def look_at_stopping(self, loop: AbstractEventLoop) -> None:
        """Now and then, in the loop's thread: tell of tasks that somebody asked to stop a while ago, and that go on."""
        if not self._stopping:
            return
        before = Clock.elapsed() - _PATIENCE
        for task in list(self._stopping):
            request = task.asynclint_request
            if request is not None and request.time < before and task.get_loop() is loop:
                self._look_whether_it_goes_on(task, f"and goes on {_PATIENCE:g} s later")

    @harmless
    def _look_whether_it_goes_on(self, task: WatchedTask, told: str) -> None:
        request = task.asynclint_request
        if request is not None and not request.is_told and self._goes_on(task, request):
            self._tell_swallowed(task, request, told)

    def _tell_swallowed(self, task: WatchedTask, request: _Request, told: str) -> None:
        request.is_told = True
        self._tell("cancel-swallowed", task, f"cancelled at {request.by.path}:{request.by.line}, {told}")

    def _goes_on(self, task: WatchedTask, request: _Request) -> bool:
        """Whether the task has got its cancellation, is done with it, and waits for something else.

        One that cleans up has the error in hand. What waits on in a library as before (a task group, for its tasks) may be
        at it as well.
        """
        waiter = getattr(task, "_fut_waiter", None)
        if waiter is None or waiter is request.waiter or task._must_cancel:  # type: ignore[attr-defined]
            return False
        waiting = chain(task)
        if not waiting or any(map(has_error_in_hand, waiting)):
            return False
        frame = frame_of(waiting[-1])
        is_own = frame is not None and self._scope.is_own(frame.f_code.co_filename, module_of(frame))
        return is_own or all(each() is not waiting[-1] for each in request.chain)

    @harmless
    def passed(self, code: CodeType, line: int) -> None:
        """A flagged line is run: it may be the one that swallows a cancellation."""
        if not self._stopping or asyncio._get_running_loop() is None:
            return
        task = asyncio.current_task()
        if isinstance(task, WatchedTask) and task.asynclint_request is not None:
            task.asynclint_passed = (*task.asynclint_passed[-_PASSED:], place(code, line))

    @harmless
    def _ended(self, task: asyncio.Future[Any]) -> None:
        assert isinstance(task, WatchedTask)
        self._stopping.discard(task)
        request = task.asynclint_request
        if request is None or request.is_told:
            return
        is_cancelled = task.cancelled() or _has_error(task)
        if not is_cancelled or request.had_gone_on:
            told = "and had to be again" if is_cancelled else "and ended as if it had not been"
            self._tell_swallowed(task, request, told)

    @harmless
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
            made = task.asynclint_made()
            handlers = task.asynclint_passed
        else:
            made, handlers = self._made.get(task) or _made_of_callbacks(task), ()
        test = ""
        if made is None and (code is None or not self._scope.is_own(code.co_filename, "")):
            return  # a library's own affair, from beginning to end
        if kind != "cancel-swallowed":  # which is of the test that is running, who asks for it
            handlers = ()
            test = getattr(task, "asynclint_test", "")
        detail = f"task of {name}: {detail}"
        self._report(Evidence(kind, made, detail=detail, test=test, about=about, handlers=handlers))


@dataclass(frozen=True, slots=True)
class _Ended:
    """The callback of a task of another class, which also knows where it was made."""

    made: Place
    then: Callable[[asyncio.Future[Any]], None]

    def __call__(self, task: asyncio.Future[Any]) -> None:
        self.then(task)


def _made_of_callbacks(task: Any) -> Place | None:
    """Where a task was made that the collector takes: weak references to it are gone by then, what it refers to is not."""
    for callback, _ in getattr(task, "_callbacks", None) or ():
        if isinstance(callback, _Ended):
            return callback.made
    return None


def _line_at(code: CodeType, instruction: int) -> int | None:
    for begin, end, line in code.co_lines():
        if begin <= instruction < end:
            return line
    return None


def _has_error(task: asyncio.Future[Any]) -> bool:
    """Whether the task ended in an exception; to ask ``exception()`` would count as having looked at it."""
    return getattr(task, "_exception", None) is not None
