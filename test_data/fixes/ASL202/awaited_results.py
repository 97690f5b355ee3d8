# unsafe
# left: ASL202:30, ASL202:32, ASL202:35
"""What a helper returns is awaited, entered or iterated at once: it is of the loop, and so may be the helper."""

import requests


class Stream:
    async def __aenter__(self) -> "Stream":
        return self

    async def __aexit__(self, *error: object) -> None: ...

    def __aiter__(self) -> "Stream":
        return self

    async def __anext__(self) -> str:
        raise StopAsyncIteration


def connect(url: str) -> Stream: requests.head(url); return Stream()


async def ready(stream: object) -> None:
    print(stream)


def prepare(url: str): requests.head(url); return ready(url)
async def main(url: str) -> None:
    await prepare(url)
    # each of them
    async with connect(url) as stream:
        print(stream)
    # and a loop
    print([line async for line in connect(url)])
