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
    text = "hello " + load(user)["name"]
    print(load(user).items(), (load(user)).keys())
    total = 1 + count() * 2 - -count()
    total += count()
    power = 2 ** count(), count() ** 2
    for name in names(): print(name)
    upper = [name.upper() for name in names()]
    lazy = list(name for name in names())
    first, *rest = names()
    merged = [*names(), texts[count()]]
    print(*names(), **load(user), sep=count())
    json.dumps(load(user))
    log.info("count: %s", count())
    text += "%s of %s" % (count(), len(names()))
    text += f"{count()} {count()!r:>5} {load(user)['name']} {1:{count()}}" f'{total=} {", ".join(names())}'
    with load(user) as data: pass
    match load(user):
        case {}:
            pass
    copy = {**load(user)}
    (
        load(
            user,  # whom
        )
        ["name"]  # its name
    )
    return text
