from typing import Any

from .engine import Engine

def init(driverName: str | None = None, debug: bool = False) -> Engine: ...
