# unsafe
# settings: min-confidence = "possible"
"""What leaves the handler raises instead; what stays in it, or raises already, does not change."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str, default: str | None) -> str | None:
    try:
        return await work(item)
    except asyncio.CancelledError:
        print("cancelled")
        raise


async def load_first(items: list[str], strict: bool) -> str:
    for item in items:
        try:
            print(await work(item))
        except asyncio.CancelledError:
            for line in ("cancelled", item):
                if not line:
                    continue
                print(line)
                if strict:
                    break
            else:
                raise

            def say() -> None:
                print(item)
                return

            print(say)
            raise
    return ""


async def load_last(item: str, tries: int) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError:
        match tries:
            case 0:
                raise
            case 1: raise
            case 2:
                raise
            case _:
                print("more than twice")
                # and so on
        raise
    print("not loaded")
    return item
