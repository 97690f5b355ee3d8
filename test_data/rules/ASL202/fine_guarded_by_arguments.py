"""A helper that blocks in some cases, called in the others."""

import asyncio
import urllib.request


def read_secret(name: str) -> str:
    if name.startswith("vault/"):
        with urllib.request.urlopen("http://vault.example/" + name) as answer:
            return answer.read().decode()
    return name.lower()


def secret_or(name: str, default: str = "") -> str:
    return read_secret(name) or default


def lookup(key: str, *, local_only: bool = False) -> str:
    if local_only is False and key:
        return urllib.request.urlopen("http://cache.example/" + key).read().decode()
    return key


def generate(prompt: str, is_async: bool = False):
    if is_async:
        return generate_async(prompt)
    return urllib.request.urlopen("http://model.example/" + prompt).read()


async def generate_async(prompt: str) -> bytes:
    await asyncio.sleep(0)
    return prompt.encode()


def connect(address: str | None = None) -> str:
    if address is not None:
        return urllib.request.urlopen(address).geturl()
    raise ValueError("no address")


class Prompts:
    def __init__(self, folder: str | None = None) -> None:
        if folder:
            urllib.request.urlopen(folder).close()


def refreshed(key: str, *, force: bool = False) -> str:
    found = force and urllib.request.urlopen("http://cache.example/" + key).geturl()
    return found or (urllib.request.urlopen("http://cache.example/").geturl() if force else key)


def client(kind: str = "async") -> str:
    if kind == "async":
        return "a"
    elif kind == "limits":
        return "b"
    else:
        return urllib.request.urlopen("http://client.example/").geturl()


def client_of(kind: str) -> str:
    return client(kind=kind)


def adapted(**options: object) -> str:
    return generated(**options, is_async=True)


def generated(prompt: object = "", is_async: bool = False) -> str:
    if is_async:
        return ""
    return urllib.request.urlopen("http://model.example/").geturl()


async def handler(name: str) -> list[object]:
    return [
        secret_or("OPENAI_API_KEY"),
        read_secret("DATABASE_URL"),
        lookup("user", local_only=True),
        await generate("hello", is_async=True),
        connect(),
        Prompts(),
        refreshed("user"),
        client("limits"),
        client(),
        client_of("async"),
        adapted(prompt="hello"),
    ]
