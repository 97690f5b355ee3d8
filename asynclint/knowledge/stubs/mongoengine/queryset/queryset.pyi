from typing import Any

from .base import BaseQuerySet

class QuerySet(BaseQuerySet):
    def __iter__(self) -> Any: ...
    def __len__(self) -> int: ...
