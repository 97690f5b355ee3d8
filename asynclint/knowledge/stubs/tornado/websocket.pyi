from typing import Any

from .web import RequestHandler

class WebSocketHandler(RequestHandler):
    def __getattr__(self, name: str) -> Any: ...
