from typing import Any

class HTTPException(Exception):
    status_code: int
    detail: str
    def __init__(self, status_code: int, detail: Any = None, headers: Any = None) -> None: ...
