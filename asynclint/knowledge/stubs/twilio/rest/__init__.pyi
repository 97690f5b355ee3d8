from typing import Any

from .api.v2010.account.call import CallList
from .api.v2010.account.message import MessageList

class Client:
    messages: MessageList
    calls: CallList
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...
