import accounts
import accounts.aio as aio
from accounts import exists


async def main() -> int:
    if exists("root") and not accounts.exists("ada"):
        return 1
    if await aio.exists("root") and await accounts.aio.exists("ada"):
        return 2
    return 0
