from . import asyncio as asyncio, client as client, exceptions as exceptions
from .client import Redis as Redis, StrictRedis as StrictRedis
from .cluster import RedisCluster as RedisCluster
from .connection import BlockingConnectionPool as BlockingConnectionPool, ConnectionPool as ConnectionPool
from .sentinel import Sentinel as Sentinel
from .utils import from_url as from_url
