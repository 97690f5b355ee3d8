import asyncio


async def fetch_user(number: int) -> str:
    await asyncio.sleep(0)
    return f"user {number}"
