from redis.asyncio import ConnectionPool as ConnectionPool, Redis as Redis, from_url as from_url
