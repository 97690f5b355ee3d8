"""Reads inside an f-string (PEP 701), generic container (PEP 695)."""

from pathlib import Path


class Box[T: (str, bytes)]:
    def __init__(self, path: Path) -> None:
        self.path = path

    def text(self, path: Path) -> str:
        return path.read_text("utf-8")


async def show(box: Box[str], names: dict[str, Path]) -> str:
    first = f"{box.text(Path("x"))}"  # expect: ASL205
    return f"{first} {
        Path("y").read_text()  # expect: ASL205
    }"
