"""CRLF, and nobody ends the last line."""
import requests


async def send(url: str) -> None:
	if url: requests.post(
		url,
		data=b"",
	); print(url)
	requests.get(url)