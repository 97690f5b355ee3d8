from typing import Any

from .base import Engine

def create_engine(url: Any, **kwargs: Any) -> Engine: ...
