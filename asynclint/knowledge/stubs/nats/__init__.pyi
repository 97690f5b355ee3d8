from typing import Any

from .aio.client import Client as NATS

async def connect(*args: Any, **kwargs: Any) -> NATS: ...
