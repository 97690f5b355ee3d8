from . import locks


class MemoryCache:
    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        with locks.locked():
            return self.values.get(key)

    async def aget(self, key: str) -> str | None:
        return self.get(key)  # expect: ASL206
