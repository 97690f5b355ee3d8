from collections.abc import Callable
from typing import Any

from .base import BaseScheduler

class BlockingScheduler(BaseScheduler):
    def add_job(self, func: Callable[..., Any] | str, trigger: Any = None, **options: Any) -> Any: ...
