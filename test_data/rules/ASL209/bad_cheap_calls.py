"""Microseconds on a good day, seconds on a network drive: for those who want to know."""

import os
import os.path
from os.path import exists as there
from pathlib import Path


def ensure(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


async def look(name: str, path: Path) -> bool:
    if os.path.exists(name):  # expect: ASL209
        return True
    if there(name):  # expect: ASL209
        return True
    if path.exists():  # expect: ASL209
        return True
    print(os.stat(name).st_size)  # expect: ASL209
    print(path.stat())  # expect: ASL209
    print(os.path.getsize(name))  # expect: ASL209
    return Path(name).is_file() and os.path.isdir(name)  # expect: ASL209, ASL209


async def make(path: Path) -> None:
    path.mkdir()  # expect: ASL209
    os.mkdir("out")  # expect: ASL209
    os.makedirs("out/deep", exist_ok=True)  # expect: ASL209
    ensure(path)  # expect: ASL209


async def opened(name: str, path: Path) -> str:
    with open(name) as file:  # expect: ASL209
        text = file.read()  # expect: ASL205
    with path.open() as other:  # expect: ASL209
        print(other.fileno())
    return text
