from typing import Any

from .base_query import BaseQuery

class Query(BaseQuery):
    def get(self, *args: Any, **kwargs: Any) -> Any: ...
    def stream(self, *args: Any, **kwargs: Any) -> Any: ...
