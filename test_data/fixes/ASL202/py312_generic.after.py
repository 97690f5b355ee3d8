"""Type parameters, and quotes within quotes."""

import asyncio

import requests


async def fetch[T: str](url: T) -> str:
    type Text = str
    text: Text = f"{(await asyncio.to_thread(requests.get, f"https://{url}")).text}"
    return text
