from .client import exists as _exists


async def exists(name: str) -> bool:
    return _exists(name)
