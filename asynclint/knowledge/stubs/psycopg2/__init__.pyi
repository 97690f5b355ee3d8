from typing import Any

from . import extensions as extensions, extras as extras, pool as pool
from ._psycopg import connection

def connect(
    dsn: str | None = None, connection_factory: Any = None, cursor_factory: Any = None, **kwargs: Any
) -> connection: ...
