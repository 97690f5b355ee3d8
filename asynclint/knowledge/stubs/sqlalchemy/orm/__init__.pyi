from .decl_api import DeclarativeBase as DeclarativeBase
from .query import Query as Query
from .scoping import scoped_session as scoped_session
from .session import Session as Session, sessionmaker as sessionmaker
