"""The decorator (or the name) makes a plain call of what reads like a coroutine function."""

import asyncio
import contextlib
import functools
import types
from collections.abc import AsyncIterator, Generator

import click
import typer

app = typer.Typer()


def run_in_loop(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return asyncio.run(function(*args, **kwargs))

    return wrapper


class blocking:
    """A class as decorator: the name is bound to an instance, and calling that runs a loop."""

    def __init__(self, function) -> None:
        self.function = function

    def __call__(self, *args):
        return asyncio.run(self.function(*args))


@run_in_loop
async def migrate(target: str) -> None:
    await asyncio.sleep(0)


@blocking
async def seed() -> None:
    await asyncio.sleep(0)


@click.command()
@click.option("--target")
@run_in_loop
async def cli(target: str) -> None:
    await asyncio.sleep(0)


@app.command()
async def serve() -> None:
    # what an unknown decorator makes of it is unknown
    await asyncio.sleep(0)


@contextlib.asynccontextmanager
async def session() -> AsyncIterator[str]:
    yield "session"


async def ticks() -> AsyncIterator[int]:
    for n in range(3):
        yield n


@types.coroutine
def legacy() -> Generator[None, None, int]:
    yield
    return 1


async def use() -> int:
    manager = session()
    async with manager as name:
        print(name)
    source = ticks()
    async for tick in source:
        print(tick)
    return await legacy()


if __name__ == "__main__":
    migrate("head")
    seed()
    cli()
    serve()
