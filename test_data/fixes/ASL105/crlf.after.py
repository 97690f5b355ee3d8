"""DOS line ends, tabs, a line continuation, no line end at the end."""
import asyncio

lock = asyncio.Lock()


async def use():
	if lock: \
		pass
	async with \
		lock as held, \
		lock:
		pass
	async with lock:	pass