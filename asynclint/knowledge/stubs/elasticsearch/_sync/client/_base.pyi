from typing import Any

class NamespacedClient:
    def __getattr__(self, name: str) -> Any: ...
