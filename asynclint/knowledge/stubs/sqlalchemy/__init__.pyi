from typing import Any

from .engine import (
    Connection as Connection,
    CursorResult as CursorResult,
    Engine as Engine,
    Inspector as Inspector,
    create_engine as create_engine,
)
from .sql.expression import (
    Delete as Delete,
    Insert as Insert,
    Select as Select,
    Update as Update,
    and_ as and_,
    delete as delete,
    insert as insert,
    not_ as not_,
    or_ as or_,
    select as select,
    text as text,
    update as update,
)
from .sql.schema import MetaData as MetaData

def inspect(subject: Any, raiseerr: bool = True) -> Any: ...
