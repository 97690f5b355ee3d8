from typing import Any

class Translations:
    def create(self, **kwargs: Any) -> Any: ...

class AsyncTranslations:
    async def create(self, **kwargs: Any) -> Any: ...
