# unsafe
"""A helper that comes to a request is run in a thread as a whole, where the coroutine calls it."""

import asyncio

import requests


class Client:
    def __init__(self, base: str) -> None:
        self.base = base

    def get(self, path: str) -> requests.Response:
        return requests.get(self.base + path, timeout=5)

    def user(self, number: int) -> dict[str, str]:
        return self.get(f"/users/{number}").json()

    async def name(self, number: int) -> str:
        return (await asyncio.to_thread(self.user, number))["name"]

    async def names(self, numbers: list[int]) -> list[str]:
        return [(await asyncio.to_thread(self.user, number=number))["name"] for number in numbers if await asyncio.to_thread(self.user, number)]


async def greet(client: Client) -> str:
    return f"Hello {(await asyncio.to_thread(client.user, 1))['name']}!"


async def longest(urls: list[str]) -> str:
    return await asyncio.to_thread(max, urls, key=lambda url: len(requests.get(url).text))
