from typing import Any, Self

from ._api_resource import APIResource

class DeletableAPIResource(APIResource):
    def delete(self, *args: Any, **params: Any) -> Self: ...
    async def delete_async(self, *args: Any, **params: Any) -> Self: ...
