# -*- coding: latin-1 -*-
"""Grüße von Windows."""
import asyncio


async def grüßen(name):
	try:
		await asyncio.sleep(1)
	except asyncio.CancelledError:
		raise
	# für alle Fälle
	except:
		print("nö")
	print(name)