"""The slots of frameworks that want a callable for a thread, and are given what it returns."""

import time

from fastapi import BackgroundTasks
from homeassistant.core import HomeAssistant
from starlette.background import BackgroundTask
from tornado.ioloop import IOLoop


def save() -> None:
    time.sleep(1)


async def endpoint(tasks: BackgroundTasks) -> BackgroundTask:
    tasks.add_task(save())  # expect: ASL211
    return BackgroundTask(save())  # expect: ASL211


async def setup(hass: HomeAssistant) -> None:
    await hass.async_add_executor_job(save())  # expect: ASL211
    hass.add_job(save())  # expect: ASL211
    await IOLoop.current().run_in_executor(None, save())  # expect: ASL211
