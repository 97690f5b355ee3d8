from typing import Any

class Completions:
    def create(self, **kwargs: Any) -> Any: ...

class AsyncCompletions:
    async def create(self, **kwargs: Any) -> Any: ...
