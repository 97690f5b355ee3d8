"""What `async_to_sync` decorates refuses to run in a thread with a running loop."""

from asgiref.sync import async_to_sync


@async_to_sync
async def fetch(name: str) -> str:
    return name


def helper() -> str:
    return fetch("b")


async def show() -> None:
    print(fetch("a"))  # expect: ASL401
    print(helper())  # expect: ASL401
