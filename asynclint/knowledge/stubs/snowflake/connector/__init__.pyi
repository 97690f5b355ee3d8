from typing import Any

from .connection import SnowflakeConnection as SnowflakeConnection

def connect(*args: Any, **kwargs: Any) -> SnowflakeConnection: ...
