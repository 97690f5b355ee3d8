"""CRLF, tabs, and no newline at the end."""

import time


async def rest(seconds: int) -> None:
	for _ in range(seconds):
		time.sleep(1)