from typing import Any

from .sugar.context import Context as Context
from .sugar.poll import Poller as Poller
from .sugar.socket import Socket as Socket

NOBLOCK: Any
DONTWAIT: Any

def device(device_type: int, frontend: Socket, backend: Socket) -> int: ...
def proxy(frontend: Socket, backend: Socket, capture: Socket | None = None) -> None: ...
