"""It runs where no loop runs: at the top, in threads, in other processes, in tests."""

import asyncio
import functools
import multiprocessing
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor

import click


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


def fetch_sync(url: str) -> str:
    return asyncio.run(fetch(url))


def main() -> None:
    print(fetch_sync("/"))
    with asyncio.Runner(debug=True) as runner:
        runner.run(fetch("/"))


@click.command()
def cli() -> None:
    asyncio.run(fetch("/"))


class Fetching(unittest.TestCase):
    def test_fetch(self) -> None:
        self.assertEqual(asyncio.run(fetch("/")), "/")
        self.assertEqual(fetch_sync("/"), "/")


class Worker(threading.Thread):
    def run(self) -> None:
        asyncio.run(fetch("/"))


async def offloaded(url: str) -> None:
    await asyncio.to_thread(fetch_sync, url)
    await asyncio.to_thread(asyncio.run, fetch(url))
    await asyncio.to_thread(lambda: asyncio.run(fetch(url)))
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor() as pool:
        await loop.run_in_executor(pool, asyncio.run, fetch(url))
        await loop.run_in_executor(pool, functools.partial(fetch_sync, url))
    threading.Thread(target=fetch_sync, args=(url,)).start()
    multiprocessing.Process(target=main).start()
    Worker().start()


async def nested_threads() -> str:
    def in_thread() -> str:
        async def inner() -> str:
            return await fetch("/")

        return asyncio.run(inner())

    return await asyncio.to_thread(in_thread)


class Runner:
    """A race, not a loop."""

    def run(self, distance: float) -> float:
        return distance * 2


class asyncio_:
    @staticmethod
    def run(text: str) -> str:
        return text


async def other_runs(runner: Runner, unknown, run) -> None:
    print(runner.run(3), Runner().run(4), asyncio_.run("x"))
    run(fetch)
    unknown.run("x")
    with unknown.Runner() as other:
        other.run("x")


async def shadowed(asyncio: Runner) -> None:
    asyncio.run(3)


if __name__ == "__main__":
    main()
