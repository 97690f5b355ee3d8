"""Each override blocks somehow, but one of them only in a rare case: nobody knows which one it is."""

import urllib.request
from abc import ABC, abstractmethod


class Provider(ABC):
    @abstractmethod
    def token(self) -> str: ...


class Remote(Provider):
    def token(self) -> str:
        return fetch("http://token.example/")


class Local(Provider):
    def __init__(self, name: str, is_shared: bool, is_old: bool) -> None:
        self.name = name
        self.is_shared = is_shared
        self.is_old = is_old

    def token(self) -> str:
        return found(self.name, self.is_shared, self.is_old)


def found(name: str, is_shared: bool, is_old: bool) -> str:
    for known in name.split():
        if known == "shared" and is_shared:
            if is_old:
                if known.endswith("d"):
                    return shared(known)
    return name


def shared(name: str) -> str:
    return fetch(f"http://token.example/{name}")


def fetch(url: str) -> str:
    return urllib.request.urlopen(url).read().decode()


async def handler(provider: Provider) -> str:
    return provider.token()  # expect: ASL202[possible]
