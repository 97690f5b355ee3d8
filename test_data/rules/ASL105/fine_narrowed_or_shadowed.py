"""The name holds something else by the time of the `with`."""

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Iterator


class Session:
    async def __aenter__(self) -> "Session":
        return self

    async def __aexit__(self, *exc: object) -> None:
        return None


class SyncSession:
    def __enter__(self) -> "SyncSession":
        return self

    def __exit__(self, *exc: object) -> None:
        return None


async def numbers() -> AsyncIterator[int]:
    yield 1


def collected(function):
    @functools.wraps(function)
    def wrapper(*args):
        async def gather() -> list[int]:
            return [item async for item in function(*args)]

        return asyncio.run(gather())

    return wrapper


@collected
async def squares() -> AsyncIterator[int]:
    yield 4


def print_squares() -> None:
    for square in squares():
        print(square)


def either(session: Session | SyncSession) -> None:
    if isinstance(session, SyncSession):
        with session:
            print("sync")


async def rebound() -> list[int]:
    source = numbers()
    source = [item async for item in source]
    for item in source:
        print(item)
    session = Session()
    async with session:
        pass
    session = SyncSession()
    with session:
        pass
    return source


def shadowed(numbers, session) -> None:
    for number in numbers():
        print(number)
    with session as Session:
        print(Session)


class Holder:
    def numbers(self) -> Iterator[int]:
        yield 2

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        # entering *this* is plain, what it gives is not entered
        yield Session()

    def use(self) -> None:
        for number in self.numbers():
            print(number)
        with self.session() as session:
            print(session)


@contextlib.contextmanager
def portal() -> Iterator[asyncio.Lock]:
    yield asyncio.Lock()


async def guarded() -> None:
    with portal() as lock:
        async with lock:
            await asyncio.sleep(0)


def fallback() -> None:
    try:
        from sessions import Session as Best
    except ImportError:
        Best = SyncSession
    with Best():
        pass
