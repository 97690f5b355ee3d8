from typing import Any

from sqlalchemy.ext.asyncio.session import AsyncSession as _AsyncSession

class AsyncSession(_AsyncSession):
    async def exec(self, statement: Any, **kwargs: Any) -> Any: ...
