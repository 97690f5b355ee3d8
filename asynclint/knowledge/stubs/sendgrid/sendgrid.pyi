from typing import Any

from .base_interface import BaseInterface

class SendGridAPIClient(BaseInterface):
    def __init__(self, api_key: str | None = None, *args: Any, **kwargs: Any) -> None: ...
