from typing import Any

from .backends.base.base import BaseDatabaseWrapper

connection: BaseDatabaseWrapper
connections: Any

def reset_queries(**kwargs: Any) -> None: ...
def close_old_connections(**kwargs: Any) -> None: ...
