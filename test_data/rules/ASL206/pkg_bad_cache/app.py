import cache
from cache.locks import LOCK, locked as exclusive

store = cache.MemoryCache()


async def read(key: str) -> str | None:
    with exclusive():  # expect: ASL206
        print(key)
    with LOCK:  # expect: ASL206[possible]
        print(key)
    return store.get(key) or await store.aget(key)  # expect: ASL206
