"""A parameter called `requests` is not the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import httpx

if TYPE_CHECKING:
    import requests
    from requests import Session


class Queue:
    def get(self, key: str) -> str:
        return key

    def post(self, key: str) -> str:
        return key


async def drain(requests: Queue) -> str:
    return requests.get("next")


async def from_loop(batches: list[Queue]) -> None:
    for requests in batches:
        requests.post("x")


async def local() -> None:
    requests = Queue()
    requests.get("x")
    requests = {"a": 1}
    requests.get("a")


class Statistics:
    def __init__(self) -> None:
        self.requests: dict[str, int] = {}
        self.session = Queue()
        self.http = httpx.AsyncClient()

    async def count(self, path: str) -> int:
        self.session.get("x")
        await self.http.get(path)
        return self.requests.get(path, 0)


class Client(Protocol):
    def get(self, url: str) -> object: ...


async def duck(client: Client, unknown, options: dict[str, str]) -> None:
    # whatever is behind the protocol
    client.get("x")
    unknown.session.get("x")
    unknown.urlopen("x")
    options.get("x")


async def annotations_only(answer: requests.Response, session: Session) -> int:
    print(answer.headers.get("x"), session.headers.get("y"), session.cookies)
    return answer.status_code


try:
    import speedy_http as requests_like
except ImportError:
    requests_like = None


async def optional(url: str) -> None:
    if requests_like is not None:
        requests_like.get(url)


class requests_:
    @staticmethod
    def get(url: str) -> str:
        return url


async def ours(url: str) -> str:
    return requests_.get(url)


async def comprehension(queues: list[Queue]) -> list[str]:
    return [requests.get("x") for requests in queues]
