"""Helpers that ask for the type of what they are given, called with that type, or with what may be of it."""

import urllib.request
from typing import Any


class Location:
    def __init__(self, url: str) -> None:
        self.url = url


class Secret(Location):
    pass


def content(source: "bytes | Location") -> bytes:
    if isinstance(source, Location):
        return urllib.request.urlopen(source.url).read()
    return source


def opened(source: object) -> object:
    if not isinstance(source, bytes):
        return urllib.request.urlopen("http://files.example/")
    return source


def passed_on(source: "bytes | Location") -> bytes:
    return content(source)


class Hooks:
    def add(self, hook: object) -> None:
        if isinstance(hook, str):
            hook = urllib.request.urlopen(hook)

    def add_all(self, *, hook: "object | str") -> None:
        self.add(hook)

    async def start(self, hook: "str | None") -> None:
        self.add("http://files.example/")  # expect: ASL202[likely]
        self.add_all(hook=hook)  # expect: ASL202[likely]


async def handler(place: Location, either: "bytes | Location", anything: Any, base: object) -> list[object]:
    return [
        passed_on(place),  # expect: ASL202[likely]
        content(place),  # expect: ASL202[likely]
        content(Secret("http://files.example/")),  # expect: ASL202[likely]
        content(either),  # expect: ASL202[likely]
        content(anything),  # expect: ASL202[likely]
        # every class is a subclass of object, Location too
        content(base),  # expect: ASL202[likely]
        opened(place),  # expect: ASL202[likely]
        opened(either),  # expect: ASL202[likely]
    ]
