from typing import Any

from sqlalchemy.orm.session import Session as _Session

class Session(_Session):
    def exec(self, statement: Any, **kwargs: Any) -> Any: ...
