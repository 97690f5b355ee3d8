# unsafe
# left: ASL401:14, ASL401:15
"""The decorated function runs a loop of its own: its argument is not what it runs."""

from asgiref.sync import async_to_sync


@async_to_sync
async def fetch(request: object) -> object:
    return request


async def handler(request: object) -> None:
    fetch(request)
    print(fetch(request))
