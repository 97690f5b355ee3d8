"""ASL401-403: an event loop, or a wait for one, where a loop is running already."""

from __future__ import annotations

import libcst as cst

from asynclint.codemods.awaiting import await_argument, await_submitted
from asynclint.codemods.patch import CannotFix
from asynclint.findings import Fix
from asynclint.program.effects import Effect, Sink
from asynclint.rules.effect import EffectRule
from asynclint.rules.unit import Unit


class _LoopRule(EffectRule):
    def direct(self, callee: str, sink: Sink) -> str:
        return f"`{callee}(...)` {sink.does}; {sink.advice}"

    def reached(self, callee: str, sink: Sink, helpers: int) -> str:
        return f"`{callee}` ends in `{sink.name}(...)`, which {sink.does}; await the coroutine here, or call it from a thread"

    def mended(self, call: cst.Call, effect: Effect, unit: Unit) -> Fix:
        """The fix: what the loop was to run is awaited, where that is in sight."""
        if effect.depth > 1:
            raise CannotFix("the loop is run in a helper")
        return await_argument(call, unit)


class AsyncioRunOnLoop(_LoopRule):
    """`asyncio.run` is reached while an event loop is running.

    ## What it does

    Finds calls in async code, in callbacks of the loop, and in the cells of notebooks, which run on a loop, that are
    `asyncio.run(...)`, `asyncio.Runner.run(...)`, `anyio.run` or `uvloop.run`, or that come to one of them through plain
    functions, at any depth and across files.

    ## Why is this bad

    `asyncio.run` raises `RuntimeError: asyncio.run() cannot be called from a running event loop`, and the coroutine that was
    handed to it is never awaited. Such a helper works in scripts and tests, and fails in the first async caller.

    ## Example

    ```python
    import asyncio

    async def fetch(url: str) -> str:
        await asyncio.sleep(0)
        return url

    def fetch_sync(url: str) -> str:
        return asyncio.run(fetch(url))

    async def handler(url: str) -> str:
        return fetch_sync(url)
    ```

    ## Use instead

    ```python
    import asyncio

    async def fetch(url: str) -> str:
        await asyncio.sleep(0)
        return url

    async def handler(url: str) -> str:
        return await fetch(url)
    ```

    ## When it is fine

    A function that first asks whether a loop is running (`asyncio.get_running_loop()` in a `try`, `loop.is_running()`, or which
    thread it is in) is not reported, nor is one that is handed to another thread. In a module that calls `nest_asyncio.apply()`
    the finding is only possible.

    ## Settings

    `non-blocking` names functions whose calls are not to be followed.

    ## References

    - [asyncio.run](https://docs.python.org/3/library/asyncio-runner.html#asyncio.run)
    """

    code = "ASL401"
    mends = "`asyncio.run(main())` becomes `await main()` in async code and in notebook cells (safe)."


class RunUntilCompleteOnLoop(_LoopRule):
    """A loop's own `run_until_complete` or `run_forever` is reached while a loop is running.

    ## What it does

    Finds calls in async code, in callbacks of the loop, and in the cells of notebooks, that are `loop.run_until_complete(...)`
    or `loop.run_forever()`, or that come to one of them through plain functions.

    ## Why is this bad

    The loop raises `RuntimeError: This event loop is already running`; a new loop raises `Cannot run the event loop while
    another loop is running`. The coroutine is never awaited.

    ## Example

    ```python
    import asyncio

    async def fetch(url: str) -> str:
        await asyncio.sleep(0)
        return url

    async def handler(url: str) -> str:
        loop = asyncio.new_event_loop()
        return loop.run_until_complete(fetch(url))
    ```

    ## Use instead

    ```python
    import asyncio

    async def fetch(url: str) -> str:
        await asyncio.sleep(0)
        return url

    async def handler(url: str) -> str:
        return await fetch(url)
    ```

    ## When it is fine

    As for ASL401: after a question whether a loop runs, or in another thread.

    ## Settings

    `non-blocking` names functions whose calls are not to be followed.

    ## References

    - [loop.run_until_complete](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.run_until_complete)
    """

    code = "ASL402"
    mends = "`loop.run_until_complete(main())` becomes `await main()` in async code and in notebook cells (safe)."


class ThreadWaitOnLoop(_LoopRule):
    """`run_coroutine_threadsafe(...).result()` on the loop's own thread: a deadlock.

    ## What it does

    Finds `.result()` and `.exception()` of a future from `asyncio.run_coroutine_threadsafe`, reached on the event loop directly
    or through plain functions.

    ## Why is this bad

    The coroutine is to run on the loop; the loop's thread is waiting for it and runs nothing. Neither ever goes on. With a
    timeout it ends in `TimeoutError`, and the whole program has stood still until then.

    ## Example

    ```python
    import asyncio

    async def fetch(url: str) -> str:
        await asyncio.sleep(0)
        return url

    async def handler(url: str) -> str:
        loop = asyncio.get_running_loop()
        return asyncio.run_coroutine_threadsafe(fetch(url), loop).result()
    ```

    ## Use instead

    ```python
    import asyncio

    async def fetch(url: str) -> str:
        await asyncio.sleep(0)
        return url

    async def handler(url: str) -> str:
        return await fetch(url)
    ```

    ## When it is fine

    From another thread it is exactly what the function is for.

    ## Settings

    `non-blocking` names functions whose calls are not to be followed.

    ## References

    - [asyncio.run_coroutine_threadsafe](https://docs.python.org/3/library/asyncio-task.html#asyncio.run_coroutine_threadsafe)
    """

    code = "ASL403"
    mends = "The coroutine is awaited on this loop (unsafe: it may have been meant for another)."

    def mended(self, call: cst.Call, effect: Effect, unit: Unit) -> Fix:
        """The fix: the coroutine is awaited on this loop, which may not be the loop it was meant for."""
        if effect.depth > 1:
            raise CannotFix("the wait is in a helper")
        return await_submitted(call, unit)
