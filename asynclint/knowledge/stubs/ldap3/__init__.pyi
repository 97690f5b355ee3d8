from .core.connection import Connection as Connection
from .core.server import Server as Server
