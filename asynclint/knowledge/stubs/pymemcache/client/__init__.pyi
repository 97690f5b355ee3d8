from .base import Client as Client, PooledClient as PooledClient
from .hash import HashClient as HashClient
