"""A helper that blocks in some cases, and is called in these."""

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


def connect(address: str | None = None, region: str = "") -> str:
    region = region or "eu"
    if region:
        return urllib.request.urlopen("http://" + region).geturl()
    return ""


def refreshed(key: str, *, force: bool = False) -> str:
    return urllib.request.urlopen("http://cache.example/" + key).geturl() if force else key


def either(key: str, *, cached: bool = False) -> str:
    return cached or urllib.request.urlopen("http://cache.example/" + key).geturl()


def client(kind: "str | None" = "async") -> str:
    if kind == "async":
        return "a"
    elif kind == "limits":
        return "b"
    else:
        return urllib.request.urlopen("http://client.example/").geturl()


def adapted(**options: object) -> str:
    return generated(**options)


def generated(prompt: object = "", is_async: bool = False) -> str:
    if is_async:
        return ""
    return urllib.request.urlopen("http://model.example/").geturl()


async def handler(name: str) -> list[object]:
    return [
        secret_or("vault/openai"),  # expect: ASL202[likely]
        read_secret(name),  # expect: ASL202[likely]
        lookup("user"),  # expect: ASL202[likely]
        refreshed("user", force=True),  # expect: ASL202[likely]
        either("user"),  # expect: ASL202[likely]
        client("sync"),  # expect: ASL202[likely]
        client(None),  # expect: ASL202[likely]
        client(name),  # expect: ASL202[likely]
        adapted(prompt="hello"),  # expect: ASL202
        # the parameter is bound anew, so what was passed says nothing
        connect(),  # expect: ASL202[likely]
    ]
