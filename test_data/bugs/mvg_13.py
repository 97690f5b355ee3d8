# https://github.com/mondbaron/mvg/issues/13
# loop already running: a plain static method wraps its asynchronous twin in asyncio.run; a notebook has a loop.

import asyncio


class MvgApi:
    def __init__(self, station_id: str) -> None:
        self.station_id = station_id

    @staticmethod
    async def station_async(query: str) -> dict[str, str] | None:
        await asyncio.sleep(0)
        return {"id": query}

    @staticmethod
    def station(query: str) -> dict[str, str] | None:
        return asyncio.run(MvgApi.station_async(query))


async def departures(query: str) -> dict[str, str] | None:
    return MvgApi.station(query)  # expect: ASL401


async def departures_mended(query: str) -> dict[str, str] | None:
    return await MvgApi.station_async(query)
