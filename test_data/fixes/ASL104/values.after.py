"""A coroutine is used as if it were the result."""

import asyncio
import json
import logging

log = logging.getLogger(__name__)


async def load(user: int) -> dict[str, str]:
    await asyncio.sleep(0)
    return {"name": "ada"}


async def count() -> int:
    return 2


async def names() -> list[str]:
    return ["ada"]


async def greet(user: int, texts: list[str]) -> str:
    text = "hello " + (await load(user))["name"]
    print((await load(user)).items(), (await load(user)).keys())
    total = 1 + await count() * 2 - -await count()
    total += await count()
    power = 2 ** await count(), await count() ** 2
    for name in await names(): print(name)
    upper = [name.upper() for name in await names()]
    lazy = list(name for name in await names())
    first, *rest = await names()
    merged = [*await names(), texts[await count()]]
    print(*await names(), **await load(user), sep=await count())
    json.dumps(await load(user))
    log.info("count: %s", await count())
    text += "%s of %s" % (await count(), len(await names()))
    text += f"{await count()} {await count()!r:>5} {(await load(user))['name']} {1:{await count()}}" f'{total=} {", ".join(await names())}'
    with await load(user) as data: pass
    match await load(user):
        case {}:
            pass
    copy = {**await load(user)}
    (
        (await load(
            user,  # whom
        ))
        ["name"]  # its name
    )
    return text
