"""The command line of the bot: plain code, the real library."""

import requests


def ask(user: str, text: str) -> str:
    return requests.post("https://example.org/ask", json={"user": user, "text": text}, timeout=5).text


def main() -> None:
    while text := input("> "):
        print(ask("me", text))
