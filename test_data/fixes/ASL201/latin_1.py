# -*- coding: latin-1 -*-
"""Eine Pause, für Leute mit Umlauten."""
import time


async def pause() -> None:
    print("Überall Ruhe"); time.sleep(1)  # schläft
