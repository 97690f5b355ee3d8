"""Objects with the methods of files, and modules with the names of the standard library's."""

import asyncio
import contextlib
import io
import json
import sys
import tarfile
import zipfile
from collections.abc import AsyncIterator, Iterator
from importlib import metadata
from pathlib import Path
from typing import Protocol

from aiohttp import web


class Readable(Protocol):
    def read(self) -> bytes: ...


class Socketish:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)

    def read(self) -> bytes:
        return self.buffer.read()

    def readlines(self) -> list[bytes]:
        return self.buffer.readlines()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readlines())


@contextlib.contextmanager
def captured() -> Iterator[io.StringIO]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        yield out


async def upload(request: web.Request, source: Readable) -> bytes:
    body = await request.read()
    part = await request.content.readline()
    return body + part + source.read()


async def in_memory(data: bytes) -> str:
    reader = Socketish(data)
    for line in reader:
        print(line)
    with captured() as out:
        print("hello")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        print(archive.namelist())
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        print(tar.getnames())
    print(json.dumps({}), reader.read())
    return out.getvalue()


async def both_streams(loud: bool, data: str) -> None:
    stream = sys.stderr if loud else sys.stdout
    stream.write(data)
    stream.flush()
    print(data, file=stream, flush=True)


async def version() -> str:
    return __doc__ or metadata.__name__


class Shutil:
    def copytree(self, source: str) -> str:
        return source

    def rmtree(self, source: str) -> str:
        return source


shutil = Shutil()


async def ours(json: Socketish, open_: Socketish) -> None:
    shutil.copytree("x")
    shutil.rmtree("x")
    json.read()
    for line in open_.readlines():
        print(line)


async def walk(root: Path) -> AsyncIterator[Path]:
    """An async walk: each listing is taken in a thread."""
    pending = [root]
    while pending:
        folder = pending.pop()
        for entry in await asyncio.to_thread(lambda: list(folder.iterdir())):
            if await asyncio.to_thread(entry.is_dir):
                pending.append(entry)
            yield entry


async def tree(root: Path) -> list[Path]:
    return [path async for path in walk(root)]


class Document:
    """Reads its file in `load`, which is called in a thread; everything else is memory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = ""

    def load(self) -> "Document":
        self.text = self.path.read_text()
        return self

    def write(self, text: str) -> None:
        self.text += text

    def lines(self) -> list[str]:
        return self.text.splitlines()


async def open_document(path: Path) -> list[str]:
    document = await asyncio.to_thread(Document(path).load)
    document.write("\n")
    return document.lines()
