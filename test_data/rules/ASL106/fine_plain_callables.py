"""Plain functions in these slots, or slots that do take coroutine functions."""

import asyncio
import atexit
import functools
import signal
import threading
import unittest
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from webframework import App

app = App()
TASKS: set["asyncio.Task[None]"] = set()
HANDLERS: dict[str, Callable[..., Awaitable[None]]] = {}


async def refresh(name: str = "all") -> None:
    await asyncio.sleep(0)


async def priority(name: str) -> int:
    return len(name)


def spawn(name: str = "all") -> None:
    task = asyncio.ensure_future(refresh(name))
    TASKS.add(task)
    task.add_done_callback(TASKS.discard)


def run(name: str = "all") -> None:
    asyncio.run(refresh(name))


def start_threads() -> None:
    threading.Thread(target=run, args=("users",)).start()
    threading.Thread(target=asyncio.run, args=(refresh(),)).start()
    threading.Thread(target=lambda: asyncio.run(refresh())).start()
    with ThreadPoolExecutor() as pool:
        pool.submit(asyncio.run, refresh())
        pool.submit(run, "users")
    atexit.register(run)
    signal.signal(signal.SIGTERM, lambda number, frame: print(number, frame))


async def callbacks(loop: asyncio.AbstractEventLoop) -> None:
    loop.call_soon(spawn)
    loop.call_later(5, spawn, "users")
    loop.call_later(1, functools.partial(spawn, "x"))
    loop.add_signal_handler(signal.SIGTERM, spawn)
    # the coroutine function is an argument, not the callback
    loop.call_soon(HANDLERS.setdefault, "refresh", refresh)
    loop.call_soon(print, refresh)
    done = asyncio.Event()
    loop.call_later(0.1, done.set)
    await asyncio.to_thread(run, "users")
    await done.wait()


async def scheduled_by_callback(loop: asyncio.AbstractEventLoop) -> None:
    keep = loop.create_task(refresh())
    keep.add_done_callback(TASKS.discard)
    await keep


def slots_for_coroutines() -> None:
    app.on_startup(refresh)
    app.add_route("/refresh", refresh)
    app.schedule(every=5, target=refresh)
    HANDLERS["refresh"] = refresh
    HANDLERS.update(all=functools.partial(refresh, "all"))


async def servers() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "localhost", 0)
    unix = await asyncio.start_unix_server(client_connected_cb=serve, path="/tmp/x")
    server.close()
    unix.close()


async def mapped(names: list[str]) -> list[str]:
    # `map` only makes the coroutines; gather awaits them
    sizes = await asyncio.gather(*map(priority, names))
    ranked = sorted(zip(sizes, names), key=lambda pair: pair[0])
    keys = dict(zip(names, sizes))
    names.sort(key=keys.__getitem__)
    biggest = max(names, key=len)
    return [name for _, name in ranked if name != biggest]


class Cleaning(unittest.IsolatedAsyncioTestCase):
    async def test(self) -> None:
        self.addAsyncCleanup(refresh)
        self.addCleanup(run)


class Priority:
    def priority(self, name: str) -> int:
        return len(name)

    def ordered(self, names: list[str]) -> list[str]:
        return sorted(names, key=self.priority)


def shadowed(priority, refresh, names: list[str]) -> list[str]:
    threading.Thread(target=refresh).start()
    return sorted(names, key=priority)


def in_loop(function):
    @functools.wraps(function)
    def wrapper(*args):
        return asyncio.run(function(*args))

    return wrapper


@in_loop
async def nightly() -> None:
    await refresh("nightly")


def start_nightly() -> None:
    threading.Timer(86400, nightly).start()
