# left: ASL202:7
"""The name that the fix needs is taken."""
import requests


async def fetch(asyncio: str) -> str:
    return requests.get(asyncio).text
