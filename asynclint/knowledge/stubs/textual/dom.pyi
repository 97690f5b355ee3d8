from typing import Any

from .message_pump import MessagePump

class DOMNode(MessagePump):
    def run_worker(self, work: Any, name: str | None = "", group: str = "default", **kwargs: Any) -> Any: ...
