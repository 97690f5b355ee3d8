"""ASL201-211: calls that stop the event loop, directly or through plain functions."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import libcst as cst

from asynclint.codemods.extract import extract_one, file_blocks
from asynclint.codemods.offload import check_helper, makes_its_own, offload, pass_function, sleep
from asynclint.codemods.patch import CannotFix
from asynclint.findings import Applicability, Fix
from asynclint.program.effects import Effect, Sink
from asynclint.program.facts import CallKind, Import
from asynclint.program.modules import Definition
from asynclint.rules.effect import EffectRule, blocks_inside, called_in_thread_slot, told
from asynclint.rules.rule import Draft, Rule
from asynclint.rules.unit import Unit

_NEVER_OFFLOADED = frozenset({"ASL208", "ASL209"})
# Connections of sqlite3, reentrant locks, windows: another thread may not touch them at all.
_THREAD_BOUND = frozenset({"ASL203", "ASL206", "ASL207"})

_COMMAND_LINES = frozenset({"argparse", "click", "typer", "cyclopts", "docopt", "optparse", "fire"})
# What builtins call of their arguments: nobody would call `len` in a thread.
_BEHIND_BUILTINS = frozenset(
    {"__len__", "__str__", "__repr__", "__bool__", "__format__", "__hash__", "__int__", "__float__"}
)


class _BlockingRule(EffectRule):
    meant_in_tests = True

    def direct(self, callee: str, sink: Sink) -> str:
        return f"`{callee}` {sink.does}, and nothing else on the event loop runs meanwhile; {sink.advice}"

    def reached(self, callee: str, sink: Sink, helpers: int) -> str:
        calls = "1 call" if helpers == 1 else f"{helpers} calls"
        return (
            f"`{callee}` blocks the event loop: {calls} further down `{sink.name}` {sink.does}; "
            f"offload the helper with `await asyncio.to_thread(...)`, or make it asynchronous"
        )

    def mended(self, call: cst.Call, effect: Effect, unit: Unit) -> Fix:
        """The fix: the call goes to a thread; a helper only unsafely, since what else it does is its own affair."""
        if self.code in _NEVER_OFFLOADED:
            raise CannotFix("a thread may cost more than it saves")
        if self.code == BlockingInput.code and _is_of_commands(unit):
            raise CannotFix("a command-line program waits for its user anyway")
        if blocks_inside(call, unit):
            raise CannotFix("what is evaluated before it blocks, too")
        if isinstance(unit.parent(call), cst.WithItem) and told(call, CallKind.ENTER, unit) is not None:
            raise CannotFix("entering it blocks, too")
        if effect.depth > 1:
            if isinstance(effect.step, Definition) and effect.step.fact.name in _BEHIND_BUILTINS:
                raise CannotFix("what blocks is a special method of its argument")
            site = unit.site(call)
            assert site is not None
            check_helper(site, unit)
            if self._is_bound(effect) and not makes_its_own(effect, unit):
                raise CannotFix("what it uses belongs to the thread that it is called in")
            return offload(call, unit, Applicability.UNSAFE)
        if effect.sink.name == "time.sleep":
            return sleep(call, unit)
        if self._is_bound(effect):
            raise CannotFix("it belongs to the thread that it is called in")
        blocks = file_blocks(call, unit) if self.code == BlockingFileIo.code else []
        if blocks:
            return extract_one(blocks, unit)
        if not effect.sink.thread_safe and _is_taken_by_awaited(call, unit):
            raise CannotFix("what takes the result may await it: perhaps the object has an asynchronous twin")
        return offload(call, unit, Applicability.SAFE if effect.sink.thread_safe else Applicability.UNSAFE)

    def _is_bound(self, effect: Effect) -> bool:
        return not effect.sink.thread_safe and self.code in _THREAD_BOUND


def _is_of_commands(unit: Unit) -> bool:
    """Whether the file is one of a command-line program: it imports what parses arguments."""
    return any(
        isinstance(binding, Import) and binding.module.partition(".")[0] in _COMMAND_LINES
        for bindings in unit.module.facts.scopes[0].bindings.values()
        for binding in bindings
    )


def _is_taken_by_awaited(call: cst.Call, unit: Unit) -> bool:
    """``await ensure_async(socket.recv())``."""
    argument = unit.parent(call)
    taker = unit.parent(argument) if isinstance(argument, cst.Arg) else None
    return taker is not None and isinstance(unit.parent(taker), cst.Await)


class BlockingSleep(_BlockingRule):
    """`time.sleep` stops the event loop.

    ## What it does

    Finds `time.sleep` and its like (`sched.scheduler.run`, ...) where they run on the event loop: in the body of an `async def`,
    in a loop callback, or in a plain function that one of these calls, at any depth and across files.

    ## Why is this bad

    The event loop is one thread. While it sleeps no other coroutine goes on, no timer fires and no connection is served: one
    `time.sleep(1)` in a web handler is a second of silence for every client.

    ## Example

    ```python
    import time

    async def retry(attempt: int) -> None:
        time.sleep(2 ** attempt)
    ```

    ## Use instead

    ```python
    import asyncio

    async def retry(attempt: int) -> None:
        await asyncio.sleep(2 ** attempt)
    ```

    ## When it is fine

    In functions that only run in threads (`asyncio.to_thread`, executors), in scripts without a loop, or for a zero delay. In the
    files of a test suite, where only the test waits, a finding is of severity *info*.

    ## Settings

    `blocking`, `non-blocking` and `offload` add what this project's own functions do; `max-depth` bounds the chains.

    ## References

    - [asyncio.sleep](https://docs.python.org/3/library/asyncio-task.html#asyncio.sleep)
    """

    code = "ASL201"
    mild_in_tests = True
    mends = (
        "`time.sleep(x)` becomes `await asyncio.sleep(x)`, or anyio's or trio's (safe); other calls go to a "
        "thread, as for ASL202."
    )


class BlockingNetwork(_BlockingRule):
    """A synchronous network call stops the event loop.

    ## What it does

    Finds HTTP clients, sockets, name look-ups, mail, FTP and SDK clients of the synchronous kind where they run on the event loop,
    directly or through plain functions.

    ## Why is this bad

    Until the server answers, or until a timeout of minutes, the loop serves nobody else. A slow or dead server then takes the whole
    program with it.

    ## Example

    ```python
    import requests

    async def price(symbol: str) -> str:
        return requests.get(f"https://example.org/{symbol}").text
    ```

    ## Use instead

    ```python
    import asyncio

    import requests

    def fetch_price(symbol: str) -> str:
        return requests.get(f"https://example.org/{symbol}").text

    async def price(symbol: str) -> str:
        return await asyncio.to_thread(fetch_price, symbol)
    ```

    ## When it is fine

    In functions that only run in threads. Building a client or a session that does not connect is not reported.

    ## Settings

    `blocking`, `non-blocking` and `offload` add what this project's own functions do; `max-depth` bounds the chains.

    ## References

    - [Running blocking code](https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code)
    """

    code = "ASL202"
    mends = (
        "The call goes to a thread: `await asyncio.to_thread(f, x)`, or anyio's or trio's way. Safe for calls that "
        "are known to be thread-safe, unsafe for others and for helpers that come to such a call."
    )


class BlockingDatabase(_BlockingRule):
    """A synchronous database call stops the event loop.

    ## What it does

    Finds DB-API drivers, synchronous ORM sessions and the synchronous clients of Redis, MongoDB and the like where they run on the
    event loop, directly or through plain functions.

    ## Why is this bad

    A query waits for the server, for locks of other transactions, and for the disk. All that time the loop stands still.

    ## Example

    ```python
    import sqlite3

    async def count(path: str) -> int:
        connection = sqlite3.connect(path)
        return connection.execute("select count(*) from orders").fetchone()[0]
    ```

    ## Use instead

    ```python
    import asyncio
    import sqlite3

    def count_orders(path: str) -> int:
        connection = sqlite3.connect(path)
        return connection.execute("select count(*) from orders").fetchone()[0]

    async def count(path: str) -> int:
        return await asyncio.to_thread(count_orders, path)
    ```

    ## When it is fine

    With drivers that are asynchronous (asyncpg, aiosqlite, `redis.asyncio`, SQLAlchemy's async session), or in threads.

    ## Settings

    `blocking`, `non-blocking` and `offload` add what this project's own functions do; `max-depth` bounds the chains.

    ## References

    - [Running blocking code](https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code)
    """

    code = "ASL203"
    mends = (
        "The call goes to a thread, as for ASL202; what belongs to one thread (connections of sqlite3) is left alone."
    )


class BlockingSubprocess(_BlockingRule):
    """Waiting for another process stops the event loop.

    ## What it does

    Finds `subprocess.run` and its kin, `Popen.wait` and `communicate`, `os.system`, `os.waitpid` and the like where they run on the
    event loop, directly or through plain functions.

    ## Why is this bad

    The loop stands still until the other program ends, which may be never.

    ## Example

    ```python
    import subprocess

    async def revision() -> str:
        return subprocess.check_output(["git", "rev-parse", "HEAD"], text=True)
    ```

    ## Use instead

    ```python
    import asyncio

    async def revision() -> str:
        process = await asyncio.create_subprocess_exec("git", "rev-parse", "HEAD", stdout=asyncio.subprocess.PIPE)
        output, _ = await process.communicate()
        return output.decode()
    ```

    ## When it is fine

    In functions that only run in threads, and `Popen.poll()`, which does not wait.

    ## Settings

    `blocking`, `non-blocking` and `offload` add what this project's own functions do; `max-depth` bounds the chains.

    ## References

    - [asyncio subprocesses](https://docs.python.org/3/library/asyncio-subprocess.html)
    """

    code = "ASL204"
    mends = "The call goes to a thread, as for ASL202."


class BlockingFileIo(_BlockingRule):
    """Reading or writing files stops the event loop.

    ## What it does

    Finds reads and writes of files, copies and walks of whole trees, archives, and modules loaded from disk, where they run on the
    event loop, directly or through plain functions.

    ## Why is this bad

    A disk is fast until it is not: a network share, a cold cache or a large file stops every coroutine for as long as it takes.

    ## Example

    ```python
    from pathlib import Path

    async def load(path: Path) -> str:
        return path.read_text()
    ```

    ## Use instead

    ```python
    import asyncio
    from pathlib import Path

    async def load(path: Path) -> str:
        return await asyncio.to_thread(path.read_text)
    ```

    ## When it is fine

    Small files on a local disk may be quicker than a thread: then say so with a reason in a suppression. In-memory files
    (`io.BytesIO`, `io.StringIO`) are not reported. Opening alone, and asking whether a file exists, is ASL209. In the files of a
    test suite a finding is of severity *info*.

    ## Settings

    `blocking`, `non-blocking` and `offload` add what this project's own functions do; `max-depth` bounds the chains.

    ## References

    - [Running in threads](https://docs.python.org/3/library/asyncio-task.html#running-in-threads)
    """

    code = "ASL205"
    mild_in_tests = True
    mends = (
        "The call goes to a thread, as for ASL202. A whole `with open(...)` block that only reads or writes "
        "becomes a function that is run in a thread (unsafe)."
    )


class BlockingSynchronization(_BlockingRule):
    """Waiting for a thread stops the event loop.

    ## What it does

    Finds locks, events, conditions and queues of `threading`, `queue` and `multiprocessing`, `Thread.join`, and the `result()` of
    `concurrent.futures`, where they wait on the event loop, directly or through plain functions.

    ## Why is this bad

    The loop waits for another thread. When that thread in turn waits for the loop, neither ever goes on.

    ## Example

    ```python
    import queue

    jobs: queue.Queue[str] = queue.Queue()

    async def next_job() -> str:
        return jobs.get()
    ```

    ## Use instead

    ```python
    import asyncio

    jobs: asyncio.Queue[str] = asyncio.Queue()

    async def next_job() -> str:
        return await jobs.get()
    ```

    ## When it is fine

    Calls that do not wait (`block=False`, `timeout=0`, `get_nowait`). A lock held for a few statements of work in memory is only a
    *possible* finding.

    ## Settings

    `blocking`, `non-blocking` and `offload` add what this project's own functions do; `max-depth` bounds the chains.

    ## References

    - [Synchronization primitives](https://docs.python.org/3/library/asyncio-sync.html)
    """

    code = "ASL206"
    mends = (
        "The call goes to a thread, as for ASL202; what belongs to one thread (reentrant locks, conditions) is "
        "left alone."
    )


class BlockingInput(_BlockingRule):
    """Waiting for console input stops the event loop.

    ## What it does

    Finds `input()`, `getpass.getpass()` and reads of `sys.stdin` where they run on the event loop, directly or through plain
    functions.

    ## Why is this bad

    A person takes seconds to answer. All that time the loop stands still: heartbeats are missed and connections time out.

    ## Example

    ```python
    async def ask() -> str:
        return input("Continue? ")
    ```

    ## Use instead

    ```python
    import asyncio

    async def ask() -> str:
        return await asyncio.to_thread(input, "Continue? ")
    ```

    ## When it is fine

    In functions that only run in threads.

    ## Settings

    `blocking`, `non-blocking` and `offload` add what this project's own functions do; `max-depth` bounds the chains.

    ## References

    - [Running in threads](https://docs.python.org/3/library/asyncio-task.html#running-in-threads)
    """

    code = "ASL207"
    mends = "The call goes to a thread, as for ASL202; not in a file that parses a command line."


class CpuBoundCall(_BlockingRule):
    """A long calculation stops the event loop.

    ## What it does

    Finds password hashing, key derivation, compression and the like where they run on the event loop. Off by default.

    ## Why is this bad

    Such a call takes tens or hundreds of milliseconds of processor time, in which no other coroutine runs.

    ## Example

    ```python
    import hashlib

    async def check(password: bytes, salt: bytes) -> bytes:
        return hashlib.scrypt(password, salt=salt, n=16384, r=8, p=1)
    ```

    ## Use instead

    ```python
    import asyncio
    import hashlib

    async def check(password: bytes, salt: bytes) -> bytes:
        return await asyncio.to_thread(hashlib.scrypt, password, salt=salt, n=16384, r=8, p=1)
    ```

    ## When it is fine

    For small inputs. A thread helps only with calculations that release the GIL, as those above do; for others use a process pool.

    ## Settings

    `blocking`, `non-blocking` and `offload` add what this project's own functions do; `max-depth` bounds the chains.

    ## References

    - [Running blocking code](https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code)
    """

    code = "ASL208"


class CheapFileSystemCall(_BlockingRule):
    """A file system call that is usually over in microseconds.

    ## What it does

    Finds `open`, `os.path.exists`, `stat`, `mkdir` and the like where they run on the event loop. Off by default: on a local disk a
    thread often costs more than the call.

    ## Why is this bad

    On network file systems and failing disks even these wait.

    ## Example

    ```python
    import os

    async def is_there(path: str) -> bool:
        return os.path.exists(path)
    ```

    ## Use instead

    ```python
    import asyncio
    import os

    async def is_there(path: str) -> bool:
        return await asyncio.to_thread(os.path.exists, path)
    ```

    ## When it is fine

    Nearly always, on a local disk.

    ## Settings

    `blocking`, `non-blocking` and `offload` add what this project's own functions do; `max-depth` bounds the chains.

    ## References

    - [Running in threads](https://docs.python.org/3/library/asyncio-task.html#running-in-threads)
    """

    code = "ASL209"


class BlockingDeclared(_BlockingRule):
    """A call that the project's own settings say blocks.

    ## What it does

    Finds calls of functions that `blocking` lists in the settings, where they run on the event loop, directly or through plain
    functions.

    ## Why is this bad

    As for any other blocking call: nothing else on the loop runs until it returns.

    ## Example

    With `blocking = ["json.loads"]` in the settings:

    ```python
    # asynclint settings: blocking = ["json.loads"]
    import json

    async def parse(text: str) -> object:
        return json.loads(text)
    ```

    ## Use instead

    ```python
    # asynclint settings: blocking = ["json.loads"]
    import asyncio
    import json

    async def parse(text: str) -> object:
        return await asyncio.to_thread(json.loads, text)
    ```

    ## When it is fine

    In functions that only run in threads.

    ## Settings

    `blocking = ["package.module.function", "package.Class.method", "package.slow.*"]`

    ## References

    - [Running blocking code](https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code)
    """

    code = "ASL210"
    mends = "The call goes to a thread (unsafe)."


class OffloadCalledNotPassed(Rule):
    """The function is called on the loop, and its result handed to the thread: `to_thread(f())` for `to_thread(f)`.

    ## What it does

    Finds a call where `asyncio.to_thread`, `run_in_executor`, `Executor.submit`, `threading.Thread(target=...)` and their like want
    a function, when what the call returns is not a function.

    ## Why is this bad

    Python evaluates arguments first: the work is done right there, on the event loop, which stands still as if there were no
    thread. The thread then tries to call the result and raises TypeError.

    ## Example

    ```python
    import asyncio
    import shutil

    async def pack(folder: str) -> None:
        await asyncio.to_thread(shutil.make_archive("backup", "zip", folder))
    ```

    ## Use instead

    ```python
    import asyncio
    import shutil

    async def pack(folder: str) -> None:
        await asyncio.to_thread(shutil.make_archive, "backup", "zip", folder)
    ```

    ## When it is fine

    A call that returns a function (`functools.partial(...)`, a factory) is what the thread wants, and is not reported; nor is a
    call of which it is not known what it returns.

    ## Settings

    `offload` names functions of your own that run a callable in a thread.

    ## References

    - [asyncio.to_thread](https://docs.python.org/3/library/asyncio-task.html#asyncio.to_thread)
    """

    code = "ASL211"
    mends = "`to_thread(f(x))` becomes `to_thread(f, x)` (safe)."
    listens = (cst.Call,)

    def visit(self, node: cst.CSTNode, unit: Unit) -> Iterator[Draft]:
        assert isinstance(node, cst.Call)
        called = called_in_thread_slot(node, unit)
        if called is not None:
            function = unit.code(called.func)
            yield Draft(
                node,
                f"`{function}(...)` runs here, before `{unit.code(node.func)}` gets its result to call; pass the function itself: "
                f"`{function}` and its arguments",
                fix=functools.partial(pass_function, node, called, unit),
            )
