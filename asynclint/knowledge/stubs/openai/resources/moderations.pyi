from typing import Any

class Moderations:
    def create(self, **kwargs: Any) -> Any: ...

class AsyncModerations:
    async def create(self, **kwargs: Any) -> Any: ...
