from .client import Redis as Redis, StrictRedis as StrictRedis
from .connection import BlockingConnectionPool as BlockingConnectionPool, ConnectionPool as ConnectionPool
from .utils import from_url as from_url
