"""Functions that asgiref turns into coroutine functions, and a task that its queue runs like any other function."""

from asgiref.sync import sync_to_async
from celery import shared_task
from channels.db import database_sync_to_async


class User:
    async def save(self) -> None:
        print("saved")


@sync_to_async
def load(name: str) -> User:
    return User()


@database_sync_to_async
def count() -> int:
    return 1


@sync_to_async(thread_sensitive=False)
def delete(name: str) -> None:
    print(name)


def find(name: str) -> User:
    return User()


async def show() -> None:
    load("a")  # expect: ASL101
    count()  # expect: ASL101
    delete("a")  # expect: ASL101
    sync_to_async(find)("a")  # expect: ASL101
    (await load("a")).save()  # expect: ASL101
    (await sync_to_async(find)("a")).save()  # expect: ASL101


@shared_task
async def clean(name: str) -> None:
    await load(name)


def nightly() -> None:
    clean("a")  # expect: ASL101
