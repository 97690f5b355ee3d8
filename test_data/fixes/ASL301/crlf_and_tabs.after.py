"""Windows line ends, tabs, and no line end at the end."""
import asyncio

background_tasks: set[asyncio.Task] = set()


async def serve():
	await asyncio.sleep(1)


async def main():
	task = asyncio.create_task(serve())
	background_tasks.add(task)
	task.add_done_callback(background_tasks.discard)
	if True:
		task = asyncio.create_task(serve())
		background_tasks.add(task)
		task.add_done_callback(background_tasks.discard)