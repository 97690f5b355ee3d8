"""A way of many calls that ends in one special case of many: perhaps no caller ever goes there."""

import urllib.request


def token() -> str:
    return fetched_token()


def fetched_token() -> str:
    return urllib.request.urlopen("http://token.example/").read().decode()


def headers(provider: str) -> dict[str, str]:
    if provider == "alpha":
        return {"x-alpha": "1"}
    elif provider == "beta":
        return {"x-beta": "1"}
    elif provider == "gamma":
        return {"authorization": token()}
    elif provider == "delta":
        return {"x-delta": "1"}
    elif provider == "epsilon":
        return {"x-epsilon": "1"}
    return {}


def matched(provider: str) -> dict[str, str]:
    match provider:
        case "alpha":
            return {"x-alpha": "1"}
        case "beta":
            return {"x-beta": "1"}
        case "gamma":
            return {"authorization": token()}
        case "delta":
            return {"x-delta": "1"}
        case _:
            return {}


async def handler(provider: str) -> list[dict[str, str]]:
    return [headers(provider), matched(provider)]
