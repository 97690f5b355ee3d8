from typing import Any

from .connection import Connection

def connect(*args: Any, **kwargs: Any) -> Connection: ...
