from typing import Any

class BaseInterface:
    def send(self, message: Any) -> Any: ...
