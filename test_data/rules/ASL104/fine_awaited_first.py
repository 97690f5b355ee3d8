"""The same shapes with the `await` in its place."""

import asyncio
import json
import logging

logger = logging.getLogger(__name__)


class Response:
    def __init__(self) -> None:
        self.status = 200

    async def json(self) -> dict[str, int]:
        await asyncio.sleep(0)
        return {"count": 3}


async def get(url: str) -> Response:
    await asyncio.sleep(0)
    return Response()


async def position() -> tuple[float, float]:
    return 1.0, 2.0


async def use(url: str) -> str:
    status = (await get(url)).status
    response = await get(url)
    count = (await response.json())["count"]
    x, y = await position()
    print(*await position(), sep="-")
    merged = {**await response.json(), "x": x}
    logger.info("status %s, %s", status, await response.json())
    text = f"{await response.json()!r:>20} {y}"
    total = sum([(await (await get(url)).json())["count"] for _ in range(count)])
    for key in await response.json():
        text += key
    first, second = await asyncio.gather(get(url), get(url + "/2"))
    third, fourth = get(url), get(url)
    await third
    await fourth
    return json.dumps(merged) + text + str(total) + str(first.status + second.status)


async def later(url: str) -> int:
    response = get(url)
    response = await response
    return response.status


async def in_two_steps(url: str) -> int:
    pending = get(url)
    try:
        answer = await pending
    finally:
        pending.close()
    return answer.status


async def passed_by_name(urls: list[str]) -> list[int]:
    jobs = [get(url) for url in urls]
    print(f"{len(jobs)} jobs")
    answers = await asyncio.gather(*jobs)
    return [answer.status for answer in answers]


async def sliced(urls: list[str]) -> list[int]:
    jobs = tuple(get(url) for url in urls)
    half = len(jobs) // 2
    found = await asyncio.gather(*jobs[:half])
    found += await asyncio.gather(*jobs[half:])
    return [answer.status for answer in found]
