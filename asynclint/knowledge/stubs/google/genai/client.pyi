from typing import Any

from .chats import AsyncChats, Chats
from .models import AsyncModels, Models

class AsyncClient:
    models: AsyncModels
    chats: AsyncChats

class Client:
    models: Models
    chats: Chats
    aio: AsyncClient
    def __init__(self, **kwargs: Any) -> None: ...
