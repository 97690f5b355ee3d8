"""A file of anyio asks anyio for the class."""

from anyio import get_cancelled_exc_class, sleep


async def load(item: str) -> str:
    try:
        await sleep(1)
    except get_cancelled_exc_class():
        raise
    except BaseException:
        print("no")
    return item
