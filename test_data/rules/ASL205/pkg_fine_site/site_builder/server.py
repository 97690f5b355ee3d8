"""It depends on the store, and not every store reads files."""

import asyncio

from . import MemoryStore
from .store import FileStore, Reader, Store

memory = MemoryStore()


async def page(reader: Reader, store: Store, name: str) -> str:
    text = reader.read(name) + store.read(name) + memory.read(name)
    if isinstance(reader, MemoryStore):
        text += reader.read(name)
    return text + await asyncio.to_thread(FileStore().read, name)
