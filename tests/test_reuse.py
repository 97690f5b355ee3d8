"""What an earlier run found out is used by the next one, and the report is the same as without it, to the byte."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Mapping
from json import loads
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asynclint import analysis, engine, reading
from asynclint import settings as project_settings
from asynclint.codes import ROWS
from asynclint.findings import Confidence, Report
from asynclint.program import links
from asynclint.reports import json
from asynclint.reports.formats import Options
from asynclint.session import Session

SHOP: dict[str, str] = {
    "shop/__init__.py": "from shop.stock import Stock\n",
    "shop/clock.py": """
        import time

        def pause(seconds=1):
            time.sleep(seconds)

        def now():
            return time.time()
        """,
    "shop/base.py": """
        class Backend:
            def __init__(self, connection):
                self.connection = connection

            def load(self, key):
                raise NotImplementedError

            def close(self):
                pass

            @property
            def name(self):
                return "backend"
        """,
    "shop/stock.py": """
        from shop.base import Backend
        from shop.clock import pause as rest

        class Stock(Backend):
            def load(self, key):
                rest()
                return key

            async def refresh(self):
                return self.load("all")
        """,
    "shop/wrap.py": """
        import functools

        def traced(function):
            @functools.wraps(function)
            def wrapper(*args, **kwargs):
                return function(*args, **kwargs)
            return wrapper

        def call(function, *args):
            return function(*args)
        """,
    "shop/app.py": """
        import asyncio

        from shop import Stock
        from shop.base import Backend
        from shop.wrap import call, traced

        async def serve(backend: Backend, connection):
            stock = Stock(connection)
            await stock.refresh()
            backend.load("x")
            call(stock.load, "y")
            look_up()
            asyncio.create_task(stock.refresh())

        @traced
        def look_up():
            return open("prices").read()
        """,
    "main.py": """
        import asyncio
        from shop.app import serve
        from shop.stock import Stock

        async def main():
            await serve(Stock(None), None)
            serve(Stock(None), None)

        asyncio.run(main())
        """,
}


@pytest.fixture(autouse=True)
def project(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shop, in the working directory, and a cache of its own."""
    monkeypatch.setenv("ASYNCLINT_CACHE_DIR", str(project.parent / "cache"))
    put(SHOP)
    return project


def put(files: Mapping[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(textwrap.dedent(text).lstrip("\n"), "utf-8")


def chosen() -> project_settings.Settings:
    found = project_settings.load(Path.cwd(), ROWS, isolated=True)
    return project_settings.Settings(found.rules, found.root, select=("ALL",), min_confidence=Confidence.POSSIBLE)


def lint(*, cached: bool, jobs: int = 1, texts: Mapping[str, str] | None = None) -> Report:
    return engine.lint(["."], chosen(), jobs=jobs, cached=cached, given=texts)


def texts_on_disk() -> dict[str, str]:
    """The files as an editor has them that holds them all open."""
    return {str(path): path.read_text("utf-8") for path in Path.cwd().rglob("*.py")}


def rendered(report: Report) -> str:
    return json.render(report, Options(show_suppressed=True))


def check_that_nothing_is_lost() -> Report:
    """Lint with what is kept and without; the same comes of both."""
    report = lint(cached=True)
    assert rendered(report) == rendered(lint(cached=False))
    return report


class Watched:
    """Which files were read, linked and checked since it was last asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._seen: dict[str, list[str]] = {}
        extract, link, check = reading.extract, links.Linker._link, analysis.Analysis._checked

        def extracted(*args: object, **options: object) -> object:
            self._note("read", "a file")
            return extract(*args, **options)  # type: ignore[arg-type]

        def linked(self_: links.Linker, module: object, *args: object) -> object:
            self._note("linked", module.display)  # type: ignore[attr-defined]
            return link(self_, module, *args)  # type: ignore[arg-type]

        def checked(self_: analysis.Analysis, module: object, *args: object) -> object:
            self._note("checked", module.display)  # type: ignore[attr-defined]
            return check(self_, module, *args)  # type: ignore[arg-type]

        monkeypatch.setattr(reading, "extract", extracted)
        monkeypatch.setattr(links.Linker, "_link", linked)
        monkeypatch.setattr(analysis.Analysis, "_checked", checked)

    def _note(self, what: str, name: str) -> None:
        self._seen.setdefault(what, []).append(name)

    def since(self) -> dict[str, list[str]]:
        """What there was; from now on it is counted anew."""
        seen, self._seen = self._seen, {}
        return {what: sorted(names) for what, names in seen.items()}


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(monkeypatch)


def edit(name: str, old: str, new: str) -> None:
    text = Path(name).read_text("utf-8")
    assert old in text
    Path(name).write_text(text.replace(old, new, 1), "utf-8")


def test_where_nothing_has_changed_nothing_is_done(watched: Watched) -> None:
    before = lint(cached=True)
    assert before.findings
    watched.since()
    assert rendered(lint(cached=True)) == rendered(before)
    assert watched.since() == {}


def test_a_file_that_was_only_touched_has_not_changed(watched: Watched) -> None:
    before = lint(cached=True)
    watched.since()
    os.utime("main.py", (1, 1))
    assert rendered(lint(cached=True)) == rendered(before)
    assert watched.since() == {}


def test_an_edit_inside_a_function_is_nobody_elses_business(watched: Watched) -> None:
    lint(cached=True)
    edit("shop/stock.py", "        return key", '        print("loaded", key)\n        return key')
    watched.since()
    lint(cached=True)
    seen = watched.since()
    assert seen["linked"] == ["shop/stock.py"]
    assert seen["read"] == ["a file"]
    check_that_nothing_is_lost()


def test_an_edit_of_a_package_is_one_like_any_other(watched: Watched) -> None:
    edit("shop/__init__.py", "\n", "\n\ndef version():\n    return 1\n")
    lint(cached=True)
    edit("shop/__init__.py", "    return 1", "    print()\n    return 1")
    watched.since()
    lint(cached=True)
    assert watched.since()["linked"] == ["shop/__init__.py"]
    check_that_nothing_is_lost()


def test_a_new_function_is_nobody_elses_business(watched: Watched) -> None:
    lint(cached=True)
    edit("shop/clock.py", "def now()", "def pause_twice():\n    pause()\n    pause()\n\ndef now()")
    watched.since()
    lint(cached=True)
    assert watched.since()["linked"] == ["shop/clock.py"]
    check_that_nothing_is_lost()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("shop/stock.py", "        return key", "        found = open(key)\n        return key"),
        ("shop/clock.py", "    return time.time()", "    parts = [part for part in 'ab']\n    return time.time()"),
        ("shop/clock.py", "import time\n", "import time\n\nPARTS = sum(part for part in (1, 2))\n"),
        ("shop/app.py", "    look_up()", "    await asyncio.sleep(1)\n    look_up()"),
    ],
    ids=["a variable", "a comprehension", "a comprehension before functions that have some", "an await"],
)
def test_what_only_a_function_sees_is_nobody_elses_business(name: str, old: str, new: str, watched: Watched) -> None:
    edit("shop/clock.py", "def now():", "def all_of(ticks):\n    return [tick for tick in ticks]\n\ndef now():")
    lint(cached=True)
    edit(name, old, new)
    watched.since()
    lint(cached=True)
    assert watched.since()["linked"] == [name]
    check_that_nothing_is_lost()


GIVEN = """
    found = 1

    def one():
        return 1

    def two():
        return found

    class Three:
        def __init__(self):
            self.three = 1
    """


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    return 1", "    found = open('x')\n    return found"),
        ("    return found", "    found = open('x')\n    return found"),
        ("    return 1", "    found = open('x')\n    def inner():\n        return found\n    return inner"),
        ("        self.three = 1", "        found = open('x')\n        self.three = found"),
    ],
    ids=["a result", "a name that hides another", "in a function that is returned", "an attribute"],
)
def test_a_variable_that_leads_somewhere_is_felt(old: str, new: str, watched: Watched) -> None:
    put({"shop/given.py": GIVEN, "shop/taking.py": "from shop.given import Three, one, two\n"})
    lint(cached=True)
    edit("shop/given.py", old, new)
    watched.since()
    lint(cached=True)
    assert {"shop/given.py", "shop/taking.py"} <= set(watched.since()["linked"])
    check_that_nothing_is_lost()


def test_who_names_what_has_changed_is_linked_again(watched: Watched) -> None:
    lint(cached=True)
    edit(
        "shop/wrap.py", "def call(function, *args):\n    return function(*args)", "def call(function, *args):\n    pass"
    )
    watched.since()
    lint(cached=True)
    assert watched.since()["linked"] == ["shop/app.py", "shop/wrap.py"]
    check_that_nothing_is_lost()


@pytest.mark.parametrize(
    ("name", "old", "new", "codes"),
    [
        # What blocks no more, far below.
        ("shop/clock.py", "time.sleep(seconds)", "pass", {"shop/stock.py": [], "shop/app.py": ["ASL205", "ASL301"]}),
        # A method that stands for one of another module.
        ("shop/stock.py", "(self, key):\n        rest()", "(self, key):\n        pass", {"shop/stock.py": []}),
        # What used to be a coroutine function.
        ("shop/app.py", "async def serve", "def serve", {"main.py": ["ASL201", "ASL201"]}),
        # Lines that move are told where they are now, in chains through other files too.
        ("shop/clock.py", "import time\n", "import time\n\n\n\n", {"shop/stock.py": ["ASL201"]}),
        # A name that is imported from elsewhere.
        ("shop/__init__.py", SHOP["shop/__init__.py"], "class Stock:\n    async def refresh(self): ...\n", {}),
        # A decorator that does not call any more what it was given.
        ("shop/wrap.py", "        return function(*args, **kwargs)", "        return None", {}),
        # What a class is made with, in another file.
        ("main.py", "await serve(Stock(None), None)", "await serve(Stock(open('db')), None)", {}),
        ("shop/base.py", "class Backend:", "import abc\n\nclass Backend(abc.ABC):", {}),
        ("shop/base.py", "    def close(self):", "    def __enter__(self):\n        open('x').read()\n\n    def close(self):", {}),
    ],
)  # fmt: skip
def test_an_edit_is_felt_wherever_it_matters(name: str, old: str, new: str, codes: dict[str, list[str]]) -> None:
    lint(cached=True)
    edit(name, old, new)
    report = check_that_nothing_is_lost()
    for path, expected in codes.items():
        assert [each.code for each in report.findings if each.location.path == path] == expected


def test_what_is_derived_from_a_class_is_known_one_edit_later() -> None:
    lint(cached=True)
    edit("shop/base.py", "    def close(self):\n        pass", "    def close(self):\n        print()")
    lint(cached=True)
    edit("shop/app.py", '    backend.load("x")', '    print()\n    backend.load("x")')
    assert ("shop/app.py", 11, "ASL201") in {
        (each.location.path, each.location.line, each.code) for each in check_that_nothing_is_lost().findings
    }


def test_what_one_of_several_methods_does_is_felt_too() -> None:
    put(
        {
            "shop/deep.py": "def slow(key):\n    return key\n",
            "shop/others.py": """
                from shop.base import Backend
                from shop.deep import slow

                class Slow(Backend):
                    def load(self, key):
                        return slow(key)

                class Quick(Backend):
                    def load(self, key):
                        return key
                """,
            "shop/use.py": """
                from shop.others import Quick, Slow

                async def use(which):
                    backend = Slow(1) if which else Quick(1)
                    backend.load("x")
                """,
        }
    )
    lint(cached=True)
    edit("shop/deep.py", "    return key", "    print(open(key).read())\n    return key")
    assert "shop/use.py" in {each.location.path for each in check_that_nothing_is_lost().findings}


def test_files_come_and_go() -> None:
    lint(cached=True)
    put({"shop/extra.py": "import time\nfrom shop.stock import Stock\n\nasync def f():\n    time.sleep(1)\n"})
    assert "shop/extra.py" in {each.location.path for each in check_that_nothing_is_lost().findings}
    Path("shop/extra.py").rename("shop/renamed.py")
    assert "shop/renamed.py" in {each.location.path for each in check_that_nothing_is_lost().findings}
    Path("shop/wrap.py").unlink()
    check_that_nothing_is_lost()
    shutil.rmtree("shop")
    check_that_nothing_is_lost()


def test_a_file_that_breaks_and_is_mended() -> None:
    lint(cached=True)
    text = Path("shop/stock.py").read_text("utf-8")
    Path("shop/stock.py").write_text("def (\n", "utf-8")
    assert [each.path for each in check_that_nothing_is_lost().errors] == ["shop/stock.py"]
    assert [each.path for each in check_that_nothing_is_lost().errors] == ["shop/stock.py"]
    Path("shop/stock.py").write_text(text, "utf-8")
    assert not check_that_nothing_is_lost().errors


def test_texts_that_are_given_are_kept_by_nobody() -> None:
    before = lint(cached=True)
    text = "import time\nasync def f():\n    time.sleep(1)\n"
    with_text = lint(cached=True, texts={"shop/clock.py": text})
    assert rendered(with_text) == rendered(lint(cached=False, texts={"shop/clock.py": text}))
    assert rendered(with_text) != rendered(before)
    assert rendered(lint(cached=True)) == rendered(before)


def test_the_oldest_python_of_the_project_counts_when_it_changes() -> None:
    Path("setup.cfg").write_text("[options]\npython_requires = >=3.8\n", "utf-8")
    check_that_nothing_is_lost()
    Path("setup.cfg").write_text("[options]\npython_requires = >=3.11\n", "utf-8")
    check_that_nothing_is_lost()
    Path("setup.cfg").unlink()
    check_that_nothing_is_lost()


def test_what_is_installed_counts_when_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = tmp_path / "env" / "lib" / "python3.11" / "site-packages" / "speedy.py"
    library.parent.mkdir(parents=True)
    (tmp_path / "env" / "pyvenv.cfg").write_text("version = 3.11.0\n")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "env"))
    put({"use.py": "import speedy\n\nasync def f():\n    speedy.fetch()\n"})
    assert not [each for each in check_that_nothing_is_lost().findings if each.location.path == "use.py"]
    library.write_text("async def fetch(): ...\n")
    codes = [each.code for each in check_that_nothing_is_lost().findings if each.location.path == "use.py"]
    assert codes == ["ASL101"]
    library.write_text("def fetch(): ...\n")
    assert not [each for each in check_that_nothing_is_lost().findings if each.location.path == "use.py"]


def test_a_package_that_is_none_any_more_counts(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the file that made it one was not linted: modules have other names then."""
    put(
        {
            "outer/__init__.py": "",
            "outer/inner/__init__.py": "",
            "outer/inner/a.py": "async def f(): ...\ndef g():\n    f()\n",
        }
    )
    monkeypatch.chdir(project / "outer" / "inner")
    assert [each.function for each in check_that_nothing_is_lost().findings] == ["outer.inner.a.g"]
    (project / "outer" / "__init__.py").unlink()
    found = subprocess.run(
        [sys.executable, "-m", "asynclint", ".", "--isolated", "--format", "json"], capture_output=True, check=False
    )
    assert [each["function"] for each in loads(found.stdout)["findings"]] == ["inner.a.g"]


# Whatever happens to the files

NAMES = ["load", "save", "run", "Thing", "Other", "value"]
FORMS = ["from pkg.{m} import {n}", "from pkg.{m} import *", "import pkg.{m} as {n}", "from pkg import {m}"]
PARTS = [
    "def {a}(x=None):\n    return {b}(x)\n",
    "async def {a}(x=None):\n    return {b}\n",
    "async def {a}(x=None):\n    {b}()\n    y = x.{c}()\n    await y\n",
    "def {a}(f):\n    return f()\n",
    "def {a}(x: '{b}'):\n    return x.{c}()\n",
    "class {a}:\n    def __init__(self, {c}):\n        self.{c} = {c}\n    def {b}(self):\n        self.{c}.run()\n",
    "class {a}({b}):\n    async def {c}(self):\n        return self.{c}\n    def load(self):\n        time.sleep(1)\n",
    "class {a}({b}):\n    load = None\n    def __enter__(self):\n        time.sleep(1)\n    def __exit__(self, *a): ...\n",
    "{a} = {b}\n",
    "{a} = {b}({c})\n",
    "def {a}(f):\n    def wrapper(*a):\n        return f(*a)\n    return wrapper\n",
    "@{b}\ndef {a}(x):\n    time.sleep(1)\n",
    "async def {a}(x):\n    with {b}(x) as y:\n        y.{c}()\n    asyncio.create_task({c}(x))\n",
    "async def {a}():\n    await asyncio.to_thread({b}, {c}())\n    {c}({b})\n",
    "def {a}():\n    try:\n        asyncio.get_running_loop()\n    except RuntimeError:\n        return False\n    return True\n",
    "def {a}():\n    if {b}():\n        return\n    asyncio.run({c}())\n",
    "def {a}(x):\n    y = {b}(x)\n    z = {c}\n    return y\n",
    "class {a}:\n    def __init__(self, x=None):\n        y = {b}(x)\n        self.{c} = y\n",
    "def {a}():\n    x = {b}()\n    def inner():\n        y = x.{c}\n        return y\n    return inner\n",
    "def {a}():\n    x = {b}()\n    class {c}:\n        def load(self):\n            return x\n    return {c}\n",
    "def {a}(x):\n    y = [z.{c}() for z in {b}(x)]\n    return [z for z in y]\n",
]


@st.composite
def parts(draw: st.DrawFn) -> str:
    a, b, c = (draw(st.sampled_from(NAMES)) for _ in range(3))
    return draw(st.sampled_from(PARTS)).format(a=a, b=b, c=c)


@st.composite
def texts(draw: st.DrawFn) -> str:
    imports = "import asyncio\nimport time\n"
    for module in draw(st.lists(st.sampled_from(["m0", "m1", "m2", "m3"]), max_size=3)):
        form = draw(st.sampled_from(FORMS))
        imports += form.format(m=module, n=draw(st.sampled_from(NAMES))) + "\n"
    return imports + "\n".join(draw(st.lists(parts(), min_size=1, max_size=5)))


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, str, str]:
    kind = draw(st.sampled_from(["edit", "add", "blank", "new", "delete", "rename"]))
    name = f"pkg/m{draw(st.integers(0, 4))}.py"
    return kind, name, draw(parts() if kind in ("edit", "add") else texts())


def apply(change: tuple[str, str, str]) -> None:
    kind, name, text = change
    path = Path(name)
    if kind == "new" or not path.exists():
        path.write_text(text)
    elif kind == "delete":
        path.unlink()
    elif kind == "rename":
        path.rename(path.with_name(f"{path.stem}x.py"))
    elif kind == "add":
        path.write_text(f"{path.read_text()}\n{text}")
    elif kind == "blank":
        path.write_text(f"\n\n{path.read_text()}")
    else:  # another part in the place of one
        head, *rest = path.read_text().split("\n\n")
        chosen = random.Random(text).randrange(len(rest) + 1)
        rest[chosen : chosen + 1] = [text.rstrip("\n")]
        path.write_text("\n\n".join([head, *rest]) + "\n")


@given(st.lists(texts(), min_size=2, max_size=4), st.lists(changes(), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_happens_to_the_files_the_report_is_that_of_a_first_run(
    files: list[str], history: list[tuple[str, str, str]]
) -> None:
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            put({f"pkg/m{number}.py": text for number, text in enumerate(files)} | {"pkg/__init__.py": ""})
            lint(cached=True)
            editor = Session(["."], chosen())
            editor.lint(texts_on_disk())
            for change in history:
                apply(change)
                report = check_that_nothing_is_lost()
                assert rendered(editor.lint(texts_on_disk())) == rendered(report)
        finally:
            os.chdir(here)
