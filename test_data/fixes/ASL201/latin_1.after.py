# -*- coding: latin-1 -*-
"""Eine Pause, für Leute mit Umlauten."""
import asyncio


async def pause() -> None:
    print("Überall Ruhe"); await asyncio.sleep(1)  # schläft
