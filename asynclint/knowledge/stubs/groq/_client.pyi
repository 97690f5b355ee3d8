from typing import Any

from .resources.chat.chat import AsyncChat, Chat

class Groq:
    chat: Chat
    def __init__(self, **kwargs: Any) -> None: ...

class AsyncGroq:
    chat: AsyncChat
    def __init__(self, **kwargs: Any) -> None: ...
