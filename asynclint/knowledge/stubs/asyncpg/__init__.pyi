from .connection import Connection as Connection, connect as connect
from .pool import Pool as Pool, create_pool as create_pool
