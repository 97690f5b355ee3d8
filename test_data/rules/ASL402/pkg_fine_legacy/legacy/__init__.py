from .bridge import await_
