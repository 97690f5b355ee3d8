# https://github.com/agronholm/apscheduler/issues/568
# never awaited: a coroutine function was scheduled with a scheduler that runs its jobs in threads.

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.schedulers.background import BackgroundScheduler


async def ping_server() -> None: ...


def start() -> None:
    scheduler = BackgroundScheduler()
    scheduler.add_job(ping_server, "interval", seconds=30)  # expect: ASL106
    scheduler.start()


def start_mended() -> None:
    scheduler = AsyncIOScheduler()
    scheduler.add_job(ping_server, "interval", seconds=30)
    scheduler.start()
