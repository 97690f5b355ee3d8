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


async def handler(place: Location, either: "bytes | Location", anything: Any, base: object) -> list[object]:
    return [
        content(place),  # expect: ASL202[likely]
        content(Secret("http://files.example/")),  # expect: ASL202[likely]
        content(either),  # expect: ASL202[likely]
        content(anything),  # expect: ASL202[likely]
        # every class is a subclass of object, Location too
        content(base),  # expect: ASL202[likely]
        opened(place),  # expect: ASL202[likely]
        opened(either),  # expect: ASL202[likely]
    ]
