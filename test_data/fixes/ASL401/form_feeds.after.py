# -*- coding: latin-1 -*-
"""Latin-1, form feeds, tabs."""
import asyncio

async def grüße(näme):
	await asyncio.sleep(0)

async def handle():
	"äö"; await grüße("ß")  # grüße
	x = await grüße(
		"ä",  # ä
	)