from typing import TYPE_CHECKING

from accounts import MemoryAccounts

if TYPE_CHECKING:
    from accounts import Accounts

PLAIN = MemoryAccounts()


async def sign_up(accounts: "Accounts", name: str) -> int:
    if accounts.exists(name):  # expect: ASL103[likely]
        return 409
    if await accounts.missing(name):
        return 201
    return 400


async def check_plain(name: str) -> bool:
    return not PLAIN.exists(name)  # expect: ASL103
