from collections.abc import Callable
from typing import Any

from .blocking import BlockingScheduler

class BackgroundScheduler(BlockingScheduler):
    def add_job(self, func: Callable[..., Any] | str, trigger: Any = None, **options: Any) -> Any: ...
