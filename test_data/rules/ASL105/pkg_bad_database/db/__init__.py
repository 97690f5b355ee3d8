from .pool import Pool, acquire
from .cursor import Cursor

__all__ = ["Cursor", "Pool", "acquire"]
