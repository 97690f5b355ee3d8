"""The public functions are plain; their async twins live one floor below under the same names."""

from .sync import pay, refund

__all__ = ["pay", "refund"]
