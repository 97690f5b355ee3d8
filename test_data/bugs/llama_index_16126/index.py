from collections.abc import Sequence
from typing import Any, Self

from .async_utils import asyncio_run


class BaseIndex:
    def __init__(self, nodes: Sequence[str], use_async: bool = True) -> None:
        self._use_async = use_async
        self.nodes = self.build_index_from_nodes(nodes)

    def build_index_from_nodes(self, nodes: Sequence[str]) -> list[str]:
        return self._build_index_from_nodes(nodes)

    def _build_index_from_nodes(self, nodes: Sequence[str]) -> list[str]:
        raise NotImplementedError

    @classmethod
    def from_documents(cls, documents: Sequence[str], **kwargs: Any) -> Self:
        return cls(list(documents), **kwargs)


class PropertyGraphIndex(BaseIndex):
    def _build_index_from_nodes(self, nodes: Sequence[str]) -> list[str]:
        if self._use_async:
            return list(asyncio_run(self._extract(nodes)))
        return list(nodes)

    async def _extract(self, nodes: Sequence[str]) -> list[str]:
        return list(nodes)
