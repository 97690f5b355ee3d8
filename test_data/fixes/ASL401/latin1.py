# -*- coding: latin-1 -*-
"""Latin-1, form feeds, tabs."""
import asyncio

async def grüße(näme):
	await asyncio.sleep(0)

async def handle():
	"äö"; asyncio.run(grüße("ß"))  # grüße
	x = asyncio.run(
		grüße(
			"ä",  # ä
		)
	)