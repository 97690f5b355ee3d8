from . import connections as connections, cursors as cursors
from .connections import Connection as Connection

Connect = Connection
connect = Connection
