from typing import Any

from .serialutil import SerialBase as SerialBase

class Serial(SerialBase): ...

def serial_for_url(url: str, *args: Any, **kwargs: Any) -> Serial: ...
