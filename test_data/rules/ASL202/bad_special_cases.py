"""One special case of many, near enough; and the first case of few."""

import urllib.request


def token() -> str:
    return fetched_token()


def fetched_token() -> str:
    return urllib.request.urlopen("http://token.example/").read().decode()


def headers(provider: str) -> dict[str, str]:
    if provider == "alpha":
        return {"authorization": token()}
    elif provider == "beta":
        return {"x-beta": "1"}
    return {}


def fetched(provider: str) -> str:
    if provider == "alpha":
        return "1"
    elif provider == "beta":
        return "2"
    elif provider == "gamma":
        return urllib.request.urlopen("http://token.example/").read().decode()
    elif provider == "delta":
        return "4"
    elif provider == "epsilon":
        return "5"
    return ""


async def handler(provider: str) -> list[object]:
    return [
        headers(provider),  # expect: ASL202[likely]
        fetched(provider),  # expect: ASL202[likely]
    ]
