"""A coroutine that a mock made is a class of its own."""
# expect: never-awaited-mock

import asyncio
from unittest.mock import AsyncMock


async def main() -> None:
    AsyncMock()()


asyncio.run(main())
