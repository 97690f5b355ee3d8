# unsafe
"""Windows line ends, tabs, and no line end at the end."""
import asyncio


async def work(item: str) -> str:
	await asyncio.sleep(1)
	return item


async def load(item):
	try:
		await work(item)
	except asyncio.CancelledError:
		print("cancelled")
	print("behind")


async def load_all(items):
	for item in items:
		await work(item)
	if items:
		try:
			await work("")
		except asyncio.CancelledError:
			if items:
				print("cancelled")