"""The result was meant; the coroutine has no such thing."""

import asyncio


class Response:
    def __init__(self, body: dict[str, int]) -> None:
        self.body = body
        self.status = 200

    async def json(self) -> dict[str, int]:
        await asyncio.sleep(0)
        return self.body


async def get(url: str) -> Response:
    await asyncio.sleep(0)
    return Response({"count": 3})


async def count(url: str) -> int:
    status = get(url).status  # expect: ASL104
    response = await get(url)
    return response.json()["count"] + status  # expect: ASL104


async def first_key(url: str) -> str:
    response = await get(url)
    for key in response.json():  # expect: ASL104
        return key
    return [*response.json()][0]  # expect: ASL104


async def method_of_result(url: str) -> list[str]:
    body = (await get(url)).json().items()  # expect: ASL104
    get(url).headers = {}  # expect: ASL104
    del (await get(url)).json()["count"]  # expect: ASL104
    return [key for key, _ in body]


async def comprehension(url: str) -> list[str]:
    return [key.upper() for key in (await get(url)).json()]  # expect: ASL104
