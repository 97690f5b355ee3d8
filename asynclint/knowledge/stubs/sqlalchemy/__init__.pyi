from typing import Any

from .engine import (
    Connection as Connection,
    CursorResult as CursorResult,
    Engine as Engine,
    Inspector as Inspector,
    create_engine as create_engine,
)
from .sql.schema import MetaData as MetaData

def inspect(subject: Any, raiseerr: bool = True) -> Any: ...
