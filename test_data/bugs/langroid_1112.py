# https://github.com/langroid/langroid/pull/1112
# blocking: the asynchronous copy of a retry decorator kept the sleep of the original: stalls of 5 s at every rate limit.

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any


class RateLimitError(Exception): ...


def retry_with_exponential_backoff(func: Callable[..., Any], delay: float = 1.3) -> Callable[..., Any]:
    @wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        wait = delay
        while True:
            try:
                return func(*args, **kwargs)
            except RateLimitError:
                wait *= delay
                time.sleep(wait)

    return wrapper


def async_retry_with_exponential_backoff(
    func: Callable[..., Awaitable[Any]], delay: float = 1.3
) -> Callable[..., Awaitable[Any]]:
    @wraps(func)
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        wait = delay
        while True:
            try:
                return await func(*args, **kwargs)
            except RateLimitError:
                wait *= delay
                time.sleep(wait)  # expect: ASL201

    return wrapper


def async_retry_mended(func: Callable[..., Awaitable[Any]], delay: float = 1.3) -> Callable[..., Awaitable[Any]]:
    @wraps(func)
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        wait = delay
        while True:
            try:
                return await func(*args, **kwargs)
            except RateLimitError:
                wait *= delay
                await asyncio.sleep(wait)

    return wrapper
