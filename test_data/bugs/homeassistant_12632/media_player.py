import asyncio
from collections.abc import Callable
from typing import Any

from .chromecast import Chromecast


class CastDevice:
    def __init__(self, chromecast: Chromecast) -> None:
        self.cast = chromecast


async def async_setup_platform(config: dict[str, Any], add: Callable[[list[CastDevice]], None]) -> None:
    want_host = config.get("host")
    if want_host is not None:
        chromecast = Chromecast(want_host, config.get("port"))  # expect: ASL202
        add([CastDevice(chromecast)])


async def async_setup_platform_mended(config: dict[str, Any], add: Callable[[list[CastDevice]], None]) -> None:
    want_host = config.get("host")
    if want_host is not None:
        chromecast = await asyncio.to_thread(Chromecast, want_host, config.get("port"))
        add([CastDevice(chromecast)])
