from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.blocking import BlockingScheduler


async def refresh(table: str) -> None: ...


class Jobs:
    def __init__(self) -> None:
        self.scheduler = BackgroundScheduler({"apscheduler.timezone": "UTC"})

    def begin(self) -> None:
        self.scheduler.add_job(refresh, "interval", args=["rates"], minutes=5)  # expect: ASL106[likely]
        self.scheduler.start()


def main() -> None:
    scheduler = BlockingScheduler()
    scheduler.add_job(func=refresh, trigger="cron", hour=3)  # expect: ASL106
    scheduler.start()
