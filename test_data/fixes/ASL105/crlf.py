"""DOS line ends, tabs, a line continuation, no line end at the end."""
import asyncio

lock = asyncio.Lock()


async def use():
	if lock: \
		pass
	with \
		lock as held, \
		lock:
		pass
	with lock:	pass