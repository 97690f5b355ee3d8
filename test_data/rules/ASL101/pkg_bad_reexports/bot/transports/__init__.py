from .base import Transport
from .wire import send as send_raw
