from bot import http


def rates() -> dict[str, float]:
    return http.get_json("https://rates.example.org")


def rate(currency: str) -> float:
    return rates()[currency]
