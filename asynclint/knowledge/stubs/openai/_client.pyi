from typing import Any, Self

from .resources.audio.audio import AsyncAudio, Audio
from .resources.chat.chat import AsyncChat, Chat
from .resources.completions import AsyncCompletions, Completions
from .resources.embeddings import AsyncEmbeddings, Embeddings
from .resources.files import AsyncFiles, Files
from .resources.images import AsyncImages, Images
from .resources.models import AsyncModels, Models
from .resources.moderations import AsyncModerations, Moderations
from .resources.responses.responses import AsyncResponses, Responses

class OpenAI:
    chat: Chat
    completions: Completions
    embeddings: Embeddings
    files: Files
    images: Images
    audio: Audio
    models: Models
    moderations: Moderations
    responses: Responses
    api_key: str
    base_url: Any
    def __init__(self, **kwargs: Any) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *args: object) -> None: ...
    def with_options(self, **kwargs: Any) -> Self: ...
    def close(self) -> None: ...

class AsyncOpenAI:
    chat: AsyncChat
    completions: AsyncCompletions
    embeddings: AsyncEmbeddings
    files: AsyncFiles
    images: AsyncImages
    audio: AsyncAudio
    models: AsyncModels
    moderations: AsyncModerations
    responses: AsyncResponses
    api_key: str
    base_url: Any
    def __init__(self, **kwargs: Any) -> None: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *args: object) -> None: ...
    def with_options(self, **kwargs: Any) -> Self: ...
    async def close(self) -> None: ...
