"""A plain face for an async library: meant for threads, and imported everywhere."""

from .core import call

__all__ = ["call"]
