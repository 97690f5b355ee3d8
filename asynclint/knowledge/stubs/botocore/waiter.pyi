from typing import Any

class Waiter:
    def wait(self, **kwargs: Any) -> None: ...
