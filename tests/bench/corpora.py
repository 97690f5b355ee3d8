"""The code that is linted: published packages, pinned. They are unpacked, never installed and never run."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Corpus:
    """A package from PyPI."""

    name: str
    version: str

    @property
    def title(self) -> str:
        """Name and version, as people write them."""
        return f"{self.name} {self.version}"


CORPORA = (
    Corpus("prefect", "3.9.1"),
    Corpus("litellm", "1.83.7"),
    Corpus("matrix-synapse", "1.132.0"),
    Corpus("homeassistant", "2026.2.3"),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much Python there is in a folder."""

    files: int
    lines: int


def fetched(corpus: Corpus, cache: Path) -> Path:
    """The folder with the unpacked package, downloaded if it is not in the cache yet."""
    folder = cache / f"{corpus.name}-{corpus.version}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        # The Python that runs this is of no account: the wheel is only unzipped.
        options = ["--no-deps", "--only-binary=:all:", "--python-version=3.14", "--ignore-requires-python"]
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", *options]
        subprocess.run([*command, f"--dest={scratch}", f"{corpus.name}=={corpus.version}"], check=True)
        (wheel,) = Path(scratch).glob("*.whl")
        unpacked = Path(scratch) / "unpacked"
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(unpacked)
        unpacked.rename(folder)
    return folder


def size(folder: Path) -> Size:
    """Counts the Python files below a folder and their lines."""
    counts = [content.count(b"\n") for content in _contents(folder)]
    return Size(len(counts), sum(counts))


def _contents(folder: Path) -> Iterator[bytes]:
    return (path.read_bytes() for path in folder.rglob("*.py") if path.is_file())
