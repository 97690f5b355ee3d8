"""The truth of a coroutine is always true."""

import asyncio

USERS = {"ada", "bob"}


async def exists(name: str) -> bool:
    await asyncio.sleep(0)
    return name in USERS


async def role(name: str) -> str:
    await asyncio.sleep(0)
    return "admin"


async def register(name: str) -> str:
    if exists(name):  # expect: ASL103
        return "taken"
    if not exists(name.lower()):  # expect: ASL103
        return "free"
    if name and exists(name):  # expect: ASL103
        return "both"
    if exists(name) and name:  # expect: ASL103
        return "both"
    elif exists(name.upper()):  # expect: ASL103
        return "loud"
    while exists(name):  # expect: ASL103
        name += "_"
    assert exists(name)  # expect: ASL103
    return "yes" if exists(name) else "no"  # expect: ASL103


async def is_admin(name: str) -> bool:
    if role(name) == "admin":  # expect: ASL103
        return True
    if "root" != role(name):  # expect: ASL103
        return False
    if role(name) in ("admin", "root"):  # expect: ASL103
        return True
    if role(name) is None:  # expect: ASL103
        return False
    return bool(exists(name))  # expect: ASL103


async def display_name(name: str) -> str:
    shown = role(name) or "guest"  # expect: ASL103
    return shown


def sync_check(name: str) -> bool:
    return not exists(name)  # expect: ASL103


async def friends(names: list[str]) -> list[str]:
    if any([exists(name) for name in names]):  # expect: ASL103
        print("some")
    if all(exists(name) for name in names):  # expect: ASL103
        print("all")
    while True:
        if not (
            exists(  # expect: ASL103
                names[0],
            )
        ):
            break
        names.pop()
    match names:
        case [first] if exists(first):  # expect: ASL103
            return [first]
    return [name for name in names if exists(name)]  # expect: ASL103
