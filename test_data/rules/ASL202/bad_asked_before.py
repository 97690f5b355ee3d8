"""The caller asked something, but not what would keep the helper from blocking."""

import urllib.request


class Source:
    def __init__(self, name: str) -> None:
        self.name = name


def load(source: Source | str | None) -> bytes:
    if isinstance(source, str):
        return urllib.request.urlopen(source).read()
    return b""


def load_known(source: Source | str | None) -> bytes:
    if source is None:
        return urllib.request.urlopen("http://default.example/").read()
    return b""


def load_named(name: str) -> bytes:
    if name == "all":
        return urllib.request.urlopen("http://all.example/").read()
    return b""


async def only_strings(source: Source | str) -> bytes:
    if isinstance(source, str):
        return load(source)  # expect: ASL202[likely]
    return b""


async def asked_of_another(source: Source | str, other: Source | str) -> bytes:
    if not isinstance(other, str):
        return load(source)  # expect: ASL202[likely]
    return b""


async def bound_anew(source: Source | str) -> bytes:
    if not isinstance(source, str):
        source = source.name
        return load(source)  # expect: ASL202[likely]
    return b""


async def maybe_none(source: Source | None) -> bytes:
    if not source:
        return load_known(source)  # expect: ASL202[likely]
    return b""


async def only_that(name: str) -> bytes:
    if name == "all":
        return load_named(name)  # expect: ASL202[likely]
    return b""


async def true_or_else(name: str) -> bytes:
    if False or name:
        return load_named(name)  # expect: ASL202[likely]
    return b""
