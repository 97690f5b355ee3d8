from .core import Connection as Connection, connect as connect
from .cursor import Cursor as Cursor
