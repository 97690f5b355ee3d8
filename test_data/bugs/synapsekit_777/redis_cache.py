import redis

from .cache import CacheBackend


class RedisCache(CacheBackend):
    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(url)

    def get(self, key: str) -> str | None:
        raw = self._client.get(key)
        return None if raw is None else str(raw)
