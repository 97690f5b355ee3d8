from .rag import LightRAG


async def insert(texts: list[str]) -> None:
    rag = LightRAG()
    for text in texts:
        await rag.insert(text)  # type: ignore[func-returns-value]  # expect: ASL402


async def insert_mended(texts: list[str]) -> None:
    rag = LightRAG()
    for text in texts:
        await rag.ainsert(text)
