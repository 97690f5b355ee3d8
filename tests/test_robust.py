"""Whatever lies in a folder, the rest of it is linted: end to end through the engine, and the console where it matters.

Every case puts an odd file beside a plain one with a finding. The finding must come, the odd file has exactly one clear
line in the report's errors or none at all, and nothing of it is ever run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

import asynclint
from asynclint import discovery, engine, settings
from asynclint.analysis import Analysis
from asynclint.codes import ROWS
from asynclint.findings import FileError, Report

ROOT = Path(asynclint.__file__).resolve().parent.parent
PLAIN = "import time\n\n\nasync def main() -> None:\n    time.sleep(1)\n"
SECONDS = 20  # a case takes less than two; this only has to tell a long wait from an endless one


@pytest.fixture(autouse=True)
def project(project: Path) -> Path:
    """A folder with the plain file in it, which is the working directory."""
    (project / "plain.py").write_text(PLAIN)
    return project


def put(files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(content.encode() if isinstance(content, str) else content)


def lint(*paths: str, screen: bool = True, jobs: int = 1, given: Mapping[str, str] | None = None) -> Report:
    """The report of a run that ends, with the finding of the plain file in it."""
    found = settings.load(Path.cwd(), ROWS, isolated=True)
    started = time.perf_counter()
    report = engine.lint(paths or ["."], found, screen=screen, jobs=jobs, given=given)
    assert time.perf_counter() - started < SECONDS
    assert ("plain.py", 5, "ASL201") in places(report)
    for error in report.errors:
        assert error.message and "\n" not in error.message
    return report


def places(report: Report) -> list[tuple[str, int, str]]:
    return [(finding.location.path, finding.location.line, finding.code) for finding in report.findings]


def error_of(files: Mapping[str, str | bytes], *, screen: bool = True) -> FileError | None:
    """The one error that the files bring, if any; there are no other errors and no other findings."""
    put(files)
    report = lint(screen=screen)
    assert len(report.errors) <= 1
    return report.errors[0] if report.errors else None


def console(*arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "asynclint", *arguments],
        input=stdin,
        capture_output=True,
        timeout=SECONDS,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    text = subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in text.stdout + text.stderr
    assert "internal error" not in text.stdout + text.stderr
    return text


# Files that are no source code

UNREADABLE: dict[str, tuple[bytes, str, int | None]] = {
    "binary": (bytes(range(256)) * 100, "binary", None),
    "one NUL": (b"x = 1\n\0\n", "binary", None),
    "wrongly encoded": ("# ok\nx = 'é'\n".encode("latin-1"), "not valid utf-8", 2),
    "wrongly declared": ("# coding: ascii\nx = 'é'\n".encode(), "not valid ascii", 2),
    "unknown encoding": (b"#!/usr/bin/python\n# -*- coding: klingon -*-\nx = 1\n", "unknown encoding", 2),
    "no text encoding": (b"# coding: base64\nx = 1\n", "encoding", 1),
    "UTF-16": ("x = 1\n".encode("utf-16"), "binary", None),
    "cut off in a character": ("x = 'é".encode()[:-1], "not valid utf-8", 1),
    "surrogates": (b"x = '\xed\xa0\x80'\n", "not valid utf-8", 1),
    "broken": (b"def f(:\n    pass\n", "syntax error", 1),
    "broken further down": (b"x = 1\n\n\ny = (\n", "syntax error", 4),
    "Python 2": (b"import os\nprint 'hello'\n", "syntax error", 2),
    "merge conflict": (b"x = 1\n<<<<<<< HEAD\ny = 2\n=======\ny = 3\n>>>>>>> b\n", "syntax error", 2),
    "template": (b"x = {{ cookiecutter.name }}\nclass {{ name }}:\n    pass\n", "syntax error", 2),
    "bad indentation": (b"def f():\n    x\n  y\n", "syntax error", 3),
    "tabs and blanks": (b"if x:\n        y\n\tz\n", "syntax error", 3),
    "open string": (b"x = '''\n", "syntax error", 1),
    "new and broken": (b"def f[T](): ...\ntype X = \nx = f'{y['z']}'\n", "syntax error", None),
    "HTML": (b"<!DOCTYPE html>\n<html></html>\n", "syntax error", 1),
    "two byte order marks": (b"\xef\xbb\xbf\xef\xbb\xbfx = 1\n", "syntax error", 1),
}


@pytest.mark.parametrize(("content", "message", "line"), UNREADABLE.values(), ids=list(UNREADABLE))
def test_what_is_no_source_code_is_one_error(content: bytes, message: str, line: int | None) -> None:
    error = error_of({"odd.py": content})
    assert error is not None
    assert error.path == "odd.py"
    assert message in error.message
    assert line is None or error.line == line


BLOCKS = "import time\nasync def f():\n    time.sleep(1)\n"

READABLE: dict[str, tuple[bytes, int | None]] = {
    "empty": (b"", None),
    "one line end": (b"\n", None),
    "blanks": (b"   \t \n\n  ", None),
    "only comments": (b"# one\n# two", None),
    "only a docstring": (b'"""Nothing."""', None),
    "byte order mark": (b"\xef\xbb\xbf" + BLOCKS.encode(), 3),
    "only a byte order mark": (b"\xef\xbb\xbf", None),
    "Windows": (BLOCKS.replace("\n", "\r\n").encode(), 3),
    "old Macintosh": (BLOCKS.replace("\n", "\r").encode(), 3),
    "mixed line ends": (b"import time\r\nasync def f():\r    time.sleep(1)\n", 3),
    "form feeds": (b"import time\n\x0c\n\x0c\nasync def f():\n\x0c\n    time.sleep(1)\n\x0c", 6),
    "form feed before code": (b"\x0cimport time\n\x0casync def f():\n    time.sleep(1)\n", 3),
    "form feeds in a string": (b"import time\nx = '\x0c \x0b \x1c'\nasync def f():\n    '\x0c'; time.sleep(1)\n", 4),
    "other separators": ("import time\nasync def f():\n    x = '\u2028\x85\u2029'; time.sleep(1)\n".encode(), 3),
    "no end": (BLOCKS.rstrip().encode(), 3),
    "latin-1": ("# coding: latin-1\nimport time\nasync def f():\n    'é'; time.sleep(1)\n".encode("latin-1"), 4),
    "shift-jis": ("# vim: fileencoding=shift-jis :\nimport time\nasync def f():\n    'ソ'; time.sleep(1)\n".encode("shift-jis"), 4),
    "emacs": (b"# -*- coding: utf-8-unix -*-\nimport time\nasync def f():\n    time.sleep(1)\n", 4),
    "emoji": ("import time\nasync def f():\n    '😀'; time.sleep(1); '𝒳'\n".encode(), 3),
    "identifiers": ("import time as ｔíｍｅ\nasync def ƒ():\n    ｔíｍｅ.sleep(1)\n".encode(), 3),
    "tabs": (b"import time\nasync def f():\n\tif 1:\n\t\ttime.sleep(1)\n", 4),
    "one line": (b"import time; f = 1\nasync def f(): time.sleep(1)", 2),
    "continued": (b"import time\nasync \\\n def f(): \\\n  time. \\\n sleep(1)\n", 4),
    "new syntax": (b"import time\ntype X = int\nasync def f[T](x: T): return f'{x['a']}{time.sleep(1)}'\n", 3),
    "new syntax, Windows": (b"import time\r\nasync def f[\r\n T\r\n](x: T):\r\n  t'{x}'; time.sleep(1)\r\n", 5),
    "warnings": (b"import time\nasync def f():\n    x = '\\d' is 1\n    try: time.sleep(1)\n    finally: return\n", 4),
}  # fmt: skip


@pytest.mark.parametrize(("content", "line"), READABLE.values(), ids=list(READABLE))
@pytest.mark.parametrize("screen", [True, False], ids=["", "no screen"])
def test_what_is_source_code_is_linted(content: bytes, line: int | None, screen: bool) -> None:
    put({"odd.py": content})
    report = lint(screen=screen)
    assert report.errors == ()
    found = [found_line for path, found_line, code in places(report) if (path, code) == ("odd.py", "ASL201")]
    assert found == ([] if line is None else [line])


def test_surrogates_in_given_text_are_one_error() -> None:
    """They cannot come from a file that was decoded, but from an editor."""
    report = lint(".", given={"odd.py": "x = '\udc80'\n"})
    assert [error.path for error in report.errors] == ["odd.py"]


# Files that are large or deep


def inside(statement: str) -> str:
    """The statement in a coroutine with a finding, so that it is looked at by every stage."""
    return f"import time\n\n\nasync def f(a, b, c):\n    time.sleep(1)\n{textwrap.indent(statement, '    ')}\n"


DEEP = {
    "parentheses": "x = " + "(" * 10_000 + "1" + ")" * 10_000,
    "parentheses within limits": "x = " + "(" * 150 + "1" + ")" * 150,
    "open parentheses": "x = " + "(" * 10_000,
    "lists": "x = " + "[" * 1_000 + "]" * 1_000,
    "lists within limits": "x = " + "[" * 80 + "]" * 80,
    "calls in calls": "x = " + "a(" * 90 + ")" * 90,
    "sum": "x = " + " + ".join(["a"] * 100_000),
    "sum of calls": "x = " + " + ".join(["a()"] * 5_000),
    "sum of strings": "x = " + " + ".join(["'a'"] * 5_000),
    "joined strings": "x = (" + "'a'\n" * 10_000 + ")",
    "power": "x = " + " ** ".join(["a"] * 5_000),
    "not": "x = " + "not " * 50_000 + "a",
    "minus": "x = " + "-" * 50_000 + "a",
    "and": "x = " + " and ".join(["a"] * 50_000),
    "comparisons": "x = " + " < ".join(["a"] * 50_000),
    "attributes": "x = a" + ".b" * 30_000,
    "calls": "x = a" + "()" * 30_000,
    "chain": "x = a" + ".b()" * 30_000,
    "short chain": "x = a" + ".b()" * 300,
    "chain over lines": "x = (a\n" + "  .b()\n" * 3_000 + ")",
    "items": "x = a" + "[0]" * 30_000,
    "conditions": "x = " + "a if b else " * 5_000 + "c",
    "lambdas": "x = " + "lambda: " * 5_000 + "a",
    "elif": "if a: pass\n" + "elif b: pass\n" * 20_000,
    "functions": "".join("  " * depth + f"def f{depth}():\n" for depth in range(90)) + "  " * 90 + "pass",
    "coroutines": "".join("  " * depth + f"async def f{depth}():\n" for depth in range(90)) + "  " * 90 + "pass",
    "classes": "".join("  " * depth + f"class C{depth}:\n" for depth in range(90)) + "  " * 90 + "pass",
    "ifs": "".join("  " * depth + "if a:\n" for depth in range(90)) + "  " * 90 + "await b",
    "tries": "".join(" " * depth + "try:\n" for depth in range(15))
    + " " * 15
    + "await b\n"
    + "".join(" " * depth + "except BaseException: pass\n" for depth in reversed(range(15))),
    "too much indentation": "".join(" " * depth + "if a:\n" for depth in range(200)) + " " * 200 + "pass",
    "comprehension": "x = [a " + "for a in b " * 1_000 + "]",
    "f-strings": "x = " + "f'{" * 200 + "a" + "}'" * 200,
    "patterns": "match a:\n  case " + "{1: " * 12 + "b" + "}" * 12 + ": pass",
    "decorators": "@a\n" * 1_000 + "def g(): pass",
    "assignments": "x = " * 5_000 + "a",
    "types": "x: " + "list[" * 150 + "int" + "]" * 150 + " = a",
    "type as text": "x: '" + "(" * 3_000 + "int" + ")" * 3_000 + "' = a",
    "types as text": "x: '" + " | ".join(["int"] * 20_000) + "' = a",
}


@pytest.mark.parametrize("statement", DEEP.values(), ids=list(DEEP))
@pytest.mark.parametrize("screen", [True, False], ids=["", "no screen"])
def test_what_is_deep_is_linted_or_one_error(statement: str, screen: bool) -> None:
    put({"odd.py": inside(statement), "top.py": statement + "\n"})
    report = lint(screen=screen)
    assert len(report.errors) == len({error.path for error in report.errors} & {"odd.py", "top.py"})
    # Never silently: the file's own finding is there, or the reason why it is not.
    assert ("odd.py", 5, "ASL201") in places(report) or "odd.py" in [error.path for error in report.errors]
    for error in report.errors:
        assert any(word in error.message for word in ("deep", "too many", "syntax error")), error.message


def test_a_long_file_is_linted() -> None:
    body = "async def f{0}(a):\n    b = a.c({0})\n    if b:\n        await b.d([1, 2], e=f{0})\n    return b\n\n"
    put({"odd.py": "import time\n" + "".join(body.format(number) for number in range(8_000)) + inside("pass")})
    report = lint()
    assert report.errors == ()
    assert report.lines > 48_000
    assert ("odd.py", 48_006, "ASL201") in places(report)


def test_a_huge_literal_is_linted() -> None:
    rows = "".join(
        f"    'key-{number}': [{number}, 'it is (here)', {{'x': -{number}.5}}],\n" for number in range(90_000)
    )
    put({"odd.py": "DATA = {\n" + rows + "}\n" + inside("return DATA['key-1']")})
    assert Path("odd.py").stat().st_size > 4_000_000
    report = lint()
    assert report.errors == ()
    assert len([place for place in places(report) if place[0] == "odd.py"]) == 1


def test_a_line_of_a_megabyte_is_linted() -> None:
    put({"odd.py": inside(f"x = [{'1, ' * 20_000}]; y = '{'a' * 1_000_000}'")})
    assert ("odd.py", 5, "ASL201") in places(lint())


# Paths


def test_a_missing_path_is_one_error() -> None:
    report = lint(".", "missing", "missing.py")
    assert [(error.path, error.message) for error in report.errors] == [
        ("missing", "no such file or folder"),
        ("missing.py", "no such file or folder"),
    ]


def test_a_file_that_may_not_be_read_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulated, for tests may run as root."""
    put({"odd.py": "x = 1\n"})
    read_bytes = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "odd.py":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    assert [(error.path, error.message) for error in lint().errors] == [("odd.py", "permission denied")]


def test_a_file_that_goes_between_discovery_and_reading_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    put({"odd.py": BLOCKS})
    discover = discovery.discover

    def discovered(*arguments: object) -> object:
        found = discover(*arguments)  # type: ignore[arg-type]
        Path("odd.py").unlink()
        return found

    monkeypatch.setattr(engine, "discover", discovered)
    assert [(error.path, error.message) for error in lint().errors] == [("odd.py", "no such file or folder")]


@pytest.mark.parametrize(
    "content",
    [None, b"", b"x = 1\n", b"import time\nasync def g():\n    (\n", b"\xff\n" * 9, b"import time\n" + b"\n" * 50],
)
def test_a_file_that_changes_while_it_is_linted_does_no_harm(
    content: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the stages: the rules meet another text than the one the facts are of."""
    put({"odd.py": inside("g()\n") + "\n\ndef g():\n    time.sleep(1)\n"})
    check = Analysis._check

    def changed(run: Analysis, *arguments: object) -> object:
        path = Path("odd.py")
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        return check(run, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Analysis, "_check", changed)
    report = lint()
    assert {error.path for error in report.errors} <= {"odd.py"}
    assert len(report.errors) <= 1


def test_links_in_circles_are_walked_once() -> None:
    Path("a/b").mkdir(parents=True)
    os.symlink("..", "a/b/up")
    os.symlink("self.py", "self.py")
    os.symlink("pong.py", "ping.py")
    os.symlink("ping.py", "pong.py")
    os.symlink("nowhere.py", "dangling.py")
    os.symlink("plain.py", "twin.py")
    report = lint()
    assert report.files == 1
    assert report.errors == ()


def test_a_link_to_itself_that_is_named_is_one_error() -> None:
    os.symlink("self.py", "self.py")
    assert [error.path for error in lint(".", "self.py").errors] == ["self.py"]


def test_a_folder_named_twice_is_linted_once() -> None:
    report = lint(".", ".", "plain.py", os.getcwd(), "../project")
    assert report.files == 1
    assert len(report.findings) == 1
    assert report.errors == ()


def test_a_folder_called_like_a_file_is_a_folder() -> None:
    put({"odd.py/inner.py": BLOCKS})
    report = lint()
    assert report.errors == ()
    assert ("odd.py/inner.py", 3, "ASL201") in places(report)


def test_two_files_with_one_module_name_are_both_linted() -> None:
    put({"one/tool.py": BLOCKS, "two/tool.py": BLOCKS, "one/use.py": "import tool\nasync def g():\n    tool.f()\n"})
    report = lint("one", "two", "plain.py")
    assert report.errors == ()
    assert {("one/tool.py", 3, "ASL201"), ("two/tool.py", 3, "ASL201")} <= set(places(report))


def test_odd_file_names_are_no_trouble() -> None:
    names = ["class.py", "1st.py", "a b.py", "a-b.py", "é.py", "a.b.py", "-x.py", "[x].py", "__init__.py", ".hidden.py"]
    put(dict.fromkeys(names, BLOCKS))
    report = lint()
    assert report.errors == ()
    assert {path for path, _, _ in places(report)} == {"plain.py", *names}


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text")
def test_a_file_name_that_is_no_text_is_no_trouble() -> None:
    with open(b"\xff.py", "wb") as file:
        file.write(BLOCKS.encode())
    report = lint()
    assert report.errors == ()
    assert ("\\xff.py", 3, "ASL201") in places(report)


# Programs that are odd


def test_nothing_of_the_program_is_run(project: Path) -> None:
    effect = f"import pathlib\npathlib.Path({str(project / 'ran')!r}).write_text('')\n"
    put(
        {
            "pkg/__init__.py": effect + "from pkg.inner import *\nclass M(type): pass\n",
            "pkg/inner.py": effect + "import time\ndef f(): time.sleep(1)\n",
            "use.py": effect + "import pkg\nfrom pkg import f\nasync def g(): f()\n",
            "conftest.py": effect,
            "setup.py": effect,
            "sitecustomize.py": effect,
            "json.py": effect,
            "ast.py": effect,
        }
    )
    assert ("use.py", 5, "ASL201") in places(lint())
    console(".")
    assert not (project / "ran").exists()


ODD_PROGRAMS: dict[str, dict[str, str]] = {
    "circular imports": {
        "a.py": "from b import f\nfrom c import *\ndef g(): return f()\n",
        "b.py": "import a\nfrom a import g\ndef f(): return a.g() or g()\nasync def h(): f(); a.x.y; a.b.a.b.f()\n",
        "c.py": "from a import *\nfrom b import *\n",
    },
    "module that imports itself": {
        "a.py": "import a\nfrom a import a, b\nfrom a import *\nasync def f(): a.a.b(); b()\n"
    },
    "packages that import everything of each other": {
        "p/__init__.py": "from . import *\nfrom .a import *\nfrom p import *\n",
        "p/a.py": "from . import *\nfrom .b import *\nfrom .. import *\n",
        "p/b.py": "from .a import *\nfrom . import a, b\nasync def f(): a.b.a.f(); b.f(); x(); await f()\n",
    },
    "names imported in a circle": {
        "a.py": "from b import x\n",
        "b.py": "from c import x\n",
        "c.py": "from a import x\nasync def f(): x(); x.y(); await x.z\n",
    },
    "relative imports out of the top": {"p/a.py": "from ....... import x\nfrom ...... import *\nasync def f(): x()\n"},
    "classes that inherit from themselves": {
        "a.py": "class A(A): pass\nclass B(C): pass\nclass C(B): pass\nclass D(D.E): pass\n"
        "async def f(a: A, b: B): a.x(); b.y(); A().z(); C(); D().w(); super().x(); await b.v()\n"
        "class F(F, G, G): pass\nclass G(F, object): x = F.x\nasync def g(): F().x(); G.x.y()\n",
    },
    "no order of bases": {
        "a.py": "class A: pass\nclass B(A): pass\nclass C(A, B): pass\nclass D(C, B, A): pass\n"
        "async def f(): C().x(); D().y(); D.mro()\n"
    },
    "assignments in circles": {
        "a.py": "x = x.y\ny = z\nz = y\na = a()\nb = b[0]\nc = c.d().e\nd = [d]\ne, f = f, e\ng = g or h\nh = g and h\n"
        "async def m():\n    x(); y(); a(); b(); c(); d[0](); e(); f(); g(); await h\n"
        "    i = i.j\n    for k in k: k()\n    with l as l: l()\n    n = (n for n in n); n()\n    if (o := o): o()\n",
    },
    "attributes in circles": {
        "a.py": "class A:\n    x = x\n    def __init__(self): self.y = self.y.z; self.a = self.b; self.b = self.a; self.c = A()\n"
        "    @property\n    def p(self): return self.p.p\n    @property\n    def q(self): return self.r\n"
        "    @property\n    def r(self): return self.q\n    def __getattr__(self, name): return getattr(self, name)\n"
        "    async def f(self): self.y(); self.a(); self.p(); self.q(); self.c.c.c.c.f(); self.x(); self.nope()\n",
    },
    "functions that return each other": {
        "a.py": "def f(): return g()\ndef g(): return f()\ndef h(x): return h(h)(x)\ndef i(): return i\n"
        "async def j(): f(); g(); h(1)(2); i()()()(); await j(); await (await k())\nasync def k(): return k()\n"
        "def l(): yield from l()\ndef m(): return [m() for _ in m()]\nasync def n(): list(l()); m(); [x async for x in o()]\n"
        "async def o():\n    async for x in o(): yield o()\n",
    },
    "decorators on themselves": {
        "a.py": "@f\ndef f(): pass\n@g\ndef h(x): return x\n@h\ndef g(x): return x\n@A\nclass A: pass\n@B.c\nclass B:\n"
        "    @c\n    def c(self): pass\n    @property\n    @d\n    def d(self): pass\n    @e.setter\n    def e(self, v): pass\n"
        "async def m(): f(); g(1); h(2); A(); B().c(); B().d; B().e\n@m()\nasync def n(): await n()\n",
    },
    "annotations in circles": {
        "a.py": "from __future__ import annotations\nfrom typing import *\n"
        "X = Union['X', list[X]]\nY: Y = 1\nZ = 'Z'\nT = TypeVar('T', bound='T')\n"
        "def f(a: X, b: Y, c: Z, d: 'f', e: '((', g: '', h: '1 +', i: 'X[', j: T) -> f: ...\n"
        "async def k(a: X, b: 'Optional[k]', c: 'a.b.c.d'): a(); b(); c(); f(a, b, c).x(); await f()\n",
    },
    "lambdas in circles": {
        "a.py": "f = lambda: f()\ng = lambda x=g: (lambda: g(x))()\nasync def m(): f(); g(); (lambda s: s(s))(lambda s: s(s))\n"
    },
    "functions given to themselves": {
        "a.py": "def f(g): return g()\nasync def f(): f(f)\ndef h(k): return k(h)\nasync def m(): f(f); h(h); f(h)\n"
    },
    "partials in circles": {
        "a.py": "from functools import partial, wraps\np = partial(p)\nq = partial(r)\nr = partial(q, r)\n"
        "def w(f):\n    @wraps(f)\n    @w\n    def v(*a): return w(f)(*a)\n    return v\n"
        "@w\n@w\nasync def m(): p(); q(); r(); await m(); w(w)(m)\n"
    },
    "garbage in __all__": {
        "a.py": "__all__ = 1\n__all__ += x\n__all__ = ['f', 2, *y]\n__all__.extend(z)\ndef f(): pass\n",
        "b.py": "__all__ = ['nope', 'b', '', '1', '\\n', 'f', 'f']\nfrom a import *\nfrom b import *\n",
        "c.py": "(__all__) = __all__\n__all__: list = ()\ndel __all__\n__all__ = __all__ + __all__\n",
        "d.py": "from a import *\nfrom b import *\nfrom c import *\nasync def m(): f(); nope(); b.b.f(); await f\n",
    },
    "statements where they do not belong": {
        "a.py": "return 1\nawait x\nyield y\nbreak\ncontinue\nnonlocal z\nglobal z\n"
        "async def f():\n    nonlocal q\n    global f\n    f = f\n    await f()\n    yield 1\n    return 2\n"
        "class A:\n    return 1\n    await x\n    yield 2\ndef g():\n    await g()\n    [await x for x in y]\n"
        "    async with a: pass\n    async for b in c: pass\ndef h(a, a): pass\nf(x=1, x=2)\nx: int; nonlocal x\n",
    },
    "builtins bound anew": {
        "a.py": "object = type = super = property = staticmethod = str = None\nclass A(object): pass\n"
        "def print(x): print(x)\nasync def f(): print(1); super().x(); type(f)(); str().join(A()); open = open('x'); open()\n",
    },
    "a package without end": {
        f"{'p/' * depth}__init__.py": "from .p import *\nfrom . import p\n" for depth in range(1, 40)
    },
    "a name for everything": {
        "time.py": "from time import *\ndef sleep(x): sleep(x)\n",
        "asyncio/__init__.py": "from asyncio import *\nfrom .tasks import sleep\n",
        "asyncio/tasks.py": "import time, asyncio\nasync def sleep(x): time.sleep(x); await asyncio.sleep(x)\n",
    },
    "many alternatives": {
        "a.py": "".join(f"if a{n}:\n    def f(): return g() or h{n}\nelse:\n    f = x{n}\n" for n in range(100))
        + "def g(): return f()\nasync def m(): f().x().y(); g()()\n",
    },
    "a long chain of calls": {
        "a.py": "import time\n"
        + "".join(f"def f{n}(): return f{n + 1}()\n" for n in range(400))
        + "def f400(): time.sleep(1)\nasync def m(): f0()\n",
    },
    "coroutines of coroutines": {
        "a.py": "".join(f"async def f{n}(): return f{n + 1}()\n" for n in range(4_000)) + "async def f4000(): pass\n",
    },
    "a long chain of names": {
        "a.py": "".join(f"x{n} = x{n + 1}\n" for n in range(3_000)) + "async def m(): x0(); x1.y()\n",
    },
    "a long chain of modules": {
        **{f"m{n}.py": f"from m{n + 1} import *\nfrom m{n + 1} import x\n" for n in range(300)},
        "use.py": "from m0 import x, y\nasync def m(): x(); y()\n",
    },
    "a long chain of classes": {
        "a.py": "class A0: pass\n"
        + "".join(f"class A{n + 1}(A{n}): pass\n" for n in range(300))
        + "async def m(a: A300): a.x(); A299().y(); await a\n",
    },
}


@pytest.mark.parametrize("files", ODD_PROGRAMS.values(), ids=list(ODD_PROGRAMS))
@pytest.mark.parametrize("screen", [True, False], ids=["", "no screen"])
def test_odd_programs_are_linted(files: Mapping[str, str], screen: bool) -> None:
    put(files)
    if any(name.startswith(("time", "asyncio")) for name in files):  # the plain file would mean these
        Path("plain.py").rename(Path("moved.py"))
        put({"src/plain.py": PLAIN, "plain.py": "import subprocess\n\n\n\nasync def f(): subprocess.run([])\n"})
        found = settings.load(Path.cwd(), ROWS, isolated=True)
        report = engine.lint(["."], found, screen=screen, jobs=1)
        assert ("plain.py", 5, "ASL204") in places(report)
    else:
        report = lint(screen=screen)
    assert report.errors == ()


def test_the_long_chain_is_followed_to_its_end() -> None:
    put(ODD_PROGRAMS["a long chain of calls"])
    assert ("a.py", 403, "ASL201") in places(lint())


# In several processes, and from the console


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_odd_files_at_once(jobs: int) -> None:
    """All of them in one run, with so much beside them that processes are used."""
    put({f"bad/b{number}.py": content for number, (content, _, _) in enumerate(UNREADABLE.values())})
    put({f"good/g{number}.py": content for number, (content, _) in enumerate(READABLE.values())})
    put({f"much/m{number}.py": "x = [\n" + "    'some text', 1, 2,\n" * 5_000 + "]\n" + BLOCKS for number in range(6)})
    report = lint(jobs=jobs)
    assert sorted(error.path for error in report.errors) == sorted(f"bad/b{n}.py" for n in range(len(UNREADABLE)))
    expected = {f"good/g{number}.py" for number, (_, line) in enumerate(READABLE.values()) if line is not None}
    assert {path for path, _, code in places(report) if code == "ASL201"} >= expected | {
        f"much/m{n}.py" for n in range(6)
    }


def test_console_tells_one_line_for_each_file() -> None:
    put({"broken.py": "x = (\n", "binary.py": b"\0", "encoding.py": b"# coding: nope\n", "deep.py": "(" * 10_000})
    done = console("--quiet", "--isolated", ".", "missing.py")
    assert done.returncode == 2
    assert "plain.py:5:5" in done.stdout
    lines = done.stderr.splitlines()
    for name in ("broken.py", "binary.py", "encoding.py", "deep.py", "missing.py"):
        assert len([line for line in lines if name in line]) == 1, done.stderr


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({"plain.py": ""}, 0),
        ({"plain.py": "# only a comment"}, 0),
        ({"plain.py": b"\xef\xbb\xbf\r\n"}, 0),
        ({}, 1),
        ({"odd.py": "x = 1"}, 1),
        ({"odd.py": "x = ("}, 2),
        ({"plain.py": "", "odd.py": b"\xff"}, 2),
    ],
)
def test_exit_status(files: Mapping[str, str | bytes], status: int) -> None:
    put(files)
    assert console("--isolated", ".").returncode == status


def test_console_with_nothing_to_lint(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert console("--isolated", str(tmp_path / "empty")).returncode == 0


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (b"", 0),
        (BLOCKS.encode(), 1),
        (b"\xef\xbb\xbf" + BLOCKS.encode(), 1),
        (b"x = (", 2),
        (b"\xff\xfe\0", 2),
        (b"# coding: nope\n", 2),
        (b"(" * 9_999, 2),
    ],
)
def test_standard_input(text: bytes, status: int) -> None:
    done = console("--isolated", "--stdin-filename", "odd.py", "-", stdin=text)
    assert done.returncode == status, done.stderr
    if status == 2:
        assert len([line for line in done.stderr.splitlines() if "odd.py" in line]) == 1


def test_deep_files_do_not_kill_the_console(project: Path) -> None:
    """On the stack of the main thread and in worker processes alike."""
    put({f"odd{number}.py": inside(DEEP[name]) for number, name in enumerate(["sum", "chain", "lists", "elif", "not"])})
    done = console("--isolated", "--quiet", "--format", "json", ".")
    assert done.returncode in (1, 2)
    assert '"plain.py"' in done.stdout
