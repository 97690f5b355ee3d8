import asyncio

from .base_tool import SearchTool


async def answer(question: str) -> str:
    tool = SearchTool()
    return str(tool.run(question))  # expect: ASL401[likely]


async def answer_mended(question: str) -> str:
    tool = SearchTool()
    return str(await asyncio.to_thread(tool.run, question))
