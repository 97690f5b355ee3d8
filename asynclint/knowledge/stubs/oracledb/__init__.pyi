from .connection import (
    AsyncConnection as AsyncConnection,
    Connection as Connection,
    connect as connect,
    connect_async as connect_async,
)
from .cursor import AsyncCursor as AsyncCursor, Cursor as Cursor
from .pool import ConnectionPool as ConnectionPool, create_pool as create_pool
