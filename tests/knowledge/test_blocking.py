"""The knowledge of what blocks holds together: every name exists, every claim is well formed, nothing is said twice.

A bogus name in the data would be a finding that never comes, and nobody would notice; so each name is looked up where the
program index looks it up: in typeshed for the standard library (any supported version and platform will do), and in our
own stubs for the libraries.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from typeshed_client import ImportedName, NameInfo, OverloadedName, SearchContext, get_search_context, get_stub_names

from asynclint.knowledge import loader
from asynclint.knowledge.loader import CODES, BlockingTable, Condition, QualifiedName, blocking_table

KNOWLEDGE = Path(loader.__file__).parent
STUBS = KNOWLEDGE / "stubs"
VERSIONS = [(3, 14), (3, 13), (3, 12), (3, 11)]
PLATFORMS = ["linux", "win32", "darwin", "sunos5"]


def names_in(file: str) -> list[str]:
    document = tomllib.loads((KNOWLEDGE / "blocking" / file).read_text(encoding="utf-8"))
    return [name for entry in document["blocking"] for name in entry["names"] + entry.get("except", [])]


class Stubs:
    """Answers whether a dotted name is declared, seen from one version and platform."""

    def __init__(self, version: tuple[int, int], platform: str) -> None:
        self._context: SearchContext = get_search_context(search_path=[STUBS], version=version, platform=platform)
        self._modules: dict[str, dict[str, NameInfo] | None] = {}

    def declare(self, name: str) -> bool:
        parts = name.removesuffix(".*").split(".")
        return any(True for _ in self._resolve_dotted("builtins", parts))

    def is_module(self, name: str) -> bool:
        return self._module(name) is not None

    def looked_up_as(self, name: str) -> set[str]:
        """The names a method goes by when it is looked up: under the class as it is *defined*, and under each of its bases."""
        *owner, last = name.split(".")
        names = set()
        unseen = list(self._resolve_dotted("builtins", owner))
        while unseen:
            module, info = unseen.pop()
            if isinstance(info.ast, ast.ClassDef) and f"{module}.{info.name}.{last}" not in names:
                names.add(f"{module}.{info.name}.{last}")
                for base in info.ast.bases:
                    unseen.extend(self._follow_expression(module, base))
        return names

    def _module(self, name: str) -> dict[str, NameInfo] | None:
        if name not in self._modules:
            self._modules[name] = get_stub_names(name, search_context=self._context)
        return self._modules[name]

    def _resolve_dotted(self, module: str, parts: list[str]) -> Iterator[tuple[str, NameInfo]]:
        """Every definition that the dotted name may mean, read first as a path of modules, then inside ``module``."""
        for length in range(len(parts) - 1, 0, -1):
            prefix = ".".join(parts[:length])
            if self._module(prefix) is not None:
                yield from self._members(prefix, parts[length:])
                return
        yield from self._members(module, parts)

    def _members(self, module: str, parts: list[str]) -> Iterator[tuple[str, NameInfo]]:
        names = self._module(module)
        if names is None or parts[0] not in names:
            return
        for where, info in self._follow(module, names[parts[0]]):
            yield from self._attributes(where, info, parts[1:])

    def _attributes(self, module: str, info: NameInfo, parts: list[str]) -> Iterator[tuple[str, NameInfo]]:
        if not parts:
            yield module, info
            return
        if not isinstance(info.ast, ast.ClassDef):
            return
        children = info.child_nodes or {}
        if parts[0] in children:
            for where, child in self._follow(module, children[parts[0]]):
                yield from self._attributes(where, child, parts[1:])
            return
        for base in info.ast.bases:
            for where, base_info in self._follow_expression(module, base):
                if base_info != info:
                    yield from self._attributes(where, base_info, parts)

    def _follow(self, module: str, info: NameInfo) -> Iterator[tuple[str, NameInfo]]:
        """Through imports, aliases and the annotations of variables to what is defined."""
        if isinstance(info.ast, ImportedName):
            source = ".".join(info.ast.module_name)
            name = info.ast.name
            if name is not None and self._module(f"{source}.{name}") is None:
                yield from self._members(source, [name])
        elif isinstance(info.ast, ast.Assign) and isinstance(info.ast.value, ast.Name | ast.Attribute):
            yield from self._follow_expression(module, info.ast.value)
            yield module, info
        elif isinstance(info.ast, ast.AnnAssign):
            yield from self._follow_expression(module, info.ast.annotation)
            yield module, info
        elif isinstance(info.ast, OverloadedName):
            yield module, info
        else:
            yield module, info
            if _is_property(info):
                yield from self._follow_expression(module, info.ast.returns)

    def _follow_expression(self, module: str, expression: ast.expr | None) -> Iterator[tuple[str, NameInfo]]:
        match expression:
            case ast.Name() | ast.Attribute():
                yield from self._local_or_builtin(module, ast.unparse(expression).split("."))
            case ast.Subscript(value=value):
                yield from self._follow_expression(module, value)
            case ast.BinOp(left=left, right=right):
                yield from self._follow_expression(module, left)
                yield from self._follow_expression(module, right)

    def _local_or_builtin(self, module: str, parts: list[str]) -> Iterator[tuple[str, NameInfo]]:
        names = self._module(module) or {}
        if parts[0] in names:
            info = names[parts[0]]
            if isinstance(info.ast, ImportedName) and len(parts) > 1:
                source = ".".join((*info.ast.module_name, *([info.ast.name] if info.ast.name else [])))
                if self._module(source) is not None:
                    yield from self._members(source, parts[1:])
                    return
            yield from self._members(module, parts)
        else:
            yield from self._members("builtins", parts)


def _is_property(info: NameInfo) -> bool:
    return isinstance(info.ast, ast.FunctionDef) and any(
        isinstance(decorator, ast.Name) and decorator.id == "property" for decorator in info.ast.decorator_list
    )


@cache
def stubs(version: tuple[int, int] = (3, 13), platform: str = "linux") -> Stubs:
    return Stubs(version, platform)


def declared_anywhere(name: str) -> bool:
    """Whether some supported Python on some platform has ``name``."""
    return any(stubs(version, platform).declare(name) for platform in PLATFORMS for version in VERSIONS)


# ------------------------------------------------------------------------------------------------------------- the data


def test_every_standard_library_name_exists() -> None:
    assert [name for name in names_in("stdlib.toml") if not declared_anywhere(name)] == []


def test_every_library_name_is_declared_in_our_stubs() -> None:
    assert [name for name in names_in("libraries.toml") if not stubs().declare(name)] == []


@pytest.mark.parametrize(
    "bogus",
    [
        "time.slumber",
        "socket.socket.receive",
        "no_such_module.function",
        "io.TextIOWrapper.read_everything",
        "sys.stdin.no_such_method",
        "requests.no_such_function",
        "requests.Session.no_such_method",
        "no_such_library.Client.*",
    ],
)
def test_a_bogus_name_would_be_noticed(bogus: str) -> None:
    assert not declared_anywhere(bogus)


@pytest.mark.parametrize("file", ["stdlib.toml", "libraries.toml"])
def test_every_method_is_listed_under_a_class_that_it_is_looked_up_by(file: str) -> None:
    """A public alias alone (`concurrent.futures.Future`) would never match: its class is `concurrent.futures._base.Future`."""
    table = blocking_table()
    unreachable = set()
    for name in names_in(file):
        if name.startswith("sys.stdin."):  # not a class but a variable: looked up as it is written
            continue
        method = name.replace(".*", ".anything")
        for platform in PLATFORMS:
            looked_up = stubs(platform=platform).looked_up_as(method)
            if looked_up and not any(table.lookup(found) for found in looked_up):
                unreachable.add(name)
    exceptions = {name for name in unreachable if name in set(table.exceptions())}
    assert unreachable - exceptions == set()


def test_no_name_is_listed_in_both_files() -> None:
    assert set(names_in("stdlib.toml")) & set(names_in("libraries.toml")) == set()


def test_every_class_has_examples() -> None:
    table = blocking_table()
    known = {table.lookup(name.replace(".*", ".anything")) for name in table.names()}
    assert {fact.class_ for fact in known if fact is not None} == set(CODES)


def test_stubs_import_only_what_is_declared() -> None:
    broken = []
    for file in sorted(STUBS.rglob("*.pyi")):
        package = file.relative_to(STUBS).parent.parts
        for statement in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(statement, ast.ImportFrom):
                above = package[: len(package) + 1 - statement.level] if statement.level else ()
                source = ".".join([*above, *([statement.module] if statement.module else [])])
                names = [f"{source}.{alias.name}" for alias in statement.names]
                broken += [
                    f"{file}: {name}" for name in names if not stubs().is_module(name) and not stubs().declare(name)
                ]
    assert broken == []


NOT_BLOCKING = [
    "subprocess.Popen", "subprocess.Popen.poll", "socket.socket", "socket.socket.close", "socket.socket.setblocking",
    "queue.Queue.get_nowait", "queue.Queue.put", "io.BytesIO.read", "io.StringIO.write", "typing.IO.read", "os.getcwd",
    "os.path.join", "os.path.abspath", "logging.Logger.info", "asyncio.Future.result", "asyncio.Queue.get",
    "asyncio.Lock.acquire", "threading.Thread.start", "pathlib.Path", "requests.Session", "httpx.AsyncClient.get",
    "redis.asyncio.Redis.get", "redis.asyncio.client.Redis.get", "django.db.models.QuerySet.filter",
    "botocore.client.BaseClient.close", "botocore.client.BaseClient.__init__",
]  # fmt: skip


@pytest.mark.parametrize("name", NOT_BLOCKING)
def test_what_must_not_be_flagged(name: str) -> None:
    assert blocking_table().lookup(name) is None


BLOCKING = {
    "time.sleep": "ASL201",
    "requests.get": "ASL202",
    "requests.sessions.Session.post": "ASL202",
    "botocore.client.BaseClient.put_object": "ASL202",
    "psycopg2.extensions.cursor.execute": "ASL203",
    "redis.client.Redis.get": "ASL203",
    "subprocess.run": "ASL204",
    "pathlib.Path.read_text": "ASL205",
    "threading.Event.wait": "ASL206",
    "builtins.input": "ASL207",
    "bcrypt.hashpw": "ASL208",
    "os.stat": "ASL209",
}


@pytest.mark.parametrize(("name", "code"), BLOCKING.items())
def test_what_must_be_flagged(name: str, code: str) -> None:
    fact = blocking_table().lookup(name)
    assert fact is not None
    assert fact.code == code


# ----------------------------------------------------------------------------------------------------------- the loader

ENTRY = """
[[blocking]]
class = "network"
names = ["library.Client.*", "library.connect"]
except = ["library.Client.close"]
does = "waits for the server"
advice = "await asyncio.to_thread(...)"
thread-safe = true
"""


def table_of(text: str) -> BlockingTable:
    table = BlockingTable()
    table.add("test.toml", text)
    return table


def test_lookup_finds_exact_names_then_wildcards() -> None:
    table = table_of(ENTRY)
    assert table.lookup("library.connect") is table.lookup("library.Client.get") is table.lookup("library.Client.a.b")
    for name in ("library", "library.Client", "library.Client.close", "library.Client.__enter__", "library.connected"):
        assert table.lookup(name) is None


def test_the_longest_wildcard_wins() -> None:
    inner = (
        ENTRY.replace("library.Client", "library.Client.admin")
        .replace(', "library.connect"', "")
        .replace("server", "boss")
    )
    table = table_of(ENTRY + inner)
    fact = table.lookup("library.Client.admin.reset")
    assert fact is not None
    assert fact.does == "waits for the boss"


def test_conditions_are_read() -> None:
    fact = table_of(
        ENTRY
        + """
only-if = [{ argument = "host", given = true }]
unless = [
    { argument = "timeout", position = 0, equals = [0, { name = "None" }, { name = "library.NOW" }] },
    { position = 1, types = ["io.BytesIO"] },
]
"""
    ).lookup("library.connect")
    assert fact is not None
    assert fact.only_if == (Condition("host", None, given=True),)
    assert fact.unless == (
        Condition("timeout", 0, equals=(0, None, QualifiedName("library.NOW"))),
        Condition(None, 1, types=("io.BytesIO",)),
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("does", "dose", "unknown key 'dose'"),
        ("thread-safe = true\n", "", "'thread-safe' is missing"),
        ('"network"', '"netwrok"', "unknown class 'netwrok'"),
        ("the server", "the server.", "without a final dot"),
        ("thread-safe = true", 'thread-safe = "yes"', "'thread-safe' must be true or false"),
        ('["library.Client.close"]', '["library.Other.close"]', "no wildcard of this entry covers"),
        ('"library.connect"]', '"library.Client.*"]', "listed twice"),
        ('["library.Client.*", "library.connect"]', "[]", "'names' is empty"),
        ("thread-safe = true", 'thread-safe = true\nseverity = "fatal"', "unknown severity 'fatal'"),
        ("thread-safe = true", "thread-safe = true\nunless = [{ equals = [0] }]", "needs an 'argument'"),
        ("thread-safe = true", "thread-safe = true\nunless = [{ position = 0 }]", "exactly one of"),
        ("thread-safe = true", "thread-safe = true\nunless = [{ position = -1, equals = [0] }]", "counts from 0"),
        ("thread-safe = true", "thread-safe = true\nunless = [{ position = 0, equal = [0] }]", "unknown key 'equal'"),
        (
            "thread-safe = true",
            "thread-safe = true\nunless = [{ position = 0, equals = [[]] }]",
            "neither a literal nor a name",
        ),
    ],
)
def test_a_mistake_names_the_file_and_the_entry(old: str, new: str, problem: str) -> None:
    assert old in ENTRY
    with pytest.raises(ValueError, match=r"^test\.toml: entry 1.*" + re.escape(problem)):
        table_of(ENTRY.replace(old, new))


@pytest.mark.parametrize("text", ["blocking = 1", "[[blocked]]", "[[blocking"])
def test_a_file_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^test\.toml: "):
        table_of(text)
