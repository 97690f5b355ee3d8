"""Coroutine methods of libraries that asynclint knows without their being installed."""

import httpx


async def warm_up(client: httpx.AsyncClient, url: str) -> None:
    client.get(url)  # expect: ASL101
    async with httpx.AsyncClient() as own:
        own.post(url, json={})  # expect: ASL101
        await own.head(url)
