from typing import Any

from botocore.client import BaseClient

from .resources.base import ServiceResource
from .session import Session as Session

def setup_default_session(**kwargs: Any) -> None: ...
def client(*args: Any, **kwargs: Any) -> BaseClient: ...
def resource(*args: Any, **kwargs: Any) -> ServiceResource: ...
