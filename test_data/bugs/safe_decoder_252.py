# https://github.com/safe-global/safe-decoder-service/pull/252
# blocking: a decorator for cached answers asks Redis with the plain client in every request.

import functools
from collections.abc import Awaitable, Callable
from typing import Any

import redis.asyncio
from redis import Redis


@functools.cache
def get_redis() -> Redis:
    return Redis.from_url("redis://localhost")


@functools.cache
def get_async_redis() -> redis.asyncio.Redis:
    return redis.asyncio.Redis.from_url("redis://localhost")


def cache_response(key: str) -> Callable[[Callable[..., Awaitable[bytes]]], Callable[..., Awaitable[bytes]]]:
    def decorator(func: Callable[..., Awaitable[bytes]]) -> Callable[..., Awaitable[bytes]]:
        @functools.wraps(func)
        async def wrapper(*args: Any, **kwargs: Any) -> bytes:
            if cached := get_redis().hget(key, str(kwargs)):  # expect: ASL203
                return cached  # type: ignore[return-value]
            response = await func(*args, **kwargs)
            get_redis().hset(key, str(kwargs), response)  # expect: ASL203
            return response

        return wrapper

    return decorator


def cache_response_mended(key: str) -> Callable[[Callable[..., Awaitable[bytes]]], Callable[..., Awaitable[bytes]]]:
    def decorator(func: Callable[..., Awaitable[bytes]]) -> Callable[..., Awaitable[bytes]]:
        @functools.wraps(func)
        async def wrapper(*args: Any, **kwargs: Any) -> bytes:
            if cached := await get_async_redis().hget(key, str(kwargs)):  # type: ignore[misc]
                return cached
            response = await func(*args, **kwargs)
            await get_async_redis().hset(key, str(kwargs), response)  # type: ignore[misc]
            return response

        return wrapper

    return decorator
