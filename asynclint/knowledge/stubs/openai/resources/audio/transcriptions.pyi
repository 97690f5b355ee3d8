from typing import Any

class Transcriptions:
    def create(self, **kwargs: Any) -> Any: ...

class AsyncTranscriptions:
    async def create(self, **kwargs: Any) -> Any: ...
