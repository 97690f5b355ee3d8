from collections.abc import AsyncIterator

from .cell import CellApi, User


class Layer:
    async def iterLayerNodeEdits(self) -> AsyncIterator[bytes]:
        yield b""


class LayerApi(CellApi):
    def __init__(self, user: User, layr: Layer) -> None:
        super().__init__(user)
        self.layr = layr
        self.readperm = ("layer", "read")

    async def iterLayerNodeEdits(self) -> AsyncIterator[bytes]:
        self.reqUserAllowed(self.readperm)  # expect: ASL101
        async for item in self.layr.iterLayerNodeEdits():
            yield item

    async def iterLayerNodeEditsMended(self) -> AsyncIterator[bytes]:
        await self.reqUserAllowed(self.readperm)
        async for item in self.layr.iterLayerNodeEdits():
            yield item
