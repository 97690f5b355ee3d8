"""A coroutine taken apart."""

import asyncio


async def position(name: str) -> tuple[float, float]:
    await asyncio.sleep(0)
    return 1.0, 2.0


async def options(name: str) -> dict[str, str]:
    await asyncio.sleep(0)
    return {"sep": "-"}


async def where(name: str) -> str:
    x, y = position(name)  # expect: ASL104
    [left, *rest] = position(name)  # expect: ASL104
    print(x, y, left, rest)
    print(*position(name))  # expect: ASL104
    print(name, **options(name))  # expect: ASL104
    merged = {**options(name), "end": ""}  # expect: ASL104
    return "".join([*position(name)]) + str(merged)  # expect: ASL104


async def loops(names: list[str]) -> None:
    for x, y in [position(name) for name in names]:  # expect: ASL104
        print(x, y)
    for key, value in options("all"):  # expect: ASL104
        print(key, value)
