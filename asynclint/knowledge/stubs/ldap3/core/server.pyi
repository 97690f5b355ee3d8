from typing import Any

class Server:
    def __init__(self, host: str, *args: Any, **kwargs: Any) -> None: ...
