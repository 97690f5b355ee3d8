"""Data through plain files."""

import json
import os
import pickle
import shutil
import tarfile
import tomllib
import zipfile
from pathlib import Path
from shutil import copytree as copy_tree


async def read(name: str, path: Path) -> str:
    with open(name) as file:
        first = file.readline()  # expect: ASL205
        rest = file.read()  # expect: ASL205
    text = open(name).read()  # expect: ASL205
    data = path.read_bytes()  # expect: ASL205
    also = Path(name).read_text(encoding="utf-8")  # expect: ASL205
    return first + rest + text + also + str(data)


async def lines(name: str) -> int:
    count = 0
    with open(name) as file:
        for line in file:  # expect: ASL205
            count += len(line)
    with open(name) as file:
        long_lines = [line for line in file if len(line) > 80]  # expect: ASL205
    with Path(name).open() as other:
        count += len(other.readlines())  # expect: ASL205
    return count + len(long_lines)


async def write(name: str, rows: list[str]) -> None:
    with open(name, "w") as out:
        for row in rows:
            out.write(row)  # expect: ASL205
        out.writelines(rows)  # expect: ASL205
    Path(name).write_text("x")  # expect: ASL205
    Path(name).write_bytes(b"x")  # expect: ASL205


async def formats(name: str) -> dict[str, object]:
    with open(name) as text, open(name, "rb") as binary:
        settings = json.load(text)  # expect: ASL205
        state = pickle.load(binary)  # expect: ASL205
        project = tomllib.load(binary)  # expect: ASL205
    with open(name, "w") as out:
        json.dump(settings, out)  # expect: ASL205
    return {"a": settings, "b": state, "c": project}


async def trees(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)  # expect: ASL205
    copy_tree(source, target)  # expect: ASL205
    shutil.rmtree(target)  # expect: ASL205
    shutil.make_archive("backup", "zip", source)  # expect: ASL205
    for folder, _, names in os.walk(source):  # expect: ASL205
        print(folder, names)
    print(list(source.rglob("*.py")))  # expect: ASL205
    found = source.rglob("*.md")
    print(sorted(found))  # expect: ASL205


async def archives(name: str) -> None:
    with zipfile.ZipFile(name) as archive:
        archive.extractall("out")  # expect: ASL205
    with tarfile.open(name) as tar:
        tar.extractall("out")  # expect: ASL205
