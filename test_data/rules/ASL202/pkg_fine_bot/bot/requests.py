"""A module of ours that happens to be called like the library: requests of users."""

PENDING: dict[str, str] = {}


def get(user: str) -> str:
    return PENDING.get(user, "")


def post(user: str, text: str) -> None:
    PENDING[user] = text
