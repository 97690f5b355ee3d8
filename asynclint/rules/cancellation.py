"""Cancellation: whoever catches a CancelledError must let it go on.

``task.cancel()`` is a request that arrives as an exception at the ``await`` the task stands at. Code that stops the exception
refuses the request. What stops it is a *guard*: an ``except`` clause or a ``contextlib.suppress``. Each guard around an
``await`` gets one verdict, from what may happen once it has caught: is the error raised again on every path (fine), does a
loop come back to the same ``try`` (503), was the awaited task cancelled just before (505), or does the function simply go on
(501, 502, 506)?
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from asynclint.codemods.cancel import (
    check_awaited_elsewhere,
    is_clean_up,
    let_pass,
    narrow,
    raise_again,
    wait_for_cancelled,
)
from asynclint.codemods.patch import CannotFix, tail
from asynclint.findings import Confidence, Fix, Severity
from asynclint.rules.flow import Assumption, Flow, Handler, executed
from asynclint.rules.rule import Draft, Rule
from asynclint.rules.unit import Unit

_ANYIO_CANCELLED = frozenset({"anyio.get_cancelled_exc_class"})  # a call: `except anyio.get_cancelled_exc_class():`
_CANCELLED = frozenset({"asyncio.CancelledError", "asyncio.exceptions.CancelledError"}) | _ANYIO_CANCELLED
_BROAD = frozenset({"builtins.BaseException"})
_ALL_ERRORS = _BROAD | {"builtins.Exception"}
# What raises the cancellation of the task or future that it is given.
_WAITING_FOR = frozenset({"wait_for", "shield", "gather", "wrap_future"})
_SUPPRESS = frozenset({"contextlib.suppress"})
_SWALLOWING = _SUPPRESS | {"pytest.raises"}
_TIMEOUTS = frozenset({
    "asyncio.timeout", "asyncio.timeout_at", "asyncio.timeouts.timeout", "asyncio.timeouts.timeout_at",
    "async_timeout.timeout", "async_timeout.timeout_at",
})  # fmt: skip
_ANYIO_SCOPES = frozenset({"anyio.CancelScope", "anyio.move_on_after", "anyio.fail_after"})
_NO_RETURN = frozenset({
    "sys.exit", "os._exit", "os.abort", "builtins.exit", "builtins.quit", "posix._exit", "posix.abort",
    "os.execv", "os.execve", "os.execvp", "os.execvpe", "os.execl", "os.execle", "os.execlp", "os.execlpe",
    "pytest.fail", "pytest.skip", "pytest.exit", "pytest.xfail",
})  # fmt: skip
_CONTEXT_MANAGERS = frozenset({"contextlib.asynccontextmanager"})
_ASK_WHO_CANCELLED = frozenset({"cancelling", "uncancel"})
_KEEPING_METHODS = frozenset(
    {"set_exception", "put", "put_nowait", "append", "appendleft", "add", "send", "send_nowait"}
)
_ENDING_METHODS = frozenset({"set", "clear", "close", "stop", "cancel", "shutdown", "abort", "disconnect"})
_FORMATTING = frozenset({"str", "repr", "type", "format", "isinstance", "id", "bool"})

_Block = cst.Try | cst.TryStar | cst.With


@dataclass(frozen=True, slots=True)
class _Guard:
    """What stops a CancelledError that comes out of ``block``'s body."""

    block: _Block
    place: Handler | cst.WithItem
    """The moment it has caught, for the flow."""
    caught: cst.BaseExpression | None
    """What it names; None for a bare ``except``."""
    by_name: bool
    """Whether it names CancelledError itself, not a base of it."""
    function: cst.FunctionDef
    unit: Unit

    @property
    def handler(self) -> Handler | None:
        return None if isinstance(self.place, cst.WithItem) else self.place

    @property
    def node(self) -> cst.CSTNode:
        """Where the finding stands."""
        return self.place.item if isinstance(self.place, cst.WithItem) else (self.place.type or self.place)

    @property
    def text(self) -> str:
        """How a message calls it."""
        if isinstance(self.place, cst.WithItem):
            return f"`{_on_one_line(self.unit.code(self.place.item))}`"
        star = "*" if isinstance(self.place, cst.ExceptStarHandler) else ""
        return f"`except{star} {_on_one_line(self.unit.code(self.caught))}`" if self.caught else "`except:`"

    @property
    def own_nodes(self) -> frozenset[cst.CSTNode]:
        """Everything that runs as part of the handler, the ``finally`` behind it included."""
        return _own_nodes(self)

    @property
    def flow(self) -> Flow:
        return _flow(self.function, self.unit)

    @property
    def afterwards(self) -> frozenset[cst.CSTNode]:
        """All places that some path leads to once it has caught a CancelledError."""
        return _afterwards(self)

    @property
    def knowing(self) -> Assumption:
        """What tests give after the handler, when the exception caught was a CancelledError."""
        return _knowing(self)


def _on_one_line(code: str) -> str:
    return " ".join(code.split()).replace("( ", "(").replace(", )", ")")


@dataclass(frozen=True, slots=True)
class _Verdict:
    code: str
    draft: Draft


class _GuardRule(Rule):
    """The rules that share the question what a guard does; each reports the verdicts of its own code."""

    meant_in_tests = True
    listens = (cst.Try, cst.TryStar, cst.With)

    def visit(self, node: cst.CSTNode, unit: Unit) -> Iterator[Draft]:
        assert isinstance(node, cst.Try | cst.TryStar | cst.With)
        verdict = _verdict(node, unit)
        if verdict is not None and verdict.code == self.code:
            yield verdict.draft


class CancelledErrorSwallowed(_GuardRule):
    """`except CancelledError` around an `await` ends without raising it again.

    ## What it does

    Finds handlers in async functions that name `asyncio.CancelledError` (alone or in a tuple, under whatever alias), stand
    around an `await`, and can end without a `raise`. Inside a loop that goes on, the same mistake is
    cancel-swallowed-in-loop (ASL503).

    ## Why is this bad

    `task.cancel()` raises CancelledError at the `await` the task stands at. When a handler ends without raising it again, the
    request is gone: the function goes on, its caller gets a value as if nothing had happened, and `asyncio.timeout()`,
    `asyncio.TaskGroup` and shutdown code, which all work by cancelling, wait for a task that does not stop.

    ## Example

    ```python
    import asyncio

    async def fetch(reader: asyncio.StreamReader) -> bytes:
        try:
            return await reader.readexactly(1024)
        except asyncio.CancelledError:
            print("cancelled")
            return b""
    ```

    ## Use instead

    ```python
    import asyncio

    async def fetch(reader: asyncio.StreamReader) -> bytes:
        try:
            return await reader.readexactly(1024)
        except asyncio.CancelledError:
            print("cancelled")
            raise
    ```

    ## When it is fine

    Not reported: a handler that raises on every path (another exception too), that asks
    `asyncio.current_task().cancelling()` first, or calls `uncancel()`, as the documentation wants of code that really means
    to stop a cancellation. A handler that raises on some paths only, or hands the exception object on, is a *possible* finding.

    Where nothing but the function's end follows, the task merely ends as finished instead of cancelled. For the outermost
    coroutine of a background task that is often harmless: such findings are of severity info and confidence likely.

    In a function made a context manager by `@asynccontextmanager` a `yield` counts as an `await`: the error of the `async with`
    body arrives there. In other async generators it does not, for there it never arrives.

    ## Settings

    `severity = { ASL501 = "error" }` makes it stricter; `per-file-ignores` suits tests that cancel on purpose.

    ## References

    - [Task cancellation](https://docs.python.org/3/library/asyncio-task.html#task-cancellation)
    - [asyncio.CancelledError](https://docs.python.org/3/library/asyncio-exceptions.html#asyncio.CancelledError)
    """

    code = "ASL501"
    mends = (
        "`raise` at the end of the handler, and in place of what leaves it (unsafe). None where the handler does more than "
        "tell and clean up, where it names other classes, too, where the error may be that of an awaited task, or where "
        "clean-up follows."
    )


class BroadExceptSwallowsCancel(_GuardRule):
    """A bare `except` or `except BaseException` around an `await` also catches cancellation and does not raise it again.

    ## What it does

    Finds handlers in async functions that catch everything, stand around an `await`, and can end without a `raise`. `except
    Exception` is not meant: since Python 3.8 CancelledError is not an Exception.

    ## Why is this bad

    The handler was written for errors, but a cancellation arrives there too and ends in the log. The task cannot be cancelled at
    this place: a timeout around it passes without effect, and a shutdown waits for it.

    ## Example

    ```python
    import logging

    async def deliver(send, message) -> bool:
        try:
            await send(message)
        except BaseException:
            logging.exception("not delivered")
            return False
        return True
    ```

    ## Use instead

    ```python
    import logging

    async def deliver(send, message) -> bool:
        try:
            await send(message)
        except Exception:
            logging.exception("not delivered")
            return False
        return True
    ```

    ## When it is fine

    Not reported: a handler that raises on every path on which the error can be a CancelledError (`if not isinstance(error,
    Exception): raise`), and one behind `except asyncio.CancelledError: raise`. A handler that hands the exception object on
    (`future.set_exception(error)`, `return error`, a queue) is a *possible* finding: whoever gets it may raise it. In the
    clean-up of a `finally` block, where only a cancellation that arrives meanwhile is lost, it is of severity warning.

    ## Settings

    `severity = { ASL502 = "warning" }` makes it milder; `per-file-ignores` suits test suites.

    ## References

    - [Task cancellation](https://docs.python.org/3/library/asyncio-task.html#task-cancellation)
    - [asyncio.CancelledError](https://docs.python.org/3/library/asyncio-exceptions.html#asyncio.CancelledError)
    """

    code = "ASL502"
    mends = (
        "`except asyncio.CancelledError: raise` before a handler that does no more than tell of the error (safe); none "
        "before one that cleans up."
    )


class CancelSwallowedInLoop(_GuardRule):
    """A cancellation is caught inside a loop, and the loop goes on: the task cannot be stopped.

    ## What it does

    Finds handlers in async functions that catch CancelledError (by name, with `BaseException`, or bare) around an `await` and
    from which a loop of the same function comes back to the same `try`.

    ## Why is this bad

    The task eats the request and starts its next round. `task.cancel()` followed by `await task` waits for ever, and so does
    `asyncio.run()` at its end, which cancels what is left and waits for it: the process hangs on Ctrl-C.

    ## Example

    ```python
    import asyncio

    async def worker(queue: asyncio.Queue[str]) -> None:
        while True:
            try:
                print(await queue.get())
            except asyncio.CancelledError:
                print("cancelled")
    ```

    ## Use instead

    ```python
    import asyncio

    async def worker(queue: asyncio.Queue[str]) -> None:
        while True:
            try:
                print(await queue.get())
            except asyncio.CancelledError:
                print("cancelled")
                raise
    ```

    ## When it is fine

    Where the CancelledError can only be another task's, and one's own is told apart with
    `asyncio.current_task().cancelling()`: that is recognised. A loop with a condition (`while self.running:`) is a *likely*
    finding, since whoever cancels may clear the condition first; a handler that itself changes what the condition reads is
    not this rule's.

    ## Settings

    `severity = { ASL503 = "warning" }` makes it milder; `per-file-ignores` suits test suites.

    ## References

    - [Task cancellation](https://docs.python.org/3/library/asyncio-task.html#task-cancellation)
    - [Task.uncancel](https://docs.python.org/3/library/asyncio-task.html#asyncio.Task.uncancel)
    """

    code = "ASL503"
    mends = "As for ASL501 where the handler names CancelledError (unsafe), as for ASL502 where it does not (safe)."


class ExitInFinally(Rule):
    """`return`, `break` or `continue` in a `finally` around an `await` throws a cancellation away.

    ## What it does

    Finds `return`, and `break` and `continue` of a loop around the `try`, inside a `finally` block of an async function when an
    `await` stands in the `try` (its body, handlers or `else`).

    ## Why is this bad

    Leaving a `finally` block early discards the exception that was on its way, whatever it is: CancelledError, KeyboardInterrupt,
    an error nobody will hear of. Python 3.14 warns of it for every function (PEP 765).

    ## Example

    ```python
    async def read_all(stream) -> list[bytes]:
        chunks = []
        try:
            async for chunk in stream:
                chunks.append(chunk)
        finally:
            stream.close()
            return chunks
    ```

    ## Use instead

    ```python
    async def read_all(stream) -> list[bytes]:
        chunks = []
        try:
            async for chunk in stream:
                chunks.append(chunk)
        finally:
            stream.close()
        return chunks
    ```

    ## When it is fine

    Hardly ever; to drop ordinary errors, write `except Exception`. Not reported: a loop that begins and ends inside the
    `finally` block, and nested functions there.

    ## Settings

    `severity = { ASL504 = "warning" }` makes it milder. One that only some paths through the `finally` reach is *likely*.

    ## References

    - [Task cancellation](https://docs.python.org/3/library/asyncio-task.html#task-cancellation)
    - [asyncio.CancelledError](https://docs.python.org/3/library/asyncio-exceptions.html#asyncio.CancelledError)
    """

    code = "ASL504"
    listens = (cst.Return, cst.Break, cst.Continue)

    def visit(self, node: cst.CSTNode, unit: Unit) -> Iterator[Draft]:
        assert isinstance(node, cst.Return | cst.Break | cst.Continue)
        function = _async_function(node, unit)
        if function is None:
            return
        if any(_awaits_before_finally(left, function, unit) for left in _finally_left_by(node, unit)):
            word = type(node).__name__.lower()
            message = (
                f"`{word}` in `finally` throws away a CancelledError from the `try`: the function goes on although the task was "
                f"cancelled; move the `{word}` behind the `try` statement"
            )
            yield Draft(node, message, Confidence.LIKELY if _is_conditional(node, unit) else Confidence.CERTAIN)


class CancelThenSuppress(_GuardRule):
    """A task is cancelled and awaited with CancelledError suppressed, which also swallows one's own cancellation.

    ## What it does

    Finds `task.cancel()` followed by an `await` of that task (or of a `gather`, `wait_for` or `shield` of it) inside
    `except CancelledError` or `suppress(CancelledError)`. It is the milder sister of ASL501, ASL502, ASL503 and ASL506.

    ## Why is this bad

    The handler means the CancelledError of the task it has just cancelled. When the function itself is cancelled while it waits
    (a timeout around the shutdown, Ctrl-C), that CancelledError looks the same and is lost: the function goes on, and
    an `asyncio.timeout()` around it passes without TimeoutError. It is a rare race, hence only info.

    ## Example

    ```python
    import asyncio

    async def stop(task: asyncio.Task[None]) -> None:
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass
    ```

    ## Use instead

    ```python
    import asyncio

    async def stop(task: asyncio.Task[None]) -> None:
        task.cancel()
        await asyncio.wait([task])
    ```

    ## When it is fine

    Where nobody cancels the function that waits, for instance at the very end of the program. `asyncio.wait([task])` and
    `asyncio.gather(task, return_exceptions=True)` without a handler are never reported: they raise one's own cancellation only.

    ## Settings

    `ignore = ["ASL505"]` if the race does not matter; `severity = { ASL505 = "warning" }` if it does.

    ## References

    - [Task.cancel](https://docs.python.org/3/library/asyncio-task.html#asyncio.Task.cancel)
    - [asyncio.wait](https://docs.python.org/3/library/asyncio-task.html#asyncio.wait)
    """

    code = "ASL505"
    mends = (
        "`try: await task` with a handler that does nothing becomes `await asyncio.wait([task])` (unsafe). Where only "
        "CancelledError was suppressed, `task.result()` behind it raises the errors of the task itself, as before."
    )


class SuppressCancelled(_GuardRule):
    """`contextlib.suppress(CancelledError)` around an `await` drops the cancellation of the task itself.

    ## What it does

    Finds `with contextlib.suppress(…)` in async functions that names `CancelledError` or `BaseException` and has an `await` in
    its block. Where every `await` is of a task cancelled just before, it is cancel-then-suppress (ASL505).

    ## Why is this bad

    The block ends early, the code behind it runs on, and the task is not cancelled although somebody asked for it. In a loop
    (severity error) it can then not be cancelled at all.

    ## Example

    ```python
    import asyncio
    import contextlib

    async def drain(queue: asyncio.Queue[str]) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await queue.join()
        print("drained")
    ```

    ## Use instead

    ```python
    import asyncio

    async def drain(queue: asyncio.Queue[str]) -> None:
        await queue.join()
        print("drained")
    ```

    ## When it is fine

    `suppress(Exception)` is: it lets CancelledError pass. Where nothing follows the block, the task merely ends as finished
    instead of cancelled: severity info, confidence likely.

    ## Settings

    `severity = { ASL506 = "error" }` makes it stricter; `per-file-ignores` suits test suites.

    ## References

    - [Task cancellation](https://docs.python.org/3/library/asyncio-task.html#task-cancellation)
    - [contextlib.suppress](https://docs.python.org/3/library/contextlib.html#contextlib.suppress)
    """

    code = "ASL506"
    mends = "CancelledError is taken out of the classes that are suppressed, where others are left (unsafe)."


# -- the verdict on a guard


@functools.lru_cache(maxsize=8)  # five rules ask about the same block one after the other
def _verdict(block: _Block, unit: Unit) -> _Verdict | None:
    guard = _guard_of(block, unit)
    if guard is None:
        return None
    points = list(_open_points(guard))
    if not points or _asks_who_cancelled(guard) or _always_raises(guard):
        return None
    if _raised_later(guard):
        return None
    return _own_task_verdict(guard, points) or _swallowed(guard, points)


def _own_task_verdict(guard: _Guard, points: list[cst.CSTNode]) -> _Verdict | None:
    """The verdict where every await is of a task that was cancelled just before."""
    awaited = _awaited_after_cancel(guard, points)
    if awaited is None:
        return None
    if all(isinstance(point, cst.Await) and _raises_only_own(point.expression, guard.unit) for point in points):
        advice = "no other CancelledError can arrive here, so leave the handler out"
    else:
        advice = "wait with `asyncio.wait`, which raises nothing but one's own cancellation"
    message = (
        f"{guard.text} around `await {awaited}` after cancelling it also swallows a cancellation of this function itself: "
        f"the function then goes on as if nobody had cancelled it; {advice}"
    )
    return _Verdict(
        "ASL505", Draft(guard.node, message, _doubt(guard) or Confidence.CERTAIN, fix=lambda: _waiting(guard))
    )


def _swallowed(guard: _Guard, points: list[cst.CSTNode]) -> _Verdict:
    loop = _loop_that_goes_on(guard)
    mild = loop is None and _ends_right_after(guard)
    code = _code(guard, loop)
    # `if stopping: return` in the handler: mostly who cancels sets that first.
    leaves = loop is not None and guard.flow.completes(guard.place, avoiding=[loop], assume=guard.knowing)
    confidence = Confidence.POSSIBLE if leaves else _doubt(guard) or _confidence(guard, loop, mild, points)
    severity = _severity(guard, loop, mild)
    message = f"{_what(guard)}: {_consequence(guard, loop, mild, points)}; {_advice(guard)}"
    return _Verdict(code, Draft(guard.node, message, confidence, severity=severity, fix=lambda: _mended(guard)))


def _waiting(guard: _Guard) -> Fix:
    block = guard.block
    suppressed: list[cst.BaseExpression | None] = (
        [caught for _, caught in _suppressing(block, guard.unit)]
        if isinstance(block, cst.With)
        else [handler.type for handler in block.handlers]
    )
    classes = [each for caught in suppressed for each in (_alternatives(caught) if caught is not None else (None,))]
    takes_errors = any(each is None or guard.unit.names(each) & _ALL_ERRORS for each in classes)
    only_cancellation = all(each is not None and guard.unit.names(each) & _CANCELLED for each in classes)
    if not takes_errors and not only_cancellation:
        raise CannotFix("some of the task's own errors are raised here, and would be no more")
    return wait_for_cancelled(guard.block, only_cancellation, guard.unit)


def _mended(guard: _Guard) -> Fix:
    handler, unit = guard.handler, guard.unit
    _check_meant(guard)
    if handler is None:
        assert isinstance(guard.place, cst.WithItem) and isinstance(guard.place.item, cst.Call)
        manager = guard.place.item
        return narrow(manager, [each for each in manager.args if _catches(each.value, unit) is not None], unit)
    if not guard.by_name:
        return let_pass(handler, _doubt(guard) is not None, unit)
    if guard.caught is not None and not all(unit.names(each) & _CANCELLED for each in _alternatives(guard.caught)):
        raise CannotFix("CancelledError is named among others on purpose")
    body = list(executed(handler.body))
    inside = frozenset(body)
    # An error in the body leads to the handlers in it, and from there out of the handler, too.
    inner = [node for node in body if isinstance(node, Handler | cst.WithItem) and node in guard.flow]
    starts = [guard.place, *inner]
    reached = {node for start in starts for node in guard.flow.reached(start, assume=guard.knowing)}
    leaving = [node for node in body if node in reached and _leaves(node, guard)]
    falls_off = any(
        guard.flow.reached(start, avoiding=leaving, assume=guard.knowing) - inside
        or guard.flow.completes(start, avoiding=leaving, assume=guard.knowing)
        for start in starts
    )
    return raise_again(handler, leaving, falls_off, unit)


def _check_meant(guard: _Guard) -> None:
    """Raise ``CannotFix`` where the error may well be another's, or what follows is to run whatever happens."""
    if any(
        isinstance(point, cst.Await) and _is_of_others(point.expression, guard.unit) for point in _open_points(guard)
    ):
        raise CannotFix("the error may be that of the awaited task, which the handler is there for")
    if _in_clean_up(guard):
        raise CannotFix("the rest of the clean-up would not be done")
    around = frozenset(itertools.chain.from_iterable(executed(loop) for loop in _loops_around(guard)))
    if any(_cleans_up(node) for node in guard.afterwards - guard.own_nodes - around - _finally_around(guard)):
        raise CannotFix("what is cleaned up below would be left as it is")
    check_awaited_elsewhere(guard.function.name.value, guard.unit)


def _is_of_others(awaited: cst.BaseExpression, unit: Unit) -> bool:
    """``self._task``, ``wait_for(future, 5)``: what is awaited may have been cancelled itself, unless it is a coroutine."""
    if not isinstance(awaited, cst.Call):
        return unit.program.targets.coroutine(unit.values(awaited)) is None
    name = tail(awaited.func)
    given = awaited.args if name == "gather" else awaited.args[:1]
    return name in _WAITING_FOR and any(_is_of_others(each.value, unit) for each in given if each.keyword is None)


def _loops_around(guard: _Guard) -> list[cst.CSTNode]:
    return [node for node in _ancestors_in_function(guard) if isinstance(node, cst.For | cst.While)]


def _cleans_up(node: cst.CSTNode) -> bool:
    """Whether the statement ends something, or lets go of it."""
    match node:
        case cst.Expr(value=cst.Call() as call) | cst.Expr(value=cst.Await(expression=cst.Call() as call)):
            return is_clean_up(call)
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Attribute())], value=cst.Name("None" | "False")):
            return True
    return isinstance(node, cst.Del)


def _leaves(node: cst.CSTNode, guard: _Guard) -> bool:
    """Whether the statement leads out of the handler."""
    if isinstance(node, cst.Return):
        return True
    if not isinstance(node, cst.Break | cst.Continue):
        return False
    inner: cst.CSTNode = node
    for outer in itertools.takewhile(lambda outer: outer is not guard.handler, guard.unit.ancestors(node)):
        if isinstance(outer, cst.For | cst.While) and inner is outer.body:
            return False
        inner = outer
    return True


def _code(guard: _Guard, loop: cst.CSTNode | None) -> str:
    if guard.handler is None:
        return "ASL506"
    if loop is not None:
        return "ASL503"
    return "ASL501" if guard.by_name else "ASL502"


def _doubt(guard: _Guard) -> Confidence | None:
    """POSSIBLE where the handler raises on some paths, hands the exception to someone who may, or is shielded on purpose."""
    raising = _raises_on_some_path(guard) or _keeps_the_exception(guard) or _waits_for_a_task_it_cancels(guard)
    return Confidence.POSSIBLE if raising or _is_shielded(guard) else None


def _confidence(guard: _Guard, loop: cst.CSTNode | None, mild: bool, points: list[cst.CSTNode]) -> Confidence:
    unclear = (
        mild
        or _in_clean_up(guard)
        or (isinstance(loop, cst.While) and not _endless(loop))
        or _is_task_like(points)
        # An anyio scope cancels again at the next checkpoint: what is swallowed here comes back.
        or (guard.caught is not None and bool(guard.unit.names(guard.caught) & _ANYIO_CANCELLED))
    )
    return Confidence.LIKELY if unclear else Confidence.CERTAIN


def _in_clean_up(guard: _Guard) -> bool:
    """Inside a ``finally``, what was on its way when that began still goes on; only what arrives meanwhile is lost."""
    return any(isinstance(node, cst.Finally) for node in _ancestors_in_function(guard))


def _is_task_like(points: list[cst.CSTNode]) -> bool:
    """``await self._task``: the error can also be that task's own, and be meant."""
    return all(isinstance(point, cst.Await) and not isinstance(point.expression, cst.Call) for point in points)


def _severity(guard: _Guard, loop: cst.CSTNode | None, mild: bool) -> Severity | None:
    """None for the rule's own."""
    if guard.handler is None and loop is not None:
        return Severity.ERROR
    if not mild:
        return Severity.WARNING if loop is None and _in_clean_up(guard) else None
    return Severity.INFO if guard.by_name else Severity.WARNING


def _what(guard: _Guard) -> str:
    if guard.handler is None:
        return f"{guard.text} around an `await` drops a cancellation of this task"
    if _raises_on_some_path(guard):
        return f"{guard.text} does not raise a CancelledError again on every path"
    if not guard.by_name:
        return f"{guard.text} also catches CancelledError and ends without raising it again"
    return f"{guard.text} ends without raising it again"


def _consequence(guard: _Guard, loop: cst.CSTNode | None, mild: bool, points: list[cst.CSTNode]) -> str:
    if loop is not None:
        return "the loop goes on, so that the task cannot be cancelled here"
    if _in_clean_up(guard):
        return "a cancellation that arrives during this clean-up is lost"
    if mild:
        return "the function ends right after, so its task counts as finished, not as cancelled, and a caller goes on"
    if any(isinstance(point, cst.Yield) for point in points):
        return "the task goes on behind the `async with` although it was cancelled"
    if _returns_before_anything_else(guard):
        return "the caller gets a result as if nothing had happened, although the task was cancelled"
    return "the task goes on although it was cancelled"


def _advice(guard: _Guard) -> str:
    if guard.handler is None:
        return "suppress `Exception` classes only, and let CancelledError pass"
    if isinstance(guard.caught, cst.Tuple):
        return "catch CancelledError in a handler of its own that ends with `raise`"
    if _raises_on_some_path(guard):
        return "raise it on all of them, or ask `asyncio.current_task().cancelling()` first"
    if not guard.by_name:
        return "catch `Exception`, or add `raise` at the end of the handler"
    return "add `raise` at the end of the handler"


# -- finding the guard


def _async_function(node: cst.CSTNode, unit: Unit) -> cst.FunctionDef | None:
    function = unit.function(node)
    return function if isinstance(function, cst.FunctionDef) and function.asynchronous is not None else None


def _guard_of(block: _Block, unit: Unit) -> _Guard | None:
    function = _async_function(block, unit)
    if function is None:
        return None
    candidates = _suppressing(block, unit) if isinstance(block, cst.With) else _handlers(block)
    for place, caught in candidates:
        # Only the first that catches it counts: behind it, no CancelledError arrives.
        by_name = _catches(caught, unit)
        if by_name is not None:
            return _Guard(block, place, caught, by_name, function, unit)
    return None


def _handlers(block: cst.Try | cst.TryStar) -> Iterator[tuple[Handler, cst.BaseExpression | None]]:
    for handler in block.handlers:
        yield handler, handler.type


def _suppressing(block: cst.With, unit: Unit) -> Iterator[tuple[cst.WithItem, cst.BaseExpression]]:
    for item in block.items:
        if isinstance(item.item, cst.Call) and unit.names(item.item) & _SUPPRESS:
            yield from ((item, argument.value) for argument in item.item.args)


def _catches(caught: cst.BaseExpression | None, unit: Unit) -> bool | None:
    """Does a handler for ``caught`` catch CancelledError: by its name (True), as a base of it (False), or not (None)?"""
    if caught is None:
        return False
    names = [unit.names(each) for each in _alternatives(caught)]
    if any(each & _CANCELLED for each in names):
        return True
    return False if any(each & _BROAD for each in names) else None


def _alternatives(caught: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    if not isinstance(caught, cst.Tuple):
        yield caught
        return
    for element in caught.elements:
        yield from _alternatives(element.value)


# -- where a CancelledError can come from


def _open_points(guard: _Guard) -> Iterator[cst.CSTNode]:
    """The awaits in the guarded body, but for those from which no CancelledError can come out."""
    for point in _await_points(guard.block.body, guard.function, guard.unit):
        if not _stopped_before(point, guard) and not _is_done_already(point, guard):
            yield point


def _is_done_already(point: cst.CSTNode, guard: _Guard) -> bool:
    """``future.set_result(x)``, then ``await future``: awaiting what is done does not wait, so nothing arrives."""
    if not isinstance(point, cst.Await) or isinstance(point.expression, cst.Call):
        return False
    return _tasks(guard.function, guard.unit).settled_before(point.expression, point)


def _await_points(root: cst.CSTNode, function: cst.FunctionDef, unit: Unit) -> Iterator[cst.CSTNode]:
    for node in executed(root):
        match node:
            case cst.Await():
                yield node
            case cst.For(asynchronous=cst.Asynchronous()) | cst.CompFor(asynchronous=cst.Asynchronous()):
                yield node
            case cst.With(asynchronous=cst.Asynchronous()) if not _only_timeouts(node, unit):
                yield node
            case cst.Yield() if _yields_a_context(function, unit):
                yield node


def _only_timeouts(block: cst.With, unit: Unit) -> bool:
    """``async with asyncio.timeout(5)`` awaits nothing by itself."""
    return all(isinstance(item.item, cst.Call) and unit.names(item.item) & _TIMEOUTS for item in block.items)


def _yields_a_context(function: cst.FunctionDef, unit: Unit) -> bool:
    return any(unit.names(each.decorator) & _CONTEXT_MANAGERS for each in function.decorators)


def _stopped_before(point: cst.CSTNode, guard: _Guard) -> bool:
    nearer = _guard_between(point, guard.block, guard.unit)
    return nearer is not None and not _raises_on_some_path(nearer)


def _guard_between(point: cst.CSTNode, end: cst.CSTNode, unit: Unit) -> _Guard | None:
    """The innermost guard around ``point`` inside ``end``."""
    inner = point
    for outer in unit.ancestors(point):
        if outer is end:
            return None
        if isinstance(outer, cst.Try | cst.TryStar | cst.With) and inner is outer.body:
            nearer = _guard_of(outer, unit)
            if nearer is not None:
                return nearer
        inner = outer
    return None


# -- what happens once the guard has caught


@functools.lru_cache(maxsize=4)
def _flow(function: cst.FunctionDef, unit: Unit) -> Flow:
    return Flow.of(
        function,
        ends=lambda call: bool(unit.names(call) & _NO_RETURN),
        swallows=lambda item: isinstance(item.item, cst.Call) and bool(unit.names(item.item) & _SWALLOWING),
    )


@functools.lru_cache(maxsize=4)
def _own_nodes(guard: _Guard) -> frozenset[cst.CSTNode]:
    if guard.handler is None or isinstance(guard.block, cst.With):
        return frozenset()
    cleanup = guard.block.finalbody
    return frozenset(executed(guard.handler)).union(executed(cleanup) if cleanup is not None else ())


def _always_raises(guard: _Guard) -> bool:
    """Does every path from the guard end in a raise, be it after the last rounds of a ``for``, and none stay in a ``while``?"""
    if guard.flow.goes_on(guard.place, assume=guard.knowing):
        return False
    if not any(isinstance(node, cst.While) for node in _ancestors_in_function(guard)):
        return True
    return not guard.flow.reaches(guard.place, guard.block, assume=guard.knowing)


def _raises_on_some_path(guard: _Guard) -> bool:
    reached = guard.afterwards
    return any(_is_raise(node, guard.unit) for node in reached & guard.own_nodes)


def _is_raise(node: cst.CSTNode, unit: Unit) -> bool:
    if isinstance(node, cst.Expr) and isinstance(node.value, cst.Call):
        return bool(unit.names(node.value) & _NO_RETURN)
    return isinstance(node, cst.Raise)


def _asks_who_cancelled(guard: _Guard) -> bool:
    """``cancelling()`` and ``uncancel()`` are how the documentation tells one's own cancellation from another's."""
    return any(_method(node) in _ASK_WHO_CANCELLED for node in guard.own_nodes)


def _method(node: cst.CSTNode) -> str | None:
    """The name of the method that ``node`` calls, if it does."""
    match node:
        case cst.Call(func=cst.Attribute(attr=cst.Name(name))):
            return name
    return None


def _exception_name(handler: Handler | None) -> str | None:
    match handler:
        case cst.ExceptHandler(name=cst.AsName(name=cst.Name(name))):
            return name
    return None


@functools.lru_cache(maxsize=4)
def _afterwards(guard: _Guard) -> frozenset[cst.CSTNode]:
    return guard.flow.reached(guard.place, assume=guard.knowing)


@functools.lru_cache(maxsize=4)
def _knowing(guard: _Guard) -> Assumption:
    name = _exception_name(guard.handler)
    ended = _loops_ended(guard)
    return lambda test: False if test in ended else _known_of_cancelled(name, guard.unit, test)


def _known_of_cancelled(exception: str | None, unit: Unit, test: cst.BaseExpression) -> bool | None:
    """What ``test`` gives when the variable ``exception`` holds a CancelledError; None where that is not decided by it."""
    match test:
        case cst.UnaryOperation(operator=cst.Not(), expression=operand):
            known = _known_of_cancelled(exception, unit, operand)
            return None if known is None else not known
        case cst.BooleanOperation(left=left, operator=operator, right=right):
            sides = {_known_of_cancelled(exception, unit, left), _known_of_cancelled(exception, unit, right)}
            deciding = isinstance(operator, cst.Or)
            if deciding in sides:
                return deciding
            return None if None in sides else not deciding
        case cst.Call(func=cst.Name("isinstance"), args=[cst.Arg(value=cst.Name(name)), cst.Arg(value=classes)]):
            return _is_instance(classes, unit) if name == exception else None
    return None


def _is_instance(classes: cst.BaseExpression, unit: Unit) -> bool | None:
    if _catches(classes, unit) is not None:
        return True
    return False if all(unit.names(each) for each in _alternatives(classes)) else None


def _loop_that_goes_on(guard: _Guard) -> cst.For | cst.While | None:
    """The loop through which the guarded block is reached again."""
    if not guard.flow.reaches(guard.place, guard.block, assume=guard.knowing):
        return None
    loops = [loop for loop in _ancestors_in_function(guard) if isinstance(loop, cst.For | cst.While)]
    return next((loop for loop in loops if isinstance(loop, cst.For) or _endless(loop)), loops[0] if loops else None)


def _ancestors_in_function(guard: _Guard) -> Iterator[cst.CSTNode]:
    for node in guard.unit.ancestors(guard.block):
        if node is guard.function:
            return
        yield node


def _endless(loop: cst.While) -> bool:
    return isinstance(loop.test, cst.Name | cst.Integer) and (
        not isinstance(loop.test, cst.Name) or loop.test.value == "True"
    )


def _loops_ended(guard: _Guard) -> frozenset[cst.BaseExpression]:
    """The conditions of loops around the guard that the handler has a hand in: we take it that it ends them."""
    loops = [node for node in _ancestors_in_function(guard) if isinstance(node, cst.While)]
    touched = _touched(guard) if loops else set()
    return frozenset(loop.test for loop in loops if touched & _mentioned(loop.test, guard.unit))


def _touched(guard: _Guard) -> set[str]:
    """What the handler binds, sets or closes: ``self.running = False``, ``stop.set()``; counting does not count."""
    found: set[str] = set()
    for node in guard.own_nodes:
        match node:
            case cst.AssignTarget(target=target) | cst.AnnAssign(target=target):
                found.add(guard.unit.code(target))
            case cst.Call(func=cst.Attribute(value=receiver)) if _method(node) in _ENDING_METHODS:
                found.add(guard.unit.code(receiver))
    return found


def _mentioned(test: cst.BaseExpression, unit: Unit) -> set[str]:
    return {unit.code(node) for node in executed(test) if isinstance(node, cst.Name | cst.Attribute)} - {"self", "cls"}


def _ends_right_after(guard: _Guard) -> bool:
    """Does nothing but clean-up run between the guard and the end of the function, and no value come out of it?"""
    if _gives_a_result(guard.function) or _yields_a_context(guard.function, guard.unit):
        return False
    reached = guard.afterwards
    return all(_does_nothing(node) for node in reached - guard.own_nodes - _finally_around(guard))


def _finally_around(guard: _Guard) -> frozenset[cst.CSTNode]:
    """What runs in every ``finally`` on the way out of the function."""
    around = [node for node in _ancestors_in_function(guard) if isinstance(node, cst.Try | cst.TryStar)]
    return frozenset(node for block in around if block.finalbody for node in executed(block.finalbody))


@functools.lru_cache(maxsize=4)
def _gives_a_result(function: cst.FunctionDef) -> bool:
    """Does it return a value anywhere? Then it is somebody's helper, not the outermost coroutine of a task."""
    return any(isinstance(node, cst.Return) and not _returns_nothing(node) for node in executed(function.body))


def _does_nothing(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Pass | cst.Return | cst.Break | cst.Continue | cst.While)


def _returns_nothing(node: cst.Return) -> bool:
    return node.value is None or (isinstance(node.value, cst.Name) and node.value.value == "None")


def _returns_before_anything_else(guard: _Guard) -> bool:
    reached = guard.afterwards
    return _gives_a_result(guard.function) and all(_does_nothing(node) for node in reached - guard.own_nodes)


# -- handing the exception on


def _keeps_the_exception(guard: _Guard) -> bool:
    name = _exception_name(guard.handler)
    return name is not None and any(_keeps(node, name) for node in guard.own_nodes)


def _keeps(node: cst.CSTNode, name: str) -> bool:
    """Does ``node`` put the exception ``name`` where somebody else finds it?"""
    match node:
        case cst.Return(value=value) | cst.Yield(value=value) | cst.Assign(value=value) if value is not None:
            return _carries(value, name)
        case cst.Call(args=arguments) if _method(node) in _KEEPING_METHODS:
            return any(_carries(argument.value, name) for argument in arguments)
    return False


def _carries(value: cst.CSTNode, name: str) -> bool:
    """Is the exception itself (not its text or class) part of ``value``?"""
    match value:
        case cst.Name(found):
            return found == name
        case cst.Tuple(elements=elements) | cst.List(elements=elements) | cst.Dict(elements=elements):
            return any(
                isinstance(each, cst.Element | cst.DictElement) and _carries(each.value, name) for each in elements
            )
        case cst.Call(func=cst.Name(function)) if function in _FORMATTING:
            return False
        case cst.Call(args=arguments):
            return any(_carries(argument.value, name) for argument in arguments)
    return False


def _raised_later(guard: _Guard) -> bool:
    """Is the exception kept in a variable of this function, and a ``raise`` behind the handler makes use of that?"""
    name = _exception_name(guard.handler)
    if name is None:
        return False
    kept = {holder for node in guard.own_nodes if _keeps(node, name) for holder in _holders(node)}
    reached = guard.afterwards - guard.own_nodes
    raises = (node.exc for node in reached if isinstance(node, cst.Raise) and node.exc is not None)
    return any(kept & _mentioned(raised, guard.unit) for raised in raises)


def _holders(node: cst.CSTNode) -> Iterator[str]:
    match node:
        case cst.Assign(targets=targets):
            yield from (target.target.value for target in targets if isinstance(target.target, cst.Name))
        case cst.Call(func=cst.Attribute(value=cst.Name(receiver))):
            yield receiver


def _waits_for_a_task_it_cancels(guard: _Guard) -> bool:
    """``task.cancel(); await task`` in the handler: that await raises a CancelledError of its own."""
    if guard.handler is None:
        return False
    nodes = list(executed(guard.handler))
    cancelled = {guard.unit.code(receiver) for node in nodes if (receiver := _cancels(node)) is not None}
    awaits = [node for node in nodes if isinstance(node, cst.Await) and guard.unit.code(node.expression) in cancelled]
    return any(_guard_between(node, guard.handler, guard.unit) is None for node in awaits)


def _is_shielded(guard: _Guard) -> bool:
    """In ``with anyio.CancelScope(shield=True)`` no cancellation of anyio's arrives."""
    items = (item.item for node in _ancestors_in_function(guard) if isinstance(node, cst.With) for item in node.items)
    return any(isinstance(item, cst.Call) and _shields(item, guard.unit) for item in items)


def _shields(call: cst.Call, unit: Unit) -> bool:
    keywords = [
        argument for argument in call.args if argument.keyword is not None and argument.keyword.value == "shield"
    ]
    return bool(keywords) and bool(unit.names(call) & _ANYIO_SCOPES)


def _cancels(node: cst.CSTNode) -> cst.BaseExpression | None:
    """The receiver of a ``cancel()`` call."""
    match node:
        case cst.Call(func=cst.Attribute(value=receiver, attr=cst.Name("cancel"))):
            return receiver
    return None


# -- tasks that were cancelled just before


def _awaited_after_cancel(guard: _Guard, points: list[cst.CSTNode]) -> str | None:
    """What the body awaits, if that is nothing but tasks which a ``cancel()`` before it has asked to stop."""
    tasks = _tasks(guard.function, guard.unit)
    for point in points:
        awaited = list(_awaited_tasks(point.expression, guard.unit)) if isinstance(point, cst.Await) else []
        if not awaited or not all(tasks.cancelled_before(task, point) for task in awaited):
            return None
    first = points[0]
    return _on_one_line(guard.unit.code(first.expression)) if isinstance(first, cst.Await) else None


def _awaited_tasks(awaited: cst.BaseExpression, unit: Unit) -> Iterator[cst.BaseExpression]:
    """The tasks that an ``await`` waits for, as far as they are named; nothing where a coroutine is awaited."""
    match awaited:
        case cst.Name() | cst.Attribute() | cst.Subscript() | cst.NamedExpr():
            yield awaited
        case cst.Call(args=[cst.Arg(value=first), *_]) if unit.names(awaited) & _asyncio(
            "wait_for", "shield", "wrap_future"
        ):
            yield from _awaited_tasks(first, unit)
        case cst.Call(args=[cst.Arg(value=first), *_]) if unit.names(awaited) & _asyncio("wait"):
            yield from _members(first)
        case cst.Call(args=arguments) if unit.names(awaited) & _asyncio("gather"):
            yield from (argument.value for argument in arguments if argument.keyword is None)


def _raises_only_own(awaited: cst.BaseExpression, unit: Unit) -> bool:
    """``asyncio.wait`` and ``gather(…, return_exceptions=True)`` raise no CancelledError of the tasks they wait for."""
    if not isinstance(awaited, cst.Call):
        return False
    collects = any(
        argument.keyword is not None and argument.keyword.value == "return_exceptions" for argument in awaited.args
    )
    return bool(unit.names(awaited) & (_asyncio("wait", "gather") if collects else _asyncio("wait")))


def _asyncio(*names: str) -> set[str]:
    return {f"{module}.{name}" for name in names for module in ("asyncio", "asyncio.tasks", "asyncio.futures")}


def _members(several: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """The tasks of a display, else the collection itself."""
    if isinstance(several, cst.Tuple | cst.List | cst.Set):
        yield from (element.value for element in several.elements)
    else:
        yield several


@dataclass(frozen=True, slots=True)
class _Calling:
    """A method call: what it is called on, and the statement it stands in."""

    receiver: cst.BaseExpression
    method: str
    place: cst.CSTNode


@dataclass(frozen=True, slots=True)
class _Tasks:
    """The cancel calls of a function, and under which names it knows the same task or collection of tasks."""

    flow: Flow
    unit: Unit
    cancels: tuple[_Calling, ...]
    settles: tuple[_Calling, ...]
    aliases: dict[str, set[str]]
    bindings: dict[str, set[cst.CSTNode]]

    def cancelled_before(self, task: cst.BaseExpression, point: cst.CSTNode) -> bool:
        return any(self._leads_to(call, task, point) for call in self.cancels)

    def settled_before(self, future: cst.BaseExpression, point: cst.CSTNode) -> bool:
        return any(self._leads_to(call, future, point) for call in self.settles)

    def _leads_to(self, call: _Calling, task: cst.BaseExpression, point: cst.CSTNode) -> bool:
        """Is ``call`` one on ``task``, and does a path lead to ``point`` on which the name is not bound anew?"""
        place = self.flow.place(point, self.unit.ancestors(point))
        if place is None:
            return False
        shared = self.known_as(task) & self.known_as(call.receiver)
        return any(self.flow.reaches(call.place, place, avoiding=self.bindings.get(name, ())) for name in shared)

    def known_as(self, value: cst.BaseExpression) -> set[str]:
        """All names of what ``value`` is: itself, what it was bound from, and the collection it was taken from."""
        found: set[str] = set()
        todo = list(_names_of(value, self.unit))
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo.extend(self.aliases.get(name, ()))
        return found


@functools.lru_cache(maxsize=4)
def _tasks(function: cst.FunctionDef, unit: Unit) -> _Tasks:
    flow = _flow(function, unit)
    calls = tuple(_calls(function, flow, unit))
    aliases: dict[str, set[str]] = {}
    bindings: dict[str, set[cst.CSTNode]] = {}
    for node in executed(function.body):
        for target, value in _bound_by(node):
            name = unit.code(target)
            aliases.setdefault(name, set()).update(_names_of(value, unit))
            if node in flow and not _holds_nothing(value):
                bindings.setdefault(name, set()).add(node)
    cancels = tuple(call for call in calls if call.method == "cancel")
    settles = tuple(call for call in calls if call.method != "cancel")
    return _Tasks(flow, unit, cancels, settles, aliases, bindings)


def _calls(function: cst.FunctionDef, flow: Flow, unit: Unit) -> Iterator[_Calling]:
    for node in executed(function.body):
        match node:
            case cst.Call(
                func=cst.Attribute(value=receiver, attr=cst.Name("cancel" | "set_result" | "set_exception" as method))
            ):
                place = flow.place(node, unit.ancestors(node))
                if place is not None:
                    yield _Calling(receiver, method, place)


def _holds_nothing(value: cst.BaseExpression) -> bool:
    """``self._task = None`` after the cancel: the task lives on under its other name."""
    return isinstance(value, cst.Name) and value.value == "None"


def _bound_by(node: cst.CSTNode) -> Iterator[tuple[cst.BaseExpression, cst.BaseExpression]]:
    """The pairs of target and value that ``node`` binds or, for a collection, adds."""
    match node:
        case cst.Assign(targets=targets, value=value):
            for target in targets:
                yield from _pairs(target.target, value)
        case cst.AnnAssign(target=target, value=value) if value is not None:
            yield target, value
        case cst.NamedExpr(target=target, value=value):
            yield target, value
        case cst.For(target=target, iter=several) | cst.CompFor(target=target, iter=several):
            for name in _members(target):
                yield from ((name, task) for task in _members(several))
        case cst.Call(func=cst.Attribute(value=collection), args=[cst.Arg(value=value)]) if (
            _method(node) in _KEEPING_METHODS
        ):
            yield collection, value


def _pairs(
    target: cst.BaseExpression, value: cst.BaseExpression
) -> Iterator[tuple[cst.BaseExpression, cst.BaseExpression]]:
    if isinstance(target, cst.Tuple) and isinstance(value, cst.Tuple) and len(target.elements) == len(value.elements):
        yield from ((left.value, right.value) for left, right in zip(target.elements, value.elements, strict=True))
    else:
        yield from ((each, value) for each in _members(target))


def _names_of(value: cst.BaseExpression, unit: Unit) -> Iterator[str]:
    """Under which names ``value`` is known, looking through copies and filters of a collection."""
    match value:
        case cst.Name() | cst.Attribute() | cst.Subscript():
            yield unit.code(value)
        case cst.NamedExpr(target=target, value=inner):
            yield unit.code(target)
            yield from _names_of(inner, unit)
        case cst.ListComp() | cst.SetComp() | cst.GeneratorExp() if isinstance(value.elt, cst.Name):
            yield from (name for task in _members(value.for_in.iter) for name in _names_of(task, unit))
        case cst.Tuple() | cst.List() | cst.Set():
            yield from (name for element in value.elements for name in _names_of(element.value, unit))
        case cst.Call(func=cst.Attribute(value=several)) if _method(value) in {
            "values",
            "copy",
            "items",
            "pop",
            "popitem",
        }:
            yield from _names_of(several, unit)
        case cst.Call(func=cst.Name("list" | "tuple" | "set" | "sorted" | "reversed"), args=[cst.Arg(value=several)]):
            yield from _names_of(several, unit)


# -- leaving a finally block


def _finally_left_by(node: cst.CSTNode, unit: Unit) -> Iterator[cst.Finally]:
    """The ``finally`` blocks that a ``return``, ``break`` or ``continue`` leaves early, innermost first."""
    inner = node
    for outer in unit.ancestors(node):
        if isinstance(outer, cst.Finally):
            yield outer
        if isinstance(outer, cst.FunctionDef):
            return
        if isinstance(outer, cst.For | cst.While) and not isinstance(node, cst.Return) and inner is outer.body:
            return
        inner = outer


def _is_conditional(node: cst.CSTNode, unit: Unit) -> bool:
    """Does something inside the nearest ``finally`` decide whether ``node`` runs?"""
    deciding = (cst.If, cst.For, cst.While, cst.Match, cst.ExceptHandler, cst.ExceptStarHandler, cst.Else)
    around = itertools.takewhile(lambda outer: not isinstance(outer, cst.Finally), unit.ancestors(node))
    return any(isinstance(outer, deciding) for outer in around)


def _awaits_before_finally(left: cst.Finally, function: cst.FunctionDef, unit: Unit) -> bool:
    block = unit.parent(left)
    if not isinstance(block, cst.Try | cst.TryStar):
        return False
    if any(_catches(caught, unit) is not None and not _raises(handler) for handler, caught in _handlers(block)):
        parts = [*block.handlers, *([block.orelse] if block.orelse else [])]  # what the body raises is taken already
    else:
        parts = [block.body, *block.handlers, *([block.orelse] if block.orelse else [])]
    return any(True for part in parts for _ in _await_points(part, function, unit))


def _raises(handler: Handler) -> bool:
    return any(isinstance(node, cst.Raise) for node in executed(handler.body))
