"""Work on an executor whose workers may be other machines: the same results in the same order, whatever becomes of them.

Any ``concurrent.futures.Executor`` will do. Functions go there by name, all else as bytes. What a worker cannot do is done
on this machine, and so is all that is left when the executor breaks down: an executor makes a run faster, not different.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
import warnings
from abc import abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from asynclint import workers
from asynclint.fingerprints import of_program

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")
R = TypeVar("R")

# What runs on a worker: given the fingerprint of this program, the content of a batch, the key of the bytes that all batches share,
# and these bytes (or None where the worker is thought to have them). Gives nothing where it does not have them.
Function = Callable[[str, bytes, str, bytes | None], bytes]

_SCHEME = "dask://"
_MOST = 4_000_000  # of a batch's weight: about as many bytes as should be lost when a worker dies
_AHEAD = 3  # batches for each worker that are sent before it asks for them
_LOOK = 5.0  # seconds after which somebody looks whether there are workers at all,
_PATIENCE = 30.0  # and after which they are given up
_ANSWER = 10  # seconds for a scheduler to answer


class RemoteError(Exception):
    """Why nothing can be done on the executor, as one line for the user."""


class OtherProgramError(Exception):
    """A worker runs another version of asynclint, or another Python; what it runs is the argument."""


class SharingExecutor(Executor):
    """An executor that can say how many workers it has, and bring all of them the same bytes, once each."""

    deaths: tuple[type[BaseException], ...] = ()
    """What a future raises when the work has killed one worker after another."""

    @abstractmethod
    def workers(self) -> int:
        """How many workers there are at the moment."""

    @abstractmethod
    def share(self, content: bytes) -> Any:
        """What stands for the bytes among the arguments of a function."""


class Dask(SharingExecutor):
    """The workers of a Dask scheduler."""

    def __init__(self, client: Client) -> None:
        from distributed.scheduler import KilledWorker

        self.deaths = (KilledWorker,)
        self._client = client
        self._executor: Executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """As every executor does."""
        return self._executor.submit(fn, *args, **kwargs)

    def workers(self) -> int:
        """How many workers the scheduler knows."""
        return len(self._client.scheduler_info(n_workers=-1)["workers"])

    def share(self, content: bytes) -> Any:
        """A future of Dask's, which workers get from each other, and which is made again when they have all died."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it is large, which Dask thinks is a mistake
            return self._client.submit(bytes, content, pure=False)


@contextlib.contextmanager
def connected(address: str) -> Iterator[Executor]:
    """The workers at ``dask://HOST:PORT``. Raises :class:`RemoteError`."""
    if not address.startswith(_SCHEME):
        raise RemoteError(f"{address!r} is no address like {_SCHEME}HOST:PORT")
    try:
        from distributed import Client
    except ImportError:
        raise RemoteError(f"{address} needs Dask: pip install 'asynclint[dask]'") from None
    with contextlib.ExitStack() as stack:
        try:
            with _quiet():
                where = "tcp://" + address.removeprefix(_SCHEME)
                client = Client(where, timeout=_ANSWER, set_as_default=False)  # type: ignore[no-untyped-call]
                stack.enter_context(client)
        except (OSError, ValueError) as error:  # TimeoutError is one of them
            raise RemoteError(f"{address}: {_line(error)}") from None
        try:
            client.wait_for_workers(1, timeout=_ANSWER)
        except TimeoutError:
            raise RemoteError(f"{address}: the scheduler has no workers") from None
        yield Dask(client)


def work(
    executor: Executor,
    function: Function,
    items: Sequence[T],
    weights: Sequence[int],
    *,
    encode: Callable[[list[T]], bytes],
    decode: Callable[[bytes], list[R | None]],
    here: Callable[[list[T], bool], list[R]],
    shared: bytes = b"",
    progress: Callable[[int], None] | None = None,
) -> list[R]:
    """What ``function`` makes of the items, in order; ``weights`` say how much work each is.

    ``encode`` makes the content of a batch, and ``decode`` takes the answer apart: None for what the worker could not do, which
    is done ``here``, as is what has killed one worker after another, and the rest when the executor breaks down (with True then:
    it may kill this process, too). Raises :class:`RemoteError`.
    """
    run = _Work(executor, function, items, encode, decode, shared, progress)
    run.run(workers.batched(items, weights, run.width, _MOST))
    left = [index for index in range(len(items)) if index not in run.done]
    for index, result in zip(left, here([items[index] for index in left], run.has_killed), strict=True):
        run.done[index] = result
    return [run.done[index] for index in range(len(items))]


class _Work(Generic[T, R]):
    """The batches of one run. ``done`` are results by index; ``width`` is how many workers there are.

    ``has_killed`` says that some of the items may have killed workers.
    """

    def __init__(
        self,
        executor: Executor,
        function: Function,
        items: Sequence[T],
        encode: Callable[[list[T]], bytes],
        decode: Callable[[bytes], list[R | None]],
        shared: bytes,
        progress: Callable[[int], None] | None,
    ) -> None:
        self.done: dict[int, R] = {}
        self.has_killed = False
        self._executor = executor
        self._function = function
        self._items = items
        self._encode = encode
        self._decode = decode
        self._progress = progress
        self._key = hashlib.blake2b(shared, digest_size=16).hexdigest()
        self._shared = shared
        self._handle: Any = None  # for the shared bytes
        self._sharing = executor if isinstance(executor, SharingExecutor) else None
        self._deaths: tuple[type[BaseException], ...] = ()
        if self._sharing is not None:
            self._deaths = self._sharing.deaths
            self.width = max(1, self._sharing.workers())
        else:
            self.width = getattr(executor, "_max_workers", 0) or workers.default_jobs()

    def run(self, batches: list[list[int]]) -> None:
        """Send the batches, a few ahead of what the workers do, and take in what they answer."""
        # A plain executor would bring the shared bytes along with every batch; a worker that lacks them can say so.
        queue = deque((batch, number < self.width) for number, batch in enumerate(batches))
        waiting: dict[Future[bytes], list[int]] = {}
        try:
            if self._sharing is not None and self._shared:
                self._handle = self._sharing.share(self._shared)
            while queue or waiting:
                while queue and len(waiting) < self.width * _AHEAD:
                    batch, brings = queue.popleft()
                    waiting[self._submitted(batch, brings)] = batch
                for future in self._ready(waiting):
                    queue.extendleft(self._take(future, waiting.pop(future)))
        except (BrokenExecutor, CancelledError):
            self.has_killed = True
        finally:
            for future in waiting:
                future.cancel()

    def _submitted(self, batch: list[int], brings: bool) -> Future[bytes]:
        content = self._encode([self._items[index] for index in batch])
        shared = self._handle or (self._shared if brings else None)
        try:
            return self._executor.submit(self._function, of_program(), content, self._key, shared)
        except RuntimeError as error:  # it was shut down
            raise BrokenExecutor from error

    def _ready(self, waiting: Iterable[Future[bytes]]) -> set[Future[bytes]]:
        """Some futures that are done. Raises ``BrokenExecutor`` where there are no workers, and none come."""
        alive = time.monotonic()
        while True:
            ready, _ = wait(waiting, timeout=_LOOK, return_when=FIRST_COMPLETED)
            if ready:
                return ready
            if self._sharing is None or self._sharing.workers():
                alive = time.monotonic()
            elif time.monotonic() - alive > _PATIENCE:
                raise BrokenExecutor

    def _take(self, future: Future[bytes], batch: list[int]) -> list[tuple[list[int], bool]]:
        """Take in one answer, and give what has to be sent again."""
        try:
            content = future.result()
        except self._deaths:  # its own fault, or that of a batch that waited for the same worker
            self.has_killed = True
            return []
        except OtherProgramError as error:
            raise RemoteError(f"the workers run {error}, and this is {of_program()}") from None
        except (ImportError, AttributeError) as error:
            if "asynclint" not in str(error):
                raise
            raise RemoteError(f"the workers cannot run {of_program()}: {_line(error)}") from None
        else:
            if not content:
                return [(batch, True)]
            for index, result in zip(batch, self._decode(content), strict=True):
                if result is not None:
                    self.done[index] = result
        if self._progress is not None:
            self._progress(len(batch))
        return []


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without what Dask logs of a connection that fails, which is told in one line."""
    import logging

    logger = logging.getLogger("distributed")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
