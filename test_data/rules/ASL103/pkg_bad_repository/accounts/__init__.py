from .base import Accounts
from .memory import MemoryAccounts

__all__ = ["Accounts", "MemoryAccounts"]
