"""`Session` is the sync one; the async one has to be asked for."""

from .sync import Session, session

__all__ = ["Session", "session"]
