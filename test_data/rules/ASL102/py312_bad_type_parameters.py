"""The same in generic functions (PEP 695)."""

import asyncio


async def load[K, V](key: K, default: V) -> V:
    await asyncio.sleep(0)
    return default


async def load_all[K](keys: list[K]) -> dict[K, int]:
    found: dict[K, int] = {}
    for key in keys:
        value = load(key, 0)  # expect: ASL102
        found[key] = 0
    print(f"{len(found)} of {", ".join(str(key) for key in keys)}")
    return found
