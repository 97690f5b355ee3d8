"""The sync API at the top, the async one under `accounts.aio`."""

from .client import exists

__all__ = ["exists"]
