from .engine import (
    AsyncConnection as AsyncConnection,
    AsyncEngine as AsyncEngine,
    create_async_engine as create_async_engine,
)
from .scoping import async_scoped_session as async_scoped_session
from .session import AsyncSession as AsyncSession, async_sessionmaker as async_sessionmaker
