"""Work in several processes: the same results in the same order as in one, and a crash costs one item, not the run."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from asynclint import profiling

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, ForkProcess, SpawnContext  # of which Windows has but one

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")

_STACK = 512 * 1024 * 1024  # bytes of address space, not of memory: pages are used as the parser recurses
_MAIN_STACK = 100 * 1024 * 1024  # the same; Linux leaves so much room below a stack, whatever its limit was
_RECURSION_LIMIT = 50_000


def default_jobs() -> int:
    """One process a core that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Whether child processes can start with a copy of what this one knows (``fork`` is not safe on macOS)."""
    return sys.platform == "linux"


def context() -> ForkContext | SpawnContext:
    """How child processes are started."""
    return multiprocessing.get_context("fork") if can_fork() else multiprocessing.get_context("spawn")


@contextlib.contextmanager
def roomy_stack() -> Iterator[None]:
    """The stack that this process and its forks begin with may grow as far as the system lets it: compiled code recurses on it."""
    if not can_fork():
        yield
        return
    import resource

    soft, hard = limits = resource.getrlimit(resource.RLIMIT_STACK)
    wanted = _MAIN_STACK if hard == resource.RLIM_INFINITY else min(_MAIN_STACK, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_STACK, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_STACK, limits)


def deep(function: Callable[[T], R], item: T) -> R:
    """``function(item)`` on a stack that deeply nested source does not overflow. Raises what the function raises."""
    outcome: list[R] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(function(item))
        except BaseException as error:
            failure.append(error)

    limit, size = sys.getrecursionlimit(), threading.stack_size(_STACK)
    sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
    try:
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(limit)
        threading.stack_size(size)
    if failure:
        raise failure[0]
    return outcome[0]


class _Task(Generic[T, R]):
    """A function that a worker applies to a batch of items, on a deep stack."""

    def __init__(self, function: Callable[[T], R]) -> None:
        self.function = function

    def __call__(self, batch: Sequence[T]) -> tuple[list[R], profiling.Parts]:
        return self.here(batch), profiling.taken()

    def here(self, batch: Sequence[T]) -> list[R]:
        return deep(self._all, batch)

    def _all(self, batch: Sequence[T]) -> list[R]:
        return [self.function(item) for item in batch]


# What forked workers find in their copy of this process: nothing of it is ever pickled.
_inherited: Callable[[int], Any] | None = None


def _call_inherited(index: int) -> Any:
    assert _inherited is not None
    return _inherited(index)


def work(
    function: Callable[[T], R],
    items: Sequence[T],
    weights: Sequence[int],
    *,
    jobs: int,
    crashed: Callable[[T], R],
    decode: Callable[[R], S],
    progress: Callable[[int], None] | None = None,
    inherit: bool = False,
    careful: bool = False,
) -> list[S]:
    """``decode(function(item))`` of every item, in order. ``weights`` say how much work each is.

    This process decodes what others found as it comes in. ``crashed`` gives the result of an item that killed its process.
    With ``inherit`` the function needs what this process knows: it is handed over by ``fork``, and where that cannot be,
    everything runs here. With ``careful`` nothing else does: an item has killed a process already, and nobody knows which.
    """
    jobs = max(jobs, 2) if careful else jobs
    batches = batched(items, weights, jobs)
    if not batches or (not careful and (jobs == 1 or len(batches) < 2)) or (inherit and not can_fork()):
        results = []
        for batch in batches:
            results.append([decode(found) for found in _Task(function).here([items[index] for index in batch])])
            if progress is not None:
                progress(len(batch))
        return _in_order(batches, results, len(items))
    if inherit:
        global _inherited
        _inherited = lambda index: function(items[index])  # noqa: E731
        try:
            numbers = range(len(items))
            lost = lambda number: crashed(items[number])  # noqa: E731
            return _in_processes(_call_inherited, numbers, batches, jobs, lost, decode, progress)
        finally:
            _inherited = None
    return _in_processes(function, items, batches, jobs, crashed, decode, progress)


def share(
    function: Callable[[int], R], count: int, *, jobs: int, encode: Callable[[R], bytes], decode: Callable[[bytes], R]
) -> list[R]:
    """``function(0)`` … ``function(count - 1)``, at most 256 of them, worked out by this process and by forks of it.

    Each begins with a stretch of its own, since neighbours have much in common, and then takes what others have not come to.
    What a fork found is handed over by ``encode`` and ``decode``; where a fork dies, its part is done here.
    """
    forking = multiprocessing.get_context("fork")
    stretches = [_pipe(range(count * job // jobs, count * (job + 1) // jobs)) for job in range(jobs)]

    def taken(job: int) -> Iterator[int]:
        for stretch in stretches[job:] + stretches[:job]:
            while number := os.read(stretch, 1):
                yield number[0]

    def elsewhere(job: int, sender: Connection) -> None:
        with contextlib.suppress(BaseException):  # whatever it is, it will come up again where it can be told
            sender.send([(number, encode(function(number))) for number in taken(job)])

    forks: list[tuple[ForkProcess, Connection]] = []
    try:
        for job in range(1, jobs):
            receiver, sender = forking.Pipe(duplex=False)
            process = forking.Process(target=elsewhere, args=(job, sender), daemon=True)
            process.start()
            sender.close()
            forks.append((process, receiver))
        done = {number: function(number) for number in taken(0)}
        for _, receiver in forks:
            with contextlib.suppress(EOFError, OSError):
                done.update((number, decode(content)) for number, content in receiver.recv())
    except BaseException:
        for fork, _ in forks:
            fork.terminate()
        raise
    finally:
        for fork, receiver in forks:
            receiver.close()
            fork.join()
        for stretch in stretches:
            os.close(stretch)
    return [done[number] if number in done else function(number) for number in range(count)]


def _pipe(numbers: Sequence[int]) -> int:
    """A file that gives each of the numbers, as a byte, to one of the processes that read from it."""
    reader, writer = os.pipe()
    os.write(writer, bytes(numbers))
    os.close(writer)
    return reader


def _in_processes(
    function: Callable[[T], R],
    items: Sequence[T],
    batches: list[list[int]],
    jobs: int,
    crashed: Callable[[T], R],
    decode: Callable[[R], S],
    progress: Callable[[int], None] | None,
) -> list[S]:
    task = _Task(function)
    done: dict[int, list[S]] = {}
    pool = ProcessPoolExecutor(min(jobs, len(batches)), mp_context=context(), initializer=profiling.taken)
    try:
        waiting: dict[Future[tuple[list[R], profiling.Parts]], int] = {
            pool.submit(task, [items[index] for index in batch]): number for number, batch in enumerate(batches)
        }
        while waiting:
            ready, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in ready:
                number = waiting.pop(future)
                try:
                    results, spent = future.result()
                except BrokenProcessPool:
                    continue
                done[number] = [decode(found) for found in results]
                profiling.add(spent)
                if progress is not None:
                    progress(len(batches[number]))
    except BaseException:
        for process in list((pool._processes or {}).values()):
            process.terminate()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()  # with its threads: this process may be forked again
    for number, batch in enumerate(batches):
        if number not in done:  # a process died: find out with which item
            done[number] = [decode(_alone(task, items[index], crashed)) for index in batch]
    return _in_order(batches, [done[number] for number in range(len(batches))], len(items))


def _alone(task: _Task[T, R], item: T, crashed: Callable[[T], R]) -> R:
    with ProcessPoolExecutor(1, mp_context=context()) as pool:
        try:
            return pool.submit(task, [item]).result()[0][0]
        except BrokenProcessPool:
            return crashed(item)


def batched(items: Sequence[T], weights: Sequence[int], jobs: int, most: int | None = None) -> list[list[int]]:
    """Indices of the items in batches of about the same weight, of ``most`` that much, the heaviest items first."""
    order = sorted(range(len(items)), key=lambda index: (-weights[index], index))
    limit = max(1, sum(weights) // (jobs * 16))
    if most is not None:
        limit = min(limit, most)
    batches: list[list[int]] = []
    weight = limit
    for index in order:
        if weight >= limit:
            batches.append([])
            weight = 0
        batches[-1].append(index)
        weight += weights[index]
    return batches


def _in_order(batches: list[list[int]], results: list[list[R]], count: int) -> list[R]:
    by_index = {
        index: result
        for batch, part in zip(batches, results, strict=True)
        for index, result in zip(batch, part, strict=True)
    }
    return [by_index[index] for index in range(count)]
