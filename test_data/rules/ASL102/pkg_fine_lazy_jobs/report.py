import asyncio

from jobs import JobQueue, enqueue


async def send(report: str) -> None:
    await asyncio.sleep(0)


def plan(names: list[str]) -> None:
    for name in names:
        job = send(name)
        enqueue(job)


async def main() -> None:
    plan(["sales", "stock"])
    drained = JobQueue().drain()
    print(await drained)


asyncio.run(main())
