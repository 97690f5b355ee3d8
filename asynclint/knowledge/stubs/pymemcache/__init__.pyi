from .client.base import Client as Client, PooledClient as PooledClient
from .client.hash import HashClient as HashClient
