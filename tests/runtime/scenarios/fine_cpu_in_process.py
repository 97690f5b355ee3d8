"""The same in another process."""
# with: asyncio only

import asyncio
from concurrent.futures import ProcessPoolExecutor


def work() -> int:
    return sum(range(20_000_000))


async def main() -> None:
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1) as pool:
        await loop.run_in_executor(pool, work)


if __name__ == "__main__":
    asyncio.run(main())
