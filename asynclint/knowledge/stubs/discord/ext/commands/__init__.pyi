from typing import Any

from discord import Client

class Bot(Client):
    def __init__(self, command_prefix: Any, **options: Any) -> None: ...

class AutoShardedBot(Bot): ...
