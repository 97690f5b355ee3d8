from . import shell
from .shell import sh


def tag(version: str) -> None:
    sh(["git", "tag", version])
    push("--tags")


def push(*args: str) -> None:
    shell.sh(["git", "push", *args])


def last_tag() -> str:
    return shell.sh(["git", "describe", "--tags"])
