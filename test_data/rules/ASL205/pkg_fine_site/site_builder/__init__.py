from .store import MemoryStore, Store
