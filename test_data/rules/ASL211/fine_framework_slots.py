"""Callables, coroutine functions where these may stand too, and calls that give a callable."""

import time
from collections.abc import Callable
from functools import partial

from fastapi import BackgroundTasks
from homeassistant.core import HomeAssistant
from starlette.background import BackgroundTask
from tornado.ioloop import IOLoop


def save(row: int = 0) -> None:
    time.sleep(1)


async def notify() -> None: ...


def chosen(name: str) -> Callable[[], None]:
    return save


async def endpoint(tasks: BackgroundTasks) -> BackgroundTask:
    tasks.add_task(save)
    tasks.add_task(save, 1)
    tasks.add_task(notify)
    tasks.add_task(chosen("save"))
    return BackgroundTask(notify)


async def setup(hass: HomeAssistant) -> None:
    await hass.async_add_executor_job(save, 1)
    await hass.async_add_executor_job(partial(save, 1))
    await hass.async_add_executor_job(lambda: save(1))
    hass.add_job(notify)
    hass.add_job(notify())
    hass.add_job(chosen("save"))
    await IOLoop.current().run_in_executor(None, save)
