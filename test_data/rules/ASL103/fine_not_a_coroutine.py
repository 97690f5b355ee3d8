"""Names that only look like the async ones."""

import asyncio
import functools
import os.path
from abc import ABC, abstractmethod
from os.path import exists as on_disk


async def exists(name: str) -> bool:
    await asyncio.sleep(0)
    return True


class SyncRepo:
    def exists(self, name: str) -> bool:
        return name == "root"


class AsyncRepo:
    async def exists(self, name: str) -> bool:
        return await exists(name)

    def is_open(self) -> bool:
        return True

    def __bool__(self) -> bool:
        return self.is_open()


def use(repo: SyncRepo, other: AsyncRepo, names: list[str]) -> bool:
    if repo.exists("root"):
        return True
    if other.is_open() and other:
        return True
    return any(repo.exists(name) for name in names)


def shadow(exists, name: str) -> bool:
    if exists(name):
        return True
    return not exists(name)


def sync(function):
    @functools.wraps(function)
    def wrapper(*args):
        return asyncio.run(function(*args))

    return wrapper


@sync
async def reachable(host: str) -> bool:
    await asyncio.sleep(0)
    return True


def ping(host: str) -> str:
    return "up" if reachable(host) else "down"


class Rule(ABC):
    @abstractmethod
    def holds(self) -> bool: ...


class Plain(Rule):
    def holds(self) -> bool:
        return True


class Odd(Rule):
    async def holds(self) -> bool:  # type: ignore[override]
        return True


def verdict(rules: list[Rule], rule: Rule) -> bool:
    # one of the two is async, but not every one
    if rule.holds():
        return True
    return all(rule.holds() for rule in rules)


def either(repo: SyncRepo | AsyncRepo) -> bool:
    if repo.exists("x"):
        return True
    if isinstance(repo, SyncRepo) and repo.exists("y"):
        return True
    return os.path.exists("z") and not on_disk("z")


def unknown(repo, client) -> None:
    if repo.exists("x") or not client.repo.exists("y"):
        print("?")
