from pathlib import Path

import site_builder as site

from . import FileStore, load_page
from .store import GzipStore

store = FileStore(Path("site"))


async def page(name: str) -> str:
    print(site.load_page(store, name))  # expect: ASL205
    return load_page(store, name).text  # expect: ASL205


async def save(name: str, text: str) -> None:
    store.write(name, text)  # expect: ASL205[likely]
    GzipStore(Path("zipped")).write(name, text)  # expect: ASL205[likely]


class Site:
    def __init__(self) -> None:
        self.store = site.FileStore(Path("site"))

    async def index(self) -> str:
        return self.store.read("index.html")  # expect: ASL205[likely]
