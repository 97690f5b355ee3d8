"""What users import is defined further down."""

from .api import *
from .transports import Transport as Transport, send_raw
from . import handlers

__all__ = ["Transport", "handlers", "post", "send_raw"]
