from .jobs import cleanup, rotate
