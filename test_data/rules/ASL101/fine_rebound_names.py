"""By the time of the call the name stands for something plain."""

import asyncio
import functools
from asgiref.sync import async_to_sync
from celery import shared_task
from discord.ext import commands

bot = commands.Bot("!")


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


def sync(function):
    @functools.wraps(function)
    def wrapper(*args):
        return asyncio.run(function(*args))

    return wrapper


fetch_now = sync(fetch)
fetch_django = async_to_sync(fetch)


async def publish(text: str) -> None:
    await asyncio.sleep(0)


publish = sync(publish)


class Mailer:
    async def _send(self, to: str) -> None:
        await asyncio.sleep(0)

    send = sync(_send)

    def __getattr__(self, name: str):
        # every other method is the plain version of one of the async half
        return sync(getattr(self._half, name))

    _half: "AsyncHalf"


class AsyncHalf:
    async def archive(self) -> None:
        await asyncio.sleep(0)


class Proxy:
    """The plain face of `AsyncHalf`; has nothing in common with it but names."""

    def __init__(self, half: AsyncHalf) -> None:
        self.half = half

    def archive(self) -> None:
        asyncio.run(self.half.archive())


@bot.command()
async def ping(context) -> None:
    await context.send("pong")


@shared_task
async def cleanup() -> None:
    await asyncio.sleep(0)


def use(mailer: Mailer, proxy: Proxy, context) -> None:
    fetch_now("/")
    fetch_django("/")
    async_to_sync(fetch)("/")
    sync(fetch)("/")
    publish("x")
    mailer.send("ada")
    mailer.archive()
    proxy.archive()
    ping.error(print)
    ping.callback(context)
    cleanup.delay()


def patched(monkeypatch) -> None:
    fetch = lambda url: url  # noqa: E731
    fetch("/")
    monkeypatch.setattr(Mailer, "send", print)


def deleted() -> None:
    global fetch_now
    fetch_now = print
    fetch_now("/")


def by_exception(url: str) -> None:
    try:
        from fast_fetch import fetch
    except ImportError:
        fetch = fetch_now
    fetch(url)
