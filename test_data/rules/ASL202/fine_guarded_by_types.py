"""Helpers that ask for the type of what they are given, called with another."""

import urllib.request
from io import BytesIO
from pathlib import Path


class Location:
    def __init__(self, url: str) -> None:
        self.url = url


class Secret(Location):
    pass


def content(source: "bytes | Path | Location") -> bytes:
    if isinstance(source, Location):
        return urllib.request.urlopen(source.url).read()
    return bytes(source) if isinstance(source, bytes) else str(source).encode()


def opened(source: object) -> object:
    if not isinstance(source, (BytesIO, bytes)):
        return urllib.request.urlopen("http://files.example/")
    return source


def early(source: object) -> str:
    if isinstance(source, str | bytes):
        return "text"
    return urllib.request.urlopen("http://files.example/").geturl()


def passed_on(source: "bytes | Location") -> bytes:
    return content(source)


class Hooks:
    def add(self, hook: object) -> None:
        if isinstance(hook, str):
            hook = urllib.request.urlopen(hook)

    def add_all(self, *, hook: "object | str") -> None:
        self.add(hook)

    def changed(self) -> None:
        self.add_all(hook=self)

    async def start(self) -> None:
        self.add(self.changed)
        self.add(Location)
        self.add_all(hook=Location("http://files.example/"))


async def handler(folder: Path, raw: bytes) -> list[object]:
    return [
        content(folder),
        content(raw),
        content(b"abc"),
        passed_on(raw),
        opened(BytesIO(raw)),
        opened(raw),
        early("abc"),
        early(f"{folder}"),
    ]
