"""What a mock gives is awaited, or closed by who does not want it."""

import asyncio
from unittest.mock import AsyncMock


async def main() -> None:
    mock = AsyncMock(return_value=1)
    await mock()
    await asyncio.gather(mock(), mock())
    mock().close()


asyncio.run(main())
