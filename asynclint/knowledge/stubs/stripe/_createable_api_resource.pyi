from typing import Any, Self

from ._api_resource import APIResource

class CreateableAPIResource(APIResource):
    @classmethod
    def create(cls, **params: Any) -> Self: ...
    @classmethod
    async def create_async(cls, **params: Any) -> Self: ...
