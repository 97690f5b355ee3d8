from pathlib import Path
from typing import Protocol


class Store(Protocol):
    def read(self, name: str) -> str: ...


class Reader:
    def read(self, name: str) -> str:
        raise NotImplementedError


class MemoryStore(Reader):
    def __init__(self) -> None:
        self.pages: dict[str, str] = {}

    def read(self, name: str) -> str:
        return self.pages[name]


class FileStore(Reader):
    def read(self, name: str) -> str:
        return Path("site", name).read_text()
