from typing import Any

class DeleteApi:
    def delete(self, start: Any, stop: Any, *args: Any, **kwargs: Any) -> None: ...
