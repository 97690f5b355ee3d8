from typing import Any

from ._server_cursor import ServerCursor as ServerCursor
from .connection import Connection as Connection
from .connection_async import AsyncConnection as AsyncConnection
from .cursor import Cursor as Cursor
from .cursor_async import AsyncCursor as AsyncCursor

def connect(conninfo: str = "", **kwargs: Any) -> Connection: ...
