"""CRLF, tabs, and no newline at the end."""

import asyncio


async def rest(seconds: int) -> None:
	for _ in range(seconds):
		await asyncio.sleep(1)