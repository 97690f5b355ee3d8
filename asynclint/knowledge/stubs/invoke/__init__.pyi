from typing import Any

from .context import Context as Context
from .runners import Result as Result

def run(command: str, **kwargs: Any) -> Result: ...
def sudo(command: str, **kwargs: Any) -> Result: ...
