"""What the caller asked before it handed a value on leaves nothing for what the helper asks; what never runs; what hides in ``**``."""

import json
import urllib.request


class Source:
    def __init__(self, name: str) -> None:
        self.name = name


def load(source: Source | str | None, retry: bool = False, mirror: str | None = None) -> bytes:
    if isinstance(source, str):
        return urllib.request.urlopen(source).read()
    if mirror:
        return urllib.request.urlopen(mirror).read()
    return b""


def load_known(source: Source | str | None) -> bytes:
    if source is None:
        return urllib.request.urlopen("http://default.example/").read()
    return b""


def load_named(name: str) -> bytes:
    if name == "all":
        return urllib.request.urlopen("http://all.example/").read()
    return b""


async def only_objects(source: Source | str) -> bytes:
    if not isinstance(source, str):
        return load(source)
    return b""


async def only_given(source: Source | None) -> bytes:
    if source:
        return load_known(source)
    return b""


async def only_others(name: str) -> bytes:
    if name != "all":
        return load_named(name)
    return b""


async def only_one(name: str) -> bytes:
    if name == "one":
        return load_named(name)
    return b""


async def never(source: str) -> bytes:
    if False and source:
        return load(source)
    if 0:
        return urllib.request.urlopen(source).read()
    return json.dumps(source).encode()


async def hidden(source: Source, **options: object) -> bytes:
    if not isinstance(source, str):
        return load(source, **options)
    return b""
