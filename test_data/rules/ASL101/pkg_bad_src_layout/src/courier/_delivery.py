import asyncio


class Parcel:
    async def track(self) -> str:
        await asyncio.sleep(0)
        return "on its way"


async def deliver(parcel: Parcel) -> None:
    parcel.track()  # expect: ASL101
