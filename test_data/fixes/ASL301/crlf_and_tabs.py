"""Windows line ends, tabs, and no line end at the end."""
import asyncio


async def serve():
	await asyncio.sleep(1)


async def main():
	asyncio.create_task(serve())
	if True:
		asyncio.create_task(serve())