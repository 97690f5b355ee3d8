from typing import Any, Callable, Generic, TypeVar

from .dom import DOMNode

T = TypeVar("T")

class App(DOMNode, Generic[T]):
    def call_from_thread(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> Any: ...
