import asyncio
import time
from collections.abc import Callable
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler


async def refresh(table: str) -> None: ...


def refresh_now(table: str) -> None:
    asyncio.run(refresh(table))
    time.sleep(1)


class OwnScheduler(BaseScheduler):
    def add_job(self, func: Callable[..., Any] | str, trigger: Any = None, **options: Any) -> Any:
        return func


async def serve() -> None:
    scheduler = AsyncIOScheduler()
    scheduler.add_job(refresh, "interval", args=["rates"], minutes=5)
    scheduler.start()
    threads = BackgroundScheduler()
    threads.add_job(refresh_now, "interval", args=["rates"], minutes=5)
    threads.add_job("jobs:refresh", "interval", minutes=5)
    threads.start()
    OwnScheduler().add_job(refresh)


def choose(scheduler: BaseScheduler) -> None:
    scheduler.add_job(refresh, "date")
