from .client import AsyncClient as AsyncClient
