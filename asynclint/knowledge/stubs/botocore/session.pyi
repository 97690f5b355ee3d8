from typing import Any

from .client import BaseClient

class Session:
    def create_client(self, service_name: str, *args: Any, **kwargs: Any) -> BaseClient: ...

def get_session(env_vars: Any = None) -> Session: ...
