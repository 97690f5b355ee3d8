from .synchronous.cursor import Cursor as Cursor
