"""Programs of any size, for the cost curve: real packages side by side, and the shapes that an analysis may stumble over.

Each shape gives the files of a program of about so many lines, as (path, source). Sources follow from the size alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

Files = Iterator[tuple[str, bytes]]
Shape = Callable[[int], Files]  # of a number of lines
_IN_FILE = 100  # functions


def packages(folders: Sequence[Path], lines: int) -> Files:
    """The packages in these folders one after the other, then copies of them under new names; cut off where it is enough."""
    left = lines
    for number in count():
        for folder in folders:
            for package in sorted(path for path in folder.iterdir() if (path / "__init__.py").is_file()):
                name = f"{package.name}_{number}"
                old = re.compile(rb"(?<![\w.])%s(?!\w)" % package.name.encode())
                for path in sorted(package.rglob("*.py")):
                    content = old.sub(name.encode(), path.read_bytes())
                    yield f"{name}/{path.relative_to(package)}", content
                    left -= content.count(b"\n")
                    if left <= 0:
                        return


def call_chains(lines: int) -> Files:
    """Chains of two hundred functions, each in two files; the last of each blocks, and a coroutine calls the first."""
    for number in range(max(1, lines // (6 * _IN_FILE + 10))):
        upper = "".join(_caller(index) for index in range(_IN_FILE))
        source = f"from chain{number}.lower import call_{_IN_FILE}\n{upper}\n\nasync def main():\n    call_0(1)\n"
        yield f"chain{number}/upper.py", source.encode()
        lower = "".join(_caller(index) for index in range(_IN_FILE, 2 * _IN_FILE))
        source = f"import time\n{lower}\n\ndef call_{2 * _IN_FILE}(value):\n    time.sleep(value)\n"
        yield f"chain{number}/lower.py", source.encode()


def _caller(index: int) -> str:
    return f"\n\ndef call_{index}(value):\n    call_{index + 1}(value)\n"


_SERVICE = """

class Service{n}:
    def __init__(self, name: str) -> None:
        self.name = name
        self.items: list[str] = []

    def load(self, count: int) -> list[str]:
        for number in range(count):
            self.items.append(self.written(number))
        return self.items

    def written(self, number: int) -> str:
        return f"{self.name} {number}".strip()

    def wait(self) -> None:
        time.sleep(0.1)


async def use{n}() -> None:
    service = Service{n}("service")
    items = service.load(3)
    if items:
        service.wait()
"""


def one_file(lines: int) -> Files:
    """All in one module: classes with methods that call each other, and coroutines that use them."""
    number = lines // _SERVICE.count("\n")
    yield "huge.py", ("import time\n" + "".join(_SERVICE.replace("{n}", str(n)) for n in range(number))).encode()


def tiny_files(lines: int) -> Files:
    """Files of five lines in folders of a hundred; each imports its neighbour."""
    yield "tiny/__init__.py", b""
    for file in range(lines // 5):
        if file % _IN_FILE == 0:
            yield f"tiny/part{file // _IN_FILE}/__init__.py", b""
        neighbour = (
            f"tiny.part{(file - 1) // _IN_FILE}.file{file - 1} import help{file - 1}"
            if file
            else "asyncio import sleep"
        )
        source = f"from {neighbour} as other\n\n\nasync def help{file}(value):\n    return await other(value)\n"
        yield f"tiny/part{file // _IN_FILE}/file{file}.py", source.encode()


def hub(lines: int) -> Files:
    """One function that blocks, and is called from everywhere: by plain functions and by coroutines."""
    yield "hub/tools.py", b"import time\n\n\ndef helper(value):\n    time.sleep(value)\n"
    for file in range(max(1, lines // (6 * _IN_FILE))):
        functions = (
            f"\n\ndef plain{index}(value):\n    helper(value)\n\n\nasync def use{index}(value):\n    helper(value)\n"
            for index in range(_IN_FILE * 6 // 8)
        )
        yield f"hub/part{file}.py", ("from hub.tools import helper\n" + "".join(functions)).encode()


def import_cycle(lines: int) -> Files:
    """Each file imports all names of the next, the last one those of the first; types lead around the ring."""
    files = max(2, lines // 12)
    for file in range(files):
        after = (file + 1) % files
        source = f"""\
from ring.part{after} import *
from ring.part{after} import Part{after}


class Part{file}:
    def step(self, value):
        return Part{after}().step(value)


async def use{file}(part: Part{after}):
    part.step(1)
"""
        yield f"ring/part{file}.py", source.encode()


def call_cycle(lines: int) -> Files:
    """Each function returns what the next one returns, through all files, and the last one calls the first."""
    number = max(2, lines // 3)
    files = -(-number // _IN_FILE)
    for file in range(files):
        after = (file + 1) % files
        first = file * _IN_FILE
        functions = "".join(
            f"def call_{index}(value):\n    return call_{(index + 1) % (files * _IN_FILE)}(value)\n\n"
            for index in range(first, first + _IN_FILE)
        )
        imported = f"from circle.part{after} import call_{after * _IN_FILE}\n"
        source = f"{imported}{functions}async def main():\n    call_{first}(1).close()\n"
        yield f"circle/part{file}.py", source.encode()


_PLUGIN = """

class Plugin{n}(Base):
    def run(self, value):
        time.sleep(value)


async def use{n}(plugin: Base):
    value = 1
    plugin.run(value)
    return value
"""


def overrides(lines: int) -> Files:
    """A class with as many subclasses as there is room for, and as many calls that may mean the method of any of them."""
    yield "plugins/base.py", b"class Base:\n    def run(self, value):\n        return value\n"
    for file in range(max(1, lines // (12 * _IN_FILE))):
        plugins = "".join(_PLUGIN.format(n=index) for index in range(_IN_FILE))
        yield f"plugins/part{file}.py", f"import time\n\nfrom plugins.base import Base\n{plugins}".encode()


_DERIVED = """

class Class{n}(Class{before}):
    def method{n}(self):
        self.first()


async def use{n}(thing: Class{n}):
    thing.method{n}()
    thing.first()
"""


def inheritance(lines: int) -> Files:
    """Lines of a hundred classes, each derived from the one before it."""
    for file in range(max(1, lines // (10 * _IN_FILE))):
        derived = "".join(_DERIVED.format(n=index, before=index - 1) for index in range(1, _IN_FILE))
        yield f"line/part{file}.py", f"class Class0:\n    def first(self): ...\n{derived}".encode()


def one_function(lines: int) -> Files:
    """One coroutine with all the code in it."""
    head = "import time\nfrom asyncio import sleep\n\n\ndef helper(value):\n    time.sleep(value)\n    return value\n"
    part = "    value{n} = helper(value)\n    if value{n}:\n        value = value{n}\n    await sleep(value)\n"
    body = "".join(part.format(n=number) for number in range(lines // 4))
    yield "long.py", f"{head}\n\nasync def main(value):\n{body}".encode()


def statements(lines: int) -> Files:
    """All code at the module level, and each statement bears a finding."""
    yield "script.py", b"import asyncio\n\n\nasync def work(): ...\n\n\n" + b"work()\nwork()\n" * (lines // 2)


GENERATED: dict[str, Shape] = {
    "call chains of 200": call_chains,
    "one file": one_file,
    "files of 5 lines": tiny_files,
    "one function called from everywhere": hub,
    "cycle of imports": import_cycle,
    "cycle of calls": call_cycle,
    "one method with overrides everywhere": overrides,
    "lines of 100 classes": inheritance,
    "one function": one_function,
    "statements of one script": statements,
}


def write(files: Files, folder: Path) -> tuple[int, int]:
    """Put the files in the folder; how many they are, and how many lines."""
    number = lines = 0
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        number += 1
        lines += content.count(b"\n")
    return number, lines
