"""DOS line ends and tabs, no line end at the end."""
import asyncio


async def fetch(url):
	return url


async def handler(url):
	loop = asyncio.get_running_loop()
	if url: loop.run_until_complete(fetch(url))
	return loop.run_until_complete(
		fetch(
			url,	# tabs
		)
	)