from typing import Any

class Embeddings:
    def create(self, **kwargs: Any) -> Any: ...

class AsyncEmbeddings:
    async def create(self, **kwargs: Any) -> Any: ...
