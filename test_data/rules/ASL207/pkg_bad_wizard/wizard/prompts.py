import sys
from typing import TypeVar

T = TypeVar("T")


def ask(question: str) -> str:
    sys.stdout.write(question)
    sys.stdout.flush()
    return input()


def choose(options: list[T]) -> T:
    for number, option in enumerate(options):
        print(number, option)
    return options[int(ask("which? "))]
