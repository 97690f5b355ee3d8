from .background import Background, background as background
from .background import start

__all__ = ["Background", "background", "start"]
