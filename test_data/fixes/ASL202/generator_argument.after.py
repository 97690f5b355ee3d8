# unsafe
"""A generator that is the only argument gets parentheses of its own."""

import asyncio

import requests


def fetch_all(urls, /):
    return [requests.get(url).text for url in urls]


async def pages(hosts: list[str]) -> list[str]:
    return await asyncio.to_thread(fetch_all, (f"https://{host}" for host in hosts)) + await asyncio.to_thread(fetch_all, ((host) for host in hosts))
