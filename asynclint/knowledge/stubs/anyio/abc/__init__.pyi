from typing import Any

from .._core._tasks import TaskGroup as TaskGroup
from ..from_thread import BlockingPortal as BlockingPortal

def __getattr__(name: str) -> Any: ...
