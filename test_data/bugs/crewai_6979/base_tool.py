import asyncio
import inspect
from abc import ABC, abstractmethod
from concurrent.futures import ThreadPoolExecutor
from typing import Any


class BaseTool(ABC):
    def run(self, *args: Any) -> Any:
        result = self._run(*args)
        if inspect.iscoroutine(result):
            result = asyncio.run(result)
        return result

    def run_mended(self, *args: Any) -> Any:
        result = self._run(*args)
        if not inspect.iscoroutine(result):
            return result
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run(result)
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(asyncio.run, result)

    @abstractmethod
    def _run(self, *args: Any) -> Any: ...


class SearchTool(BaseTool):
    async def _run(self, query: str) -> str:  # type: ignore[override]
        return query
