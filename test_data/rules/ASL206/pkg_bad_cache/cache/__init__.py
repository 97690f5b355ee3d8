from .memory import MemoryCache
