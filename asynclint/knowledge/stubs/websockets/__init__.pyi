from .asyncio.client import ClientConnection as ClientConnection, connect as connect
from .asyncio.server import Server as Server, ServerConnection as ServerConnection, serve as serve
