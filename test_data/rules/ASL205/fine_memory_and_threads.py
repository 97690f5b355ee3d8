"""Streams in memory, async files, files in threads, names and paths."""

import asyncio
import gzip
import io
import json
import logging
import os
import pickle
import sys
from io import BytesIO, StringIO
from pathlib import Path, PurePath

import aiofiles
import anyio

logger = logging.getLogger(__name__)
TEMPLATE = Path(__file__).read_text()  # at import, before any loop runs


def load(path: Path) -> dict[str, str]:
    with path.open() as file:
        return json.load(file)


async def memory(data: bytes) -> str:
    stream = io.BytesIO(data)
    head = stream.read(4)
    text = StringIO("a\nb")
    for line in text:
        print(line)
    print(text.getvalue(), text.readline(), head)
    with BytesIO() as out:
        out.write(data)
        pickle.dump({"a": 1}, out)
        out.seek(0)
        print(pickle.load(out))
    print(json.load(io.StringIO("{}")), json.loads("{}"), pickle.loads(data))
    buffer = io.StringIO()
    json.dump({}, buffer)
    return buffer.getvalue()


async def offloaded(path: Path) -> dict[str, str]:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(path.read_text, encoding="utf-8")
    await asyncio.to_thread(lambda: path.write_text("x"))
    await loop.run_in_executor(None, path.read_bytes)
    with open(path) as file:
        await asyncio.to_thread(file.read)
    found = await asyncio.to_thread(list, path.glob("*.py"))
    print(await asyncio.to_thread(sorted, path.rglob("*.md")), found)
    return await asyncio.to_thread(load, path)


async def lazily(path: Path) -> None:
    # nothing is read yet
    found = path.rglob("*.py")
    names = (entry.name for entry in found)
    print(names)
    await asyncio.to_thread(print, *[1, 2])


async def async_files(name: str) -> str:
    async with aiofiles.open(name) as file:
        text = await file.read()
        async for line in file:
            text += line
    async with await anyio.open_file(name) as other:
        await other.write(text)
    return text + await anyio.Path(name).read_text()


async def names_only(path: Path, pure: PurePath) -> str:
    joined = path / "a" / pure.name
    print(path.parent, path.suffix, joined.with_suffix(".txt"), path.as_posix())
    return os.path.join(os.sep, os.path.basename(str(path)), os.fspath(pure))


async def console(text: str) -> None:
    print(text, file=sys.stderr)
    sys.stdout.write(text)
    sys.stdout.flush()
    logger.info("wrote %s", text)


async def network_streams(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(await reader.read(100))
    writer.writelines([await reader.readline()])
    await writer.drain()


def script(path: Path) -> None:
    for line in open(path):
        print(line)
    with gzip.open(path) as packed:
        print(packed.read())


class Editor:
    """Methods called like those of files."""

    def read(self) -> str:
        return "text"

    def write(self, text: str) -> None:
        print(text)

    def read_text(self) -> str:
        return self.read()


async def editors(open, editor: Editor, unknown, file) -> None:
    open("x").read()
    editor.write(editor.read() + editor.read_text())
    unknown.read_text()
    file.read()
    for line in file:
        print(line)


async def local_open() -> str:
    def open(name: str) -> Editor:
        return Editor()

    return open("x").read()



if __name__ == "__main__":
    script(Path(sys.argv[1]))
    print(load(Path(sys.argv[2])))
