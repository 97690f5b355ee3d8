import asyncio

from .index import PropertyGraphIndex


async def cell(documents: list[str]) -> PropertyGraphIndex:
    return PropertyGraphIndex.from_documents(documents)  # expect: ASL401[likely]


async def cell_mended(documents: list[str]) -> PropertyGraphIndex:
    return await asyncio.to_thread(PropertyGraphIndex.from_documents, documents)
