from typing import Generic, TypeVar

from .widget import Widget

T = TypeVar("T")

class Screen(Widget, Generic[T]): ...
class ModalScreen(Screen[T]): ...
