# settings: blocking = ["json.loads"]
# left: ASL210:9
"""Without `--unsafe-fixes` it stays."""

import json


async def parse(text: str) -> object:
    return json.loads(text)
