"""Modules from an environment: what is installed is read as far as the program asks for it, and never becomes part of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from asynclint.knowledge.roles import role_table
from asynclint.program import libraries
from asynclint.program.libraries import own_stub
from asynclint.program.targets import Vocabulary
from tests.program.conftest import Linked

Reveal = Callable[..., list[str]]
Link = Callable[..., Linked]


@pytest.mark.parametrize(
    ("installed", "answer"),
    [
        ({"lib.py": "class C: ..."}, "class lib.C"),
        ({"lib/__init__.py": "class C: ..."}, "class lib.C"),
        ({"lib/__init__.py": "from ._c import C", "lib/_c.py": "class C: ..."}, "class lib._c.C"),
        ({"lib/__init__.py": "from ._c import *", "lib/_c.py": "class C: ..."}, "class lib._c.C"),
        ({"lib/__init__.py": "from ._c import *", "lib/_c.py": "from ._d import C", "lib/_d.py": "class C: ..."},
         "class lib._d.C"),
        ({"lib.pyi": "class C: ...", "lib.py": "C = 1"}, "class lib.C"),
        ({"lib-stubs/__init__.pyi": "class C: ...", "lib.py": "C = 1"}, "class lib.C"),
        ({"lib.py": "C = 1", "lib/__init__.py": "class C: ..."}, "class lib.C"),
        # Nobody knows:
        ({"other.py": "class C: ..."}, "foreign lib.C"),
        ({"lib/c.py": "class C: ..."}, "foreign lib.C"),
        ({"lib.py": "class D: ..."}, "foreign lib.C"),
        ({"lib.py": "class C: ("}, "foreign lib.C"),
        ({"lib.py": "# coding: klingon\nclass C: ..."}, "foreign lib.C"),
        ({"lib.py": "class C: ...\n#" + " " * 1_000_000}, "foreign lib.C"),
        ({"lib.py": "x = " + "(" * 5000 + ")" * 5000}, "foreign lib.C"),
        ({"lib.py/x.py": ""}, "foreign lib.C"),
    ],
)  # fmt: skip
def test_where_a_module_lies(reveal: Reveal, installed: Mapping[str, str], answer: str) -> None:
    assert reveal("import lib\nreveal(lib.C)\n", environment=installed) == [answer]
    assert reveal("from lib import C\nreveal(C)\n", environment=installed) == [answer]


def test_a_partial_stub_package_leaves_the_rest_to_the_source(reveal: Reveal) -> None:
    installed = {"lib-stubs/a.pyi": "x: int", "lib/__init__.py": "", "lib/a.py": "x = ''", "lib/b.py": "y = ''"}
    assert reveal("from lib.a import x\nfrom lib.b import y\nreveal(x)\nreveal(y)\n", environment=installed) == [
        "int", "str"
    ]  # fmt: skip


def test_namespace_packages(reveal: Reveal) -> None:
    installed = {"space/one/__init__.py": "class C: ...", "space/two/deep/d.py": "class D: ..."}
    program = """
        import space.one
        import space.two.deep.d
        from space import one
        from space.two.deep import d
        reveal(space.one.C)
        reveal(space.two.deep.d.D)
        reveal(one.C)
        reveal(d.D)
        reveal(space.three)
        """
    lines = "\n".join(line.strip() for line in program.splitlines())
    expected = ["class space.one.C", "class space.two.deep.d.D", "class space.one.C", "class space.two.deep.d.D"]
    assert reveal(lines, environment=installed) == [*expected, "foreign space.three"]


def test_the_program_comes_before_what_is_installed(reveal: Reveal) -> None:
    program = {"lib.py": "class Own: ...", "main.py": "import lib\nreveal(lib.Own)\nreveal(lib.C)\n"}
    assert reveal(program, environment={"lib.py": "class C: ..."}) == ["class lib.Own", "?"]


def test_the_standard_library_comes_before_what_is_installed(reveal: Reveal) -> None:
    installed = {"dataclasses.py": "def dataclass(cls): ...", "json/__init__.py": "def loads(): ..."}
    assert reveal("import json\nreveal(json.loads)\nreveal(json.nothing)\n", environment=installed) == [
        "def json.loads", "foreign json.nothing"
    ]  # fmt: skip
    linked = reveal("import json\nreveal(json.dumps)\n", environment=installed)
    assert linked == ["def json.dumps"]


def test_a_plugin_means_the_program_by_its_name(reveal: Reveal) -> None:
    program = {"app/__init__.py": "", "app/base.py": "class Base:\n    def f(self) -> int: ...\n",
               "main.py": "import plugin\nreveal(plugin.Plugin().f)\n"}  # fmt: skip
    installed = {"plugin.py": "from app.base import Base\nclass Plugin(Base): ...\n", "app/__init__.py": "",
                 "app/base.py": "class Base:\n    def f(self) -> str: ...\n"}  # fmt: skip
    assert reveal(program, environment=installed) == ["def app.base.Base.f of plugin.Plugin"]
    # A script of the program is nothing that a library could mean.
    program = {"helper.py": "class C: ...", "main.py": "import lib\nreveal(lib.C)\n"}
    installed = {"lib.py": "from helper import C\n", "helper.py": "class C: ...\nclass D: ...\n"}
    assert reveal(program, environment=installed) == ["class helper.C"]


LIBRARY = """
import asyncio, contextlib
from typing import Any

class Client:
    def __init__(self, url: str) -> None:
        self.url = url
        self.codec = Codec()
    async def fetch(self, path: str) -> bytes:
        return b""
    async def load(self, path):
        return await self.fetch(path)
    def fetching(self, path):
        return self.fetch(path)
    def task(self) -> "asyncio.Task[int]":
        return asyncio.create_task(self.count())
    async def count(self) -> int:
        return 1
    def guess(self, something):
        return something
    def anything(self) -> Any:
        return 1
    def nothing(self):
        pass
    @property
    def name(self) -> str:
        return ""
    @contextlib.asynccontextmanager
    async def session(self):
        yield Codec()
    def coroutine(self) -> "Coroutine[Any, Any, int]":
        return self.kept

class Codec:
    def encode(self): return b""

def connect(url): return Client(url)
"""


def test_sources_are_more_than_stubs(reveal: Reveal) -> None:
    program = """
import lib
client = lib.connect("x")
reveal(client)
reveal(client.fetch("x"))
reveal(client.load("x"))
reveal(client.fetching("x"))
reveal(client.task())
reveal(client.name)
reveal(client.codec.encode())
reveal(client.guess(1))
reveal(client.anything())
reveal(client.nothing())
async def main():
    async with client.session() as session:
        reveal(session)
"""
    assert reveal(program, environment={"lib.py": LIBRARY}) == [
        "lib.Client", "coroutine[bytes]", "coroutine[bytes]", "coroutine[bytes]", "_asyncio.Task", "str", "bytes",
        "?", "?", "?", "lib.Codec",
    ]  # fmt: skip


def test_what_our_stub_lacks_is_looked_for_in_what_is_installed(reveal: Reveal) -> None:
    installed = {
        "httpx/__init__.py": "from ._client import *\nfrom ._config import Timeout\nfrom ._more import more\n",
        "httpx/_client.py": """
class AsyncClient:
    async def get(self): return 1
    async def brew(self) -> str: return ""
    @property
    def headers(self) -> dict[str, str]: return {}
""",
        "httpx/_config.py": "class Timeout: ...\n",
        "httpx/_more.py": "from ._client import AsyncClient\ndef more() -> AsyncClient: ...\n",
    }
    program = """
import httpx, httpx._more
client = httpx.AsyncClient()
reveal(client)
reveal(client.get)
reveal(client.brew())
reveal(client.headers)
reveal(client.nothing)
reveal(httpx.Timeout)
reveal(httpx.nothing)
reveal(httpx.more().get)
class Own(httpx.AsyncClient): ...
reveal(Own().brew())
"""
    got = "def httpx._client.AsyncClient.get of httpx._client.AsyncClient"
    assert reveal(program, environment=installed) == [
        "httpx._client.AsyncClient", got, "coroutine[str]", "dict", "?", "class httpx._config.Timeout",
        "foreign httpx.nothing", got, "coroutine[str]",
    ]  # fmt: skip
    assert reveal(program)[1:4] == [got, "?", "?"]  # without an environment


def test_knowledge_holds_whatever_is_installed(link: Link) -> None:
    installed = {
        "requests/__init__.py": "from .api import get\nfrom .sessions import Session\nimport wrapper\n",
        "requests/sessions.py": "class Session:\n    def get(self): ...\n    def mount(self): return 1\n",
        "wrapper.py": """
import requests
class Slow(requests.Session): ...
class Quick(requests.Session):
    def get(self, url):
        return "no network"
def session(): return requests.Session()
""",
    }
    program = """
import requests, wrapper
async def f():
    requests.get("x")
    requests.Session().get("x")
    wrapper.session().get("x")
    wrapper.Slow().get("x")
    wrapper.Quick().get("x")
    requests.Session().mount()
"""
    assert link(program, environment=installed).on_loop() == [
        "4 ASL202 certain: requests.get", "5 ASL202 certain: Session.get", "6 ASL202 likely: Session.get",
        "7 ASL202 certain: Slow.get",
    ]  # fmt: skip


@pytest.mark.parametrize("name", sorted(name for name in role_table() if own_stub(name.partition(".")[0])))
def test_what_functions_of_our_stubs_do_with_arguments_is_found(link: Link, name: str) -> None:
    assert link("").resolver.find(name) != [], "a stub that lacks the name hides it"


BLOCKING = {
    "lib/__init__.py": """
import time, threading
from .deep import Base, deep
def slow(): time.sleep(1)
def quick(): return 1
def maybe(wait=False):
    if wait:
        time.sleep(1)
def hidden(wait):
    if wait.strategy.sleeps:
        time.sleep(1)
def handed(): threading.Thread(target=slow).start()
def generate():
    time.sleep(1)
    yield 1
async def good(): time.sleep(1)
class Client(Base):
    def __init__(self): self.send()
    def send(self): deep()
    def receive(self): raise NotImplementedError
""",
    "lib/deep.py": """
import socket
class Base:
    def close(self): deep()
def deep(): deeper()
def deeper(): socket.create_connection(("x", 1))
""",
}
CALLS = """
import lib
async def f():
    lib.slow()
    lib.quick()
    lib.maybe()
    lib.maybe(wait=True)
    lib.hidden(1)
    lib.handed()
    lib.generate()
    for x in lib.generate(): pass
    client = lib.Client()
    client.send()
    client.close()
    client.receive()
    await lib.good()
"""


def test_nothing_is_followed_into_libraries_unasked(link: Link) -> None:
    linked = link(CALLS, environment=BLOCKING)
    assert linked.on_loop() == []
    assert all(not module.is_library for module in linked.program._links.edges)


def test_libraries_are_followed_when_asked_for(link: Link) -> None:
    linked = link(CALLS, environment=BLOCKING, vocabulary=Vocabulary(follow_libraries=True))
    assert linked.on_loop() == [
        "4 ASL201 likely: slow → time.sleep", "7 ASL201 likely: maybe → time.sleep",
        "8 ASL201 possible: hidden → time.sleep",
        "11 ASL201 likely: generate → time.sleep",
        "12 ASL202 likely: __init__ → send → deep → deeper → socket.create_connection",
        "13 ASL202 likely: send → deep → deeper → socket.create_connection",
        "14 ASL202 likely: close → deep → deeper → socket.create_connection",
    ]  # fmt: skip


def test_only_what_is_reached_is_followed(link: Link) -> None:
    program = "import lib\ndef f(): lib.Client().close()\n"
    linked = link(program, environment=BLOCKING, vocabulary=Vocabulary(follow_libraries=True))
    edges = linked.program._links.edges
    owners = {edge.owner.qualname for of_module in edges.values() for edge in of_module.values()}
    assert owners == {
        "main.f", "lib.Client.__init__", "lib.Client.send", "lib.deep.Base.close", "lib.deep.deep", "lib.deep.deeper"
    }  # fmt: skip


@pytest.mark.parametrize("follow", [False, True])
def test_processes_agree(link: Link, monkeypatch: pytest.MonkeyPatch, follow: bool) -> None:
    monkeypatch.setattr("asynclint.program.links._FEW_CALLS", 0)
    files = {f"part{number}.py": CALLS for number in range(12)}
    vocabulary = Vocabulary(follow_libraries=follow)
    one, two = (link(files, environment=BLOCKING, vocabulary=vocabulary, jobs=jobs) for jobs in (1, 2))
    assert one.on_loop() == two.on_loop()
    assert bool(one.on_loop()) is follow
    assert one.program.calls == two.program.calls


COUNTED = """
import asyncio, unknown
async def f(client, rows, x: unknown.Thing):
    await asyncio.sleep(1)
    client.get(1)
    client.get(2)
    unknown.call()
    x.close()
    rows[0].save()
    client.session().commit()
    (await client.make()).use()
    [row.name() for row in rows]
    print(str(1))
    lambda: client.later()
class C:
    async def g(self):
        super().g()
        self.g()
def sync(client):
    client.get(3)
"""


def test_calls_of_async_code_are_counted(link: Link) -> None:
    calls = link(COUNTED).program.calls
    assert dict(calls.unresolved) == {
        "client.get": 2, "unknown.call": 1, "x.close": 1, "rows[…].save": 1, "client.session": 1,
        "client.session().commit": 1, "client.make": 1, "(await client.make()).use": 1, "row.name": 1,
        "super().g": 1,
    }  # fmt: skip
    assert calls.unresolved[0] == ("client.get", 2)
    assert calls.total - calls.resolved == 11
    assert calls.resolved == 5  # sleep, print, str, super, self.g


def test_a_chain_without_end_has_a_name_with_an_end(link: Link) -> None:
    ((name, _),) = link(f"async def f(x): x{'.y' * 50}()\n").program.calls.unresolved
    assert name == "….y.y.y.y.y.y.y.y"


def test_environments_are_asked_for_modules_by_name(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "lib.py").write_text("")
    found = libraries.Environment([tmp_path / "gone", tmp_path / "a"])
    assert found.path("lib") == tmp_path / "a" / "lib.py"
    for name in ("", ".", "lib.", "lib.x", "lib..x", "x" * 5000, "\0"):
        assert found.path(name) is None
        assert not found.is_namespace(name)


def test_what_awaiting_an_object_gives(reveal: Reveal) -> None:
    program = """
from collections.abc import Generator
from typing import Any, Self
import asyncpg
class Opening:
    def __await__(self) -> Generator[Any, None, str]: ...
class Ready:
    def __await__(self) -> Generator[Any, None, Self]: ...
class Sub(Ready): ...
class Untold:
    def __await__(self): ...
class Iterated:
    def __await__(self) -> "Iterator[int]": ...
class Plain: ...
async def f():
    reveal(await Opening())
    reveal(await Sub())
    reveal(await asyncpg.create_pool())
    reveal(await Untold())
    reveal(await Iterated())
    reveal(await Plain())
"""
    assert reveal(program) == ["str", "main.Sub", "asyncpg.pool.Pool", "?", "?", "?"]
