from .db import database
from .repository import OrderRepository

__all__ = ["OrderRepository", "database"]
