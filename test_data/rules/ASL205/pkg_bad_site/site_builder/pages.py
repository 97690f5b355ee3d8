from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .store import FileStore


@dataclass
class Page:
    name: str
    text: str


def load_page(store: FileStore, name: str) -> Page:
    return Page(name, store.read(name))
