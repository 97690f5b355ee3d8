"""CRLF, and nobody ends the last line."""
import asyncio

import requests


async def send(url: str) -> None:
	if url: await asyncio.to_thread(
		requests.post,
		url,
		data=b"",
	); print(url)
	await asyncio.to_thread(requests.get, url)