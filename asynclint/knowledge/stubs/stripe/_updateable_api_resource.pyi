from typing import Any, Self

from ._api_resource import APIResource

class UpdateableAPIResource(APIResource):
    @classmethod
    def modify(cls, id: str, **params: Any) -> Self: ...
    @classmethod
    async def modify_async(cls, id: str, **params: Any) -> Self: ...
