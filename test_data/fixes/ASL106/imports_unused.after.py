# unsafe
"""Nothing else in the file needs the module any more."""


async def refresh(name: str) -> str:
    return name


async def update() -> str:
    await refresh("a")
    return await refresh("b")
