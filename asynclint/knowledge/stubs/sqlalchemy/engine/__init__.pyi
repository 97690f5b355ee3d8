from .base import Connection as Connection, Engine as Engine, Transaction as Transaction
from .create import create_engine as create_engine
from .cursor import CursorResult as CursorResult
from .reflection import Inspector as Inspector
