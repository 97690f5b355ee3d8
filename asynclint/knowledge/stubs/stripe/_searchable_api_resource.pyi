from typing import Any

from ._api_resource import APIResource

class SearchableAPIResource(APIResource):
    @classmethod
    def search(cls, *args: Any, **params: Any) -> Any: ...
    @classmethod
    async def search_async(cls, *args: Any, **params: Any) -> Any: ...
