from .locks import Lock
