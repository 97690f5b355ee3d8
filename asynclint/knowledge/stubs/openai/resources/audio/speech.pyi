from typing import Any

class Speech:
    def create(self, **kwargs: Any) -> Any: ...

class AsyncSpeech:
    async def create(self, **kwargs: Any) -> Any: ...
