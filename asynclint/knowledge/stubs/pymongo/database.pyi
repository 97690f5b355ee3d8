from .synchronous.database import Database as Database
