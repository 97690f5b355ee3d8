from typing import Any

from . import connections as connections, cursors as cursors
from .connections import Connection as Connection

def connect(*args: Any, **kwargs: Any) -> Connection: ...

Connect = connect
