"""DOS line ends, tabs, and no line end at the end."""

import asyncio as aio


async def save(order):
	await aio.sleep(0)


async def handle(order):
	if order:
		save(order)	# tabs
	aio.sleep(
		1,
	)