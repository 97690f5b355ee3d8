# unsafe
"""All callers await once and use the result: only one of the two can be meant, so it is asked for."""


async def load(user: int) -> dict[str, str]:
    return {"name": "ada"}


async def load_first() -> dict[str, str]:
    return await load(1)


async def greet() -> str:
    return "hello " + (await load_first())["name"]
