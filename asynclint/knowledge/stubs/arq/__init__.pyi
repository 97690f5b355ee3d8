from .connections import ArqRedis as ArqRedis, create_pool as create_pool
