"""A chat client that asks the person at the keyboard, and nobody else gets a turn meanwhile."""

import builtins
import getpass
import sys
from getpass import getpass as ask_secret
from sys import stdin


class Chat:
    async def send(self, text: str) -> None:
        print(text)


def ask(question: str, default: str = "") -> str:
    answer = input(f"{question} [{default}] ")
    return answer or default


def confirm(question: str) -> bool:
    while (answer := ask(question, "y")) not in {"y", "n"}:
        print("y or n, please")
    return answer == "y"


async def log_in(chat: Chat) -> None:
    name = input("name: ")  # expect: ASL207
    password = getpass.getpass()  # expect: ASL207
    again = ask_secret("again: ")  # expect: ASL207
    await chat.send(f"{name} {password == again}")


async def talk(chat: Chat) -> None:
    while text := input("> "):  # expect: ASL207
        await chat.send(text)
    line = sys.stdin.readline()  # expect: ASL207
    rest = stdin.read()  # expect: ASL207
    for extra in sys.stdin:  # expect: ASL207
        await chat.send(extra)
    builtins.input()  # expect: ASL207
    await chat.send(line + rest)


async def leave(chat: Chat) -> None:
    if confirm("really?"):  # expect: ASL207
        await chat.send("bye")
