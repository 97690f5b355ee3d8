from pathlib import Path

__all__ = ("Store", "FileStore")


class Store:
    def read(self, name: str) -> str:
        raise NotImplementedError

    def write(self, name: str, text: str) -> None:
        raise NotImplementedError


class FileStore(Store):
    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, name: str) -> str:
        return Path("site", name).read_text()

    def write(self, name: str, text: str) -> None:
        target = self.root / name
        target.write_text(text)


class GzipStore(FileStore):
    def write(self, name: str, text: str) -> None:
        super().write(name + ".gz", text)
