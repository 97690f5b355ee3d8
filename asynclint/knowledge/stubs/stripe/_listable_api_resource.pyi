from typing import Any

from ._api_resource import APIResource

class ListableAPIResource(APIResource):
    @classmethod
    def list(cls, **params: Any) -> Any: ...
    @classmethod
    async def list_async(cls, **params: Any) -> Any: ...
