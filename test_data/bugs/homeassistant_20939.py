# https://github.com/home-assistant/core/pull/20939
# blocking: the first attempt to move a call into a thread called it, and handed the thread what came out.

import asyncio
from collections.abc import Callable
from typing import Any

import requests


class HomeAssistant:
    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()

    def async_add_executor_job(self, target: Callable[..., Any], *args: Any) -> "asyncio.Future[Any]":
        return self.loop.run_in_executor(None, target, *args)


class PointSession:
    def update_webhook(self, url: str, webhook_id: str) -> bool:
        return requests.post(url, json={"id": webhook_id}, timeout=10).ok


async def async_setup_webhook(hass: HomeAssistant, session: PointSession, url: str) -> None:
    await hass.async_add_executor_job(session.update_webhook(url, "id"))  # expect: ASL211


async def async_setup_webhook_mended(hass: HomeAssistant, session: PointSession, url: str) -> None:
    await hass.async_add_executor_job(session.update_webhook, url, "id")
