"""Input in a thread, names that are called `input`, and plain programs."""

import asyncio
import io
import sys
from collections.abc import Callable


async def talk() -> str:
    name = await asyncio.to_thread(input, "name: ")
    line = await asyncio.to_thread(sys.stdin.readline)
    loop = asyncio.get_running_loop()
    more = await loop.run_in_executor(None, lambda: input("> "))
    return name + line + more


async def piped() -> bytes:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return await reader.readline()


async def parameter(input: Callable[[str], str]) -> str:
    return input("x")


async def local(values: dict[str, str]) -> str:
    input = values.get
    stdin = io.StringIO("a\nb")
    for line in stdin:
        print(line)
    return (input("x") or "") + stdin.read()


class Form:
    def input(self, name: str) -> str:
        return name

    async def show(self) -> str:
        print(sys.stdin.isatty(), sys.stdin.encoding)
        return self.input("name")


def on_stdin(queue: "asyncio.Queue[str]") -> None:
    # the loop says that a line is there
    queue.put_nowait("line")


async def watch(queue: "asyncio.Queue[str]") -> str:
    asyncio.get_running_loop().add_reader(sys.stdin, on_stdin, queue)
    return await queue.get()


def hashed(passphrase: str | None = None) -> str:
    if passphrase is None:
        passphrase = input("passphrase: ")
    return passphrase[::-1]


async def change(form: dict[str, str]) -> str:
    new = form.get("new")
    if new and len(new) > 8:
        return hashed(new)
    return ""


def main() -> None:
    name = input("name: ")
    print(name, asyncio.run(talk()))
