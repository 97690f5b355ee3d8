"""What names and expressions mean: Python's own rules for names, and types as far as the source tells.

Every test is a small program with ``reveal(…)`` questions in it; ``conftest.py`` says how the answers read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from asynclint.program.facts import CallKind
from asynclint.program.resolve import Resolver
from asynclint.program.values import Values

Reveal = Callable[..., list[str]]
Link = Callable[..., object]


@pytest.fixture
def of(reveal: Reveal) -> Callable[[str], list[str]]:
    """The answers in a program of one file, ``main.py``."""
    return lambda source: reveal(dedent(source))


Of = Callable[[str], list[str]]
ROOT = Path(__file__).resolve().parents[2]


# Imports


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import time; reveal(time)", "module time"),
        ("import time as t; reveal(t.sleep)", "def time.sleep"),
        ("from time import sleep; reveal(sleep)", "def time.sleep"),
        ("from time import sleep as nap; reveal(nap)", "def time.sleep"),
        ("import os.path; reveal(os.getcwd)", "def os.getcwd"),
        ("import os.path as p; reveal(p)", "module os.path"),
        ("import xml.dom; reveal(xml.dom)", "module xml.dom"),
        ("from xml import dom; reveal(dom)", "module xml.dom"),
        ("from concurrent import futures; reveal(futures.Future)", "class concurrent.futures._base.Future"),
        ("import nowhere; reveal(nowhere)", "foreign nowhere"),
        ("import nowhere.deep as n; reveal(n.f)", "foreign nowhere.deep.f"),
        ("from nowhere.deep import f as g; reveal(g.h)", "foreign nowhere.deep.f.h"),
        ("reveal(nowhere)", "?"),
    ],
)
def test_imports_of_libraries(of: Of, text: str, expected: str) -> None:
    assert of(text) == [expected]


PACKAGE = {
    "pkg/__init__.py": "from .a import f\nfrom . import b as bee\n",
    "pkg/a.py": "def f(): ...\nclass C: ...\n",
    "pkg/b.py": "def g(): ...\n",
    "pkg/sub/__init__.py": "",
    "pkg/sub/c.py": "def h(): ...\n",
}


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("main.py", "import pkg; reveal(pkg.f)", "def pkg.a.f"),
        ("main.py", "import pkg; reveal(pkg.bee.g)", "def pkg.b.g"),
        ("main.py", "import pkg.a; reveal(pkg.a.C)", "class pkg.a.C"),
        ("main.py", "import pkg.sub.c as c; reveal(c.h)", "def pkg.sub.c.h"),
        ("main.py", "from pkg import f, sub; reveal(f)", "def pkg.a.f"),
        ("main.py", "from pkg import sub; reveal(sub)", "module pkg.sub"),
        ("main.py", "from pkg.sub import c; reveal(c.h)", "def pkg.sub.c.h"),
        ("pkg/d.py", "from .a import f; reveal(f)", "def pkg.a.f"),
        ("pkg/d.py", "from . import a; reveal(a.f)", "def pkg.a.f"),
        ("pkg/d.py", "from .sub.c import h; reveal(h)", "def pkg.sub.c.h"),
        ("pkg/sub/d.py", "from ..a import f; reveal(f)", "def pkg.a.f"),
        ("pkg/sub/d.py", "from .. import f; reveal(f)", "def pkg.a.f"),
        ("pkg/sub/d.py", "from . import c; reveal(c)", "module pkg.sub.c"),
        ("pkg/sub/d.py", "from pkg import nothing; reveal(nothing)", "?"),
    ],
)
def test_imports_of_the_program(reveal: Reveal, path: str, text: str, expected: str) -> None:
    assert reveal({**PACKAGE, path: text}) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "from ..time import sleep",
        "from ...time import sleep",
        "from .time import sleep",
        "from .. import time as sleep",
    ],
)
def test_a_relative_import_never_gives_a_library(reveal: Reveal, text: str) -> None:
    """Where the packages around are not among the files, the module that is meant is not known."""
    (found,) = reveal({"pkg/__init__.py": "", "pkg/a.py": f"{text}\nreveal(sleep)\n"})
    assert found.rpartition(" ")[2] not in ("time.sleep", "time")  # nor something foreign of that name


def test_a_relative_import_beyond_the_top_is_not_a_library_that_nobody_knows(reveal: Reveal) -> None:
    files = {
        "pkg/__init__.py": "",
        "pkg/a.py": "from ..nowhere import f\nreveal(f)\n",
        "b.py": "from .nowhere import f\nreveal(f)\n",
    }
    assert "foreign nowhere.f" not in reveal(files)


def test_the_package_itself_imports_its_submodule(reveal: Reveal) -> None:
    files = {
        "pkg/__init__.py": "from . import a\nreveal(a)\nfrom .a import f\nreveal(f)\n",
        "pkg/a.py": "def f(): ...\n",
    }
    assert reveal(files) == ["module pkg.a", "def pkg.a.f"]


def test_a_name_of_the_package_hides_its_submodule(reveal: Reveal) -> None:
    """``from .run import run`` in ``__init__`` is the usual case."""
    files = {
        "pkg/__init__.py": "from .run import run\n",
        "pkg/run.py": "def run(): ...\n",
        "main.py": "from pkg import run\nreveal(run)\n",
    }
    assert reveal(files) == ["def pkg.run.run"]


def test_reexports_through_several_modules(reveal: Reveal) -> None:
    files = {
        "app/__init__.py": "from .api import fetch as get\n",
        "app/api/__init__.py": "from ._impl import fetch\n",
        "app/api/_impl.py": "from time import sleep as fetch\n",
        "main.py": "from app import get\nreveal(get)\n",
    }
    assert reveal(files) == ["def time.sleep"]


@pytest.mark.parametrize(
    ("exports", "name", "expected"),
    [
        ("", "f", "def lib.f"),
        ("", "_private", "?"),
        ("", "sleep", "def time.sleep"),  # at run time a star takes imported names too
        ("__all__ = ['_private']", "_private", "def lib._private"),
        ("__all__ = ['_private']", "f", "?"),
        ("__all__ = []\n__all__ += ['f']", "f", "def lib.f"),
    ],
)
def test_star_imports(reveal: Reveal, exports: str, name: str, expected: str) -> None:
    files = {
        "lib.py": f"from time import sleep\ndef f(): ...\ndef _private(): ...\n{exports}\n",
        "main.py": f"from lib import *\nreveal({name})\n",
    }
    assert reveal(files) == [expected]


def test_star_imports_in_a_row(reveal: Reveal) -> None:
    files = {
        "a.py": "def f(): ...\ndef g(): ...\n",
        "b.py": "from a import *\ndef g(): ...\n",
        "main.py": "from b import *\nreveal(f)\nreveal(g)\n",
    }
    assert reveal(files) == ["def a.f", "def b.g"]


def test_the_last_star_import_wins_and_a_definition_wins_over_stars(reveal: Reveal) -> None:
    files = {
        "a.py": "def f(): ...\ndef g(): ...\n",
        "b.py": "def f(): ...\ndef g(): ...\n",
        "main.py": "from a import *\nfrom b import *\ndef g(): ...\nreveal(f)\nreveal(g)\n",
    }
    assert reveal(files) == ["def b.f", "def main.g"]


def test_star_imports_of_the_standard_library(of: Of) -> None:
    assert of("from time import *\nreveal(sleep)\n") == ["def time.sleep"]
    assert of("from asyncio import *\nreveal(run)\n") == ["def asyncio.runners.run"]


def test_circular_imports(reveal: Reveal) -> None:
    files = {
        "a.py": "from b import g\ndef f(): ...\nreveal(g)\n",
        "b.py": "import a\nfrom a import f\ndef g(): ...\nreveal(f)\nreveal(a.g)\n",
    }
    assert reveal(files) == ["def b.g", "def a.f", "def b.g"]


def test_a_circle_with_nothing_in_it(reveal: Reveal) -> None:
    files = {
        "a.py": "from b import x\nfrom b import *\nreveal(x)\n",
        "b.py": "from a import x\nfrom a import *\nreveal(y)\n",
    }
    assert reveal(files)[1] == "?"
    assert "def" not in reveal(files)[0]


def test_circular_star_imports(reveal: Reveal) -> None:
    files = {
        "a.py": "from b import *\ndef f(): ...\nreveal(g)\nreveal(f)\n",
        "b.py": "from a import *\ndef g(): ...\nreveal(f)\nreveal(g)\n",
    }
    assert reveal(files) == ["def b.g", "def a.f", "def a.f", "def b.g"]


# Several meanings


def test_conditional_imports_keep_all_alternatives(of: Of) -> None:
    source = """
        try:
            from fastsleep import sleep
        except ImportError:
            from time import sleep
        reveal(sleep)
    """
    assert of(source) == ["def time.sleep | foreign fastsleep.sleep"]


def test_conditional_definitions_keep_all_alternatives(of: Of) -> None:
    source = """
        import sys
        if sys.platform == "win32":
            from time import sleep
        else:
            def sleep(seconds): pass
        reveal(sleep)
    """
    assert of(source) == ["def main.sleep | def time.sleep"]


def test_an_optional_import_that_may_be_none(of: Of) -> None:
    assert of("try:\n    import json\nexcept ImportError:\n    json = None\nreveal(json)\nreveal(json.loads)\n") == [
        "None | module json",
        "def json.loads",
    ]


def test_type_checking_imports_name_types(reveal: Reveal) -> None:
    shop = """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from store import Store
        class Shop:
            def __init__(self, store: "Store"):
                self.store = store
                reveal(self.store.load)
    """
    store = """
        from shop import Shop
        class Store:
            def load(self): ...
            def of(self, shop: Shop):
                reveal(shop)
    """
    assert reveal({"shop.py": dedent(shop), "store.py": dedent(store)}) == [
        "def store.Store.load of store.Store",
        "shop.Shop",
    ]


# Shadowing


def test_a_parameter_is_not_the_library_of_that_name(of: Of) -> None:
    source = "import requests\ndef f(requests):\n    reveal(requests)\n    reveal(requests.get)\nreveal(requests.get)\n"
    parameter, attribute, library = of(source)
    assert parameter == attribute == "?"
    assert library.endswith(".get")


@pytest.mark.parametrize(
    "body",
    [
        "def time(): ...\n    reveal(time.sleep)",
        "time = object.x\n    reveal(time.sleep)",
        "for time in x: reveal(time.sleep)",
        "with x as time: reveal(time.sleep)",
        "[reveal(time.sleep) for time in x]",
        "(lambda time: reveal(time.sleep))(x)",
        "try: pass\n    except E as time: reveal(time.sleep)",
        "match x:\n        case time: reveal(time.sleep)",
        "def g():\n        nonlocal time\n        reveal(time.sleep)\n    time = x",
        "reveal(time.sleep)\n    time = x",  # local in all of the function, also before it is bound
    ],
)
def test_a_local_is_not_the_module_of_that_name(of: Of, body: str) -> None:
    assert of(f"import time\ndef f(x):\n    {body}\n") == ["?"]


def test_a_comprehension_variable_ends_with_the_comprehension(of: Of) -> None:
    assert of("import time\ndef f(x):\n    [time for time in x]\n    reveal(time.sleep)\n") == ["def time.sleep"]


def test_a_class_attribute_hides_a_global_in_the_class_body_only(of: Of) -> None:
    source = """
        from time import sleep
        class C:
            def sleep(self): ...
            reveal(sleep)
            def m(self):
                reveal(sleep)
                reveal(self.sleep)
                return [reveal(sleep) for x in ()]
    """
    assert of(source) == ["def main.C.sleep", "def time.sleep", "def main.C.sleep of main.C", "def time.sleep"]


def test_a_nested_class_does_not_see_the_names_of_the_class_around_it(of: Of) -> None:
    source = """
        def f(): ...
        class A:
            def f(self): ...
            class B:
                reveal(f)
    """
    assert of(source) == ["def main.f"]


def test_global_and_nonlocal(of: Of) -> None:
    source = """
        import time
        def f():
            time = 1
            def g():
                global time
                reveal(time)
            def h():
                nonlocal time
                reveal(time)
            def i():
                reveal(time)
    """
    assert of(source) == ["module time", "int", "int"]


def test_a_function_may_set_a_global(of: Of) -> None:
    source = """
        client = None
        def connect():
            global client
            client = Client()
        class Client: ...
        reveal(client)
    """
    assert of(source) == ["None | main.Client"]


def test_builtins_can_be_shadowed(of: Of) -> None:
    assert of("reveal(open)\n") == ["def builtins.open"]
    assert of("def open(): ...\nreveal(open)\n") == ["def main.open"]


@pytest.mark.parametrize("name", ["sys", "types", "Callable"])
def test_what_the_stub_of_builtins_imports_is_no_builtin(of: Of, name: str) -> None:
    assert of(f"reveal({name})\n") == ["?"]


# Where files lie


def test_src_layout(reveal: Reveal) -> None:
    files = {
        "src/app/__init__.py": "",
        "src/app/core.py": "def f(): ...\n",
        "tests/test_core.py": "from app.core import f\nreveal(f)\nimport app\nreveal(app.core)\n",
    }
    assert reveal(files) == ["def app.core.f", "module app.core"]


def test_namespace_package(reveal: Reveal) -> None:
    """``corp`` has no ``__init__``: ``corp.tools`` starts a package of its own, and both names lead there."""
    files = {
        "corp/tools/__init__.py": "",
        "corp/tools/a.py": "def f(): ...\n",
        "main.py": "from corp.tools.a import f\nreveal(f)\nfrom corp import tools\nreveal(tools)\nimport corp.tools.a as a\n"
        "reveal(a.f)\n",
    }
    assert reveal(files) == ["def tools.a.f", "module tools", "def tools.a.f"]


@pytest.mark.xfail(reason="a namespace package above the folder that was given is not seen", strict=False)
def test_dotted_name_through_a_namespace_package(reveal: Reveal) -> None:
    files = {
        "corp/tools/__init__.py": "",
        "corp/tools/a.py": "def f(): ...\n",
        "main.py": "import corp.tools.a\nreveal(corp.tools.a.f)\n",
    }
    assert reveal(files) == ["def tools.a.f"]


def test_plain_folder_of_modules(reveal: Reveal) -> None:
    """A folder without ``__init__`` is a namespace package below the folder that the user named."""
    files = {
        "jobs/a.py": "def f(): ...\n",
        "main.py": "import jobs.a\nreveal(jobs.a.f)\nfrom jobs import a\nreveal(a)\n",
    }
    assert reveal(files) == ["def jobs.a.f", "module jobs.a"]


def test_scripts_beside_each_other(reveal: Reveal) -> None:
    files = {"scripts/run.py": "from helpers import f\nreveal(f)\n", "scripts/helpers.py": "def f(): ...\n"}
    assert reveal(files) == ["def scripts.helpers.f"]


def test_two_roots_with_the_same_module_name(reveal: Reveal) -> None:
    files = {
        "one/util.py": "class One: ...\n",
        "one/main.py": "import util\nreveal(util.One)\nreveal(util.Two)\n",
        "two/util.py": "class Two: ...\n",
        "two/main.py": "import util\nreveal(util.One)\nreveal(util.Two)\n",
    }
    assert reveal(files, roots=("one", "two")) == ["class util.One", "?", "?", "class util.Two"]


def test_a_file_may_hide_a_library(reveal: Reveal) -> None:
    files = {"queue.py": "def get(): ...\n", "main.py": "import queue\nreveal(queue.get)\n"}
    assert reveal(files) == ["def queue.get"]


def test_a_script_in_a_folder_below_does_not_hide_a_library(reveal: Reveal) -> None:
    files = {
        "tools/queue.py": "def get(): ...\n",
        "main.py": "import queue\nreveal(queue)\nreveal(queue.SimpleQueue)\n",
    }
    assert reveal(files) == ["module queue", "class _queue.SimpleQueue"]


def test_a_folder_that_the_user_named_may_hide_a_library(reveal: Reveal) -> None:
    files = {"lib/queue.py": "def get(): ...\n", "app/main.py": "import queue\nreveal(queue.get)\n"}
    assert reveal(files, roots=("lib", "app")) == ["def queue.get"]


# Classes


def test_c3_decides_which_method_is_called(of: Of) -> None:
    source = """
        class O:
            def f(self): ...
        class A(O): ...
        class B(O):
            def f(self): ...
        class C(A, B): ...
        reveal(C().f)
    """
    assert of(source) == ["def main.B.f of main.C"]


def test_super_follows_the_class_it_stands_in(of: Of) -> None:
    source = """
        class A:
            def f(self): ...
            @classmethod
            def k(cls): ...
        class B(A):
            def f(self):
                reveal(super().f)
                [reveal(super().f) for x in ()]
                def inner():
                    reveal(super().f)
            @classmethod
            def k(cls):
                reveal(super().k)
            def g(self):
                reveal(super().nothing)
    """
    bound = "def main.A.f of main.B"
    assert of(source) == [bound, bound, bound, "def main.A.k of main.B", "?"]


def test_overrides_are_alternatives_unless_the_class_is_exact(of: Of) -> None:
    source = """
        class A:
            def f(self): return 1
        class B(A):
            def f(self): return 2
        class C(A): ...
        def g(a: A, b: B, c: C):
            reveal(a.f)
            reveal(b.f)
            reveal(c.f)
        reveal(A().f)
    """
    assert of(source) == [
        "def main.A.f of main.A | def main.B.f of main.A",
        "def main.B.f of main.B",
        "def main.A.f of main.C",
        "def main.A.f of main.A",
    ]


def test_of_very_many_overrides_none_is_asked(of: Of) -> None:
    """Generated classes call each other by the thousand; what one of them gives, nobody can say."""
    classes = "\n".join(f"class C{n}(A):\n    def f(self): return self.other.f()" for n in range(70))
    source = f"class A:\n    def f(self): raise NotImplementedError\n{classes}\ndef g(a: A):\n    reveal(a.f)\n    reveal(a.f())\n"
    callee, result = of(source)
    assert callee == "def main.A.f of main.A | ?"
    assert result.endswith("?")


@pytest.mark.parametrize(
    "declaration",
    ["@abstractmethod\n    def f(self): return 1", "def f(self): ...", "def f(self): raise NotImplementedError"],
)
def test_an_abstract_method_gives_way_to_its_overrides(of: Of, declaration: str) -> None:
    source = f"""
from abc import ABC, abstractmethod
class A(ABC):
    {declaration}
class B(A):
    def f(self): return 1
def g(a: A):
    reveal(a.f)
"""
    assert of(source) == ["def main.B.f of main.A"]


def test_an_unknown_base_may_have_any_attribute(of: Of) -> None:
    source = """
        from nowhere import Base
        class A(Base):
            def f(self): ...
        class B(A):
            def g(self):
                reveal(self.f)
                reveal(self.h)
                reveal(super().h)
    """
    assert of(source) == ["def main.A.f of main.B", "?", "?"]


def test_a_class_among_its_own_bases_ends(of: Of) -> None:
    assert of("class A(A): ...\nreveal(A().x)\nclass B(C): ...\nclass C(B): ...\nreveal(C().x)\n") == ["?", "?"]


def test_methods_of_every_kind(of: Of) -> None:
    source = """
        class C:
            def f(self): ...
            @classmethod
            def k(cls):
                reveal(cls)
                reveal(cls.f)
            @staticmethod
            def s(x):
                reveal(x)
            @property
            def p(self) -> "C": ...
        reveal(C().f)
        reveal(C.f)
        reveal(C().k)
        reveal(C.k)
        reveal(C().s)
        reveal(C.s)
        reveal(C().p)
        reveal(C().p.p.f)
    """
    assert of(source) == [
        "class main.C",
        "def main.C.f",
        "?",
        "def main.C.f of main.C",
        "def main.C.f",
        "def main.C.k of main.C",
        "def main.C.k of main.C",
        "def main.C.s",
        "def main.C.s",
        "main.C",
        "def main.C.f of main.C",
    ]


def test_properties_have_setters_beside_them(of: Of) -> None:
    source = """
        class C:
            @property
            def p(self) -> int: ...
            @p.setter
            def p(self, value): ...
            @p.deleter
            def p(self): ...
        reveal(C().p)
    """
    assert of(source) == ["int"]


def test_cached_properties_are_properties(of: Of) -> None:
    source = """
        import functools
        from functools import cached_property
        class C:
            @functools.cached_property
            def a(self): return D()
            @cached_property
            def b(self) -> "D": ...
        class D: ...
        reveal(C().a)
        reveal(C().b)
    """
    assert of(source) == ["main.D", "main.D"]


# Attributes of objects


def test_attributes_set_on_self_in_any_method_and_any_base(of: Of) -> None:
    source = """
        class Base:
            def __init__(self):
                self.a = A()
        class C(Base):
            b: A
            c = A()
            def start(self, d: "A"):
                self.d = d
                self.e: A = make()
                self.f, self.g = A(), None
        class A: ...
        def f(c: C):
            reveal(c.a)
            reveal(c.b)
            reveal(c.c)
            reveal(c.d)
            reveal(c.e)
            reveal(c.f)
            reveal(c.g)
            reveal(c.h)
    """
    assert of(source) == ["main.A"] * 6 + ["None", "?"]


def test_an_attribute_that_is_set_twice_can_be_either(of: Of) -> None:
    source = """
        class C:
            def __init__(self):
                self.x = None
                self.y = A()
            def start(self, z):
                self.x = A()
                self.y = z
                reveal(self.x)
                reveal(self.y)
        class A: ...
    """
    assert of(source) == ["None | main.A", "main.A | ?"]


def test_an_annotation_of_an_attribute_counts_more_than_what_is_assigned(of: Of) -> None:
    source = """
        class C:
            def __init__(self, x):
                self.x: A | None = None
                self.x = x
                reveal(self.x)
        class A: ...
    """
    assert of(source) == ["main.A"]


def test_dataclass_fields(of: Of) -> None:
    source = """
        from dataclasses import dataclass, field
        @dataclass
        class C:
            a: "A"
            b: list["A"] = field(default_factory=list)
        class A:
            def f(self): ...
        def f(c: C):
            reveal(c.a.f)
            reveal([b for b in c.b][0])
        reveal(C(A()).a)
    """
    assert of(source) == ["def main.A.f of main.A", "main.A", "main.A"]


def test_assignments_that_chase_each_other_end(of: Of) -> None:
    source = """
        class N: ...
        def f(n):
            n = N()
            while n:
                n = n.next
                reveal(n)
        def g():
            a = b
            b = a
            reveal(a)
    """
    assert of(source) == ["main.N | ?", "nothing"]


# Types from annotations


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("C", "main.C"),
        ("'C'", "main.C"),
        ("C | None", "main.C"),
        ("'C | None'", "main.C"),
        ("Optional[C]", "main.C"),
        ("Optional['C']", "main.C"),
        ("typing.Union[C, D, None]", "main.C | main.D"),
        ("C | D", "main.C | main.D"),
        ("Annotated[C, 'text']", "main.C"),
        ("Alias", "main.C | main.D"),
        ("Renamed", "main.C"),
        ("Explicit", "main.C"),
        ("Alias | None", "main.C | main.D"),
        ("list[C]", "list"),
        ("type[C]", "class main.C"),
        ("Type[C]", "class main.C"),
        ("int", "int"),
        ("Nowhere", "?"),
        ("C | Nowhere", "main.C | ?"),
        ("Any", "?"),
        ("'not a type'", "?"),
        ("None", "nothing"),
    ],
)
def test_annotations(of: Of, annotation: str, expected: str) -> None:
    source = f"""
import typing
from typing import Annotated, Any, Optional, Type, TypeAlias, Union
class C: ...
class D: ...
Alias = Union[C, D]
Renamed = C
Explicit: TypeAlias = "C"
def f(x: {annotation}):
    reveal(x)
    y: {annotation}
    reveal(y)
"""
    assert of(source) == [expected, expected]


def test_an_alias_may_come_from_another_module(reveal: Reveal) -> None:
    files = {
        "types_.py": "from typing import Optional\nclass C: ...\nMaybe = Optional[C]\n",
        "main.py": "from types_ import Maybe\nimport types_\ndef f(a: Maybe, b: types_.Maybe):\n    reveal(a)\n    reveal(b)\n",
    }
    assert reveal(files) == ["types_.C", "types_.C"]


def test_what_hands_a_coroutine_on_has_not_made_it(of: Of) -> None:
    source = """
        from typing import TypeVar
        T = TypeVar("T")
        def same(x: T) -> T: ...
        async def load() -> int: ...
        def f():
            reveal(same(load()))
            reveal({"x": load()}.get("x"))
            reveal(same(load))
    """
    assert of(source) == ["?", "?", "def main.load"]


def test_aliases_of_generic_types(reveal: Reveal) -> None:
    files = {
        "types_.py": "from typing import TypeVar\nclass C: ...\nT = TypeVar('T')\nRows = list[C]\nPair = tuple[T, C]\n",
        "main.py": "import types_\nfrom types_ import Pair, Rows\nclass D: ...\nDs = list[D]\n"
        "def f(a: Rows, b: types_.Rows, c: Pair[D], d: Ds, e: Pair):\n"
        "    reveal(a[0]), reveal(b[0]), reveal(c[0]), reveal(d[0]), reveal(e[0])\n",
    }
    assert reveal(files) == ["types_.C", "types_.C", "main.D", "main.D", "?"]


def test_self_is_the_class_of_the_receiver(of: Of) -> None:
    source = """
        from typing import Self
        class A:
            def me(self) -> Self: ...
            @classmethod
            def make(cls) -> Self: ...
            async def later(self) -> Self: ...
            def __enter__(self) -> Self: ...
            def __exit__(self, *args): ...
        class B(A): ...
        reveal(B().me())
        reveal(B.make())
        reveal(B().me().me())
        reveal(B().later())
        with B() as b: reveal(b)
    """
    assert of(source) == ["main.B", "main.B", "main.B", "coroutine[main.B]", "main.B"]


def test_parameters_that_gather(of: Of) -> None:
    assert of("def f(*a: int, **k: int):\n    reveal(a)\n    reveal(k)\n    reveal(k['x'])\n") == [
        "tuple",
        "dict",
        "int",
    ]


def test_an_annotation_means_the_class_and_not_the_method_of_that_name(of: Of) -> None:
    source = """
        class cursor: ...
        class C:
            def cursor(self) -> cursor: ...
        reveal(C().cursor())
    """
    assert of(source) == ["main.cursor"]


def test_an_annotation_counts_more_than_the_value_unless_it_says_nothing(of: Of) -> None:
    assert of("class C: ...\nx: C = unknown()\nreveal(x)\n") == ["main.C"]
    assert of("from typing import Any\nclass C: ...\nx: Any = C()\nreveal(x)\n")[0].startswith("main.C")


# Types from values


def test_constructors_and_literals(of: Of) -> None:
    source = """
        class C: ...
        reveal(C())
        reveal(1)
        reveal("x")
        reveal(f"{1}")
        reveal([C()][0])
        reveal({"a": C()}["a"])
        reveal(C() or 1)
        reveal(C() if x else None)
    """
    assert of(source) == ["main.C", "int", "str", "str", "main.C", "main.C", "int | main.C", "None | main.C"]


def test_operators_ask_the_left_operand(of: Of) -> None:
    assert of("from pathlib import Path\nreveal(Path() / 'x')\nreveal(unknown / 'x')\nreveal('x' / Path())\n") == [
        "pathlib.Path",
        "?",
        "?",
    ]


def test_returns_are_declared_or_inferred(of: Of) -> None:
    source = """
        class C: ...
        def declared() -> C: return unknown()
        def inferred(x):
            if x: return C()
            return None
        def nothing(): pass
        def really_nothing(): f()
        def passed_on(x): return inferred(x)
        def unknown_too(x): return x if x else C()
        reveal(declared())
        reveal(inferred(1))
        reveal(nothing())
        reveal(really_nothing())
        reveal(passed_on(1))
        reveal(unknown_too(1))
    """
    assert of(source) == ["main.C", "None | main.C", "?", "None", "None | main.C", "main.C | ?"]


def test_recursive_functions_end(of: Of) -> None:
    source = """
        class C: ...
        def even(n): return C() if n == 0 else odd(n - 1)
        def odd(n): return even(n - 1)
        reveal(even(1))
        reveal(odd(1))
        def forever(): return forever()
        reveal(forever())
    """
    assert of(source) == ["main.C", "main.C", "nothing"]


def test_coroutines_are_known_with_their_result(of: Of) -> None:
    source = """
        from collections.abc import Awaitable, Coroutine
        class C: ...
        async def f() -> C: ...
        async def g(): return C()
        def h() -> Coroutine[None, None, C]: ...
        def i() -> Awaitable[C]: ...
        def j(): return f()
        async def main():
            reveal(f())
            reveal(await f())
            reveal(await g())
            reveal(h())
            reveal(await h())
            reveal(await i())
            reveal(j())
            reveal(await j())
            x = f()
            reveal(await x)
    """
    assert of(source) == [
        "coroutine[main.C]",
        "main.C",
        "main.C",
        "coroutine[main.C]",
        "main.C",
        "main.C",
        "coroutine[main.C]",
        "main.C",
        "main.C",
    ]


def test_tasks_and_futures_of_the_standard_library(of: Of) -> None:
    source = """
        import asyncio
        class C: ...
        async def f() -> C: ...
        async def main(future: asyncio.Future[C]):
            reveal(asyncio.create_task(f()))
            reveal(await future)
            reveal(asyncio.get_running_loop())
            reveal(asyncio.sleep(1))
    """
    *known, sleep = of(source)
    assert known == ["_asyncio.Task", "main.C", "asyncio.events.AbstractEventLoop"]
    assert sleep.startswith("coroutine[")


def test_with_and_async_with(of: Of) -> None:
    source = """
        from contextlib import asynccontextmanager, contextmanager
        class C:
            def __enter__(self): return D()
            def __exit__(self, *args): ...
            async def __aenter__(self) -> "E": ...
            async def __aexit__(self, *args): ...
        class D: ...
        class E: ...
        @contextmanager
        def manager():
            yield D()
        @asynccontextmanager
        async def async_manager():
            yield E()
        async def main():
            with C() as a, manager() as b: reveal(a), reveal(b)
            async with C() as c, async_manager() as d: reveal(c), reveal(d)
            with open("x") as e: reveal(e)
            reveal(manager())
            reveal(async_manager())
    """
    *entered, file, manager, async_manager = of(source)
    assert entered == ["main.D", "main.D", "main.E", "main.E"]
    assert file.endswith(".TextIOWrapper")
    assert (manager, async_manager) == ("manager main.manager", "manager main.async_manager")


def test_for_and_comprehensions(of: Of) -> None:
    source = """
        from collections.abc import AsyncIterator, Iterable, Iterator
        class C: ...
        def plain(): yield C()
        def typed() -> Iterator[C]: ...
        def generator() -> Iterator[C]: yield unknown()
        async def later() -> AsyncIterator[C]: yield C()
        async def main(a: list[C], b: set[C], c: Iterable[C], d: tuple[C, ...], e: dict[str, C]):
            for x in plain(): reveal(x)
            for x1 in typed(): reveal(x1)
            for x2 in generator(): reveal(x2)
            async for x3 in later(): reveal(x3)
            for x4 in a: reveal(x4)
            for x5 in b: reveal(x5)
            for x6 in c: reveal(x6)
            [reveal(x7) for x7 in a]
            for x8 in [C(), C()]: reveal(x8)
            for x9 in unknown(): reveal(x9)
    """
    assert of(source) == ["main.C"] * 9 + ["?"]


def test_views_of_tables_and_what_goes_through_builtins(of: Of) -> None:
    source = """
        import collections
        from collections.abc import Iterable, Mapping, Sequence
        class C: ...
        class D: ...
        def f(a: dict[str, C], b: Mapping[C, D], c: Sequence[C], d: list[D]):
            reveal(a.get("x"))
            reveal(a.get("x", D()))
            reveal(a.pop("x"))
            for k, v in b.items(): reveal(k), reveal(v)
            for x in b: reveal(x)
            for x1 in a.values(): reveal(x1)
            for n, x2 in enumerate(c): reveal(n), reveal(x2)
            for x3, x4 in zip(c, d): reveal(x3), reveal(x4)
            for x5 in sorted(c): reveal(x5)
            reveal(list(b)[0])
            reveal(c[0])
            reveal(b[x])
            reveal(d.pop())
            reveal(d[1:])
            reveal({}.get("x"))
    """
    c, d = "main.C", "main.D"
    views = [c, f"{c} | {d}", c, c, d, c, c, "int", c, c, d, c]
    assert of(source) == [*views, c, c, d, d, "?", "?"]


def test_classes_that_can_be_iterated_over(of: Of) -> None:
    source = """
        class Row: ...
        class Rows:
            def __iter__(self): return self
            def __next__(self) -> Row: ...
        class Stream:
            def __aiter__(self): return self
            async def __anext__(self) -> Row: ...
        class Pages:
            def __iter__(self): yield Row()
            async def __aiter__(self): yield Row()
        async def f():
            for a in Rows(): reveal(a)
            async for b in Stream(): reveal(b)
            for c in Pages(): reveal(c)
            async for d in Pages(): reveal(d)
            for e in Stream(): reveal(e)
    """
    assert of(source) == ["main.Row"] * 4 + ["?"]


def test_type_variables(of: Of) -> None:
    source = """
        import asyncio
        from collections.abc import Awaitable
        from typing import Generic, TypeVar
        class A: ...
        class B(A): ...
        T = TypeVar("T")
        Bound = TypeVar("Bound", bound=A)
        Quoted = TypeVar("Quoted", bound="A")
        Either = TypeVar("Either", A, B)
        class Box(Generic[T]):
            def get(self) -> T: ...
            async def later(self) -> T: ...
            def box(self) -> "Box[T]": ...
        class BoxOfA(Box[A]): ...
        def same(x: T) -> T: ...
        def make(kind: type[T]) -> T: ...
        def first(xs: list[T]) -> T: ...
        async def wait(x: Awaitable[T]) -> T: ...
        async def load() -> B: ...
        def bound(x: Bound) -> Bound: reveal(x)
        def quoted(x: Quoted): reveal(x)
        def either(x: Either): reveal(x)
        def free(x: T): reveal(x)
        async def main(box: Box[B], own: BoxOfA, bare: Box):
            reveal(box.get()), reveal(await box.later()), reveal(box.box().get()), reveal(own.get()), reveal(bare.get())
            reveal(same(A())), reveal(make(B)), reveal(first([B()])), reveal(await wait(load()))
            reveal(bound(B())), reveal(bound(unknown())), reveal(same(unknown()))
            reveal(await asyncio.create_task(load()))
            reveal(await asyncio.wait_for(load(), 1))
    """
    a, b = "main.A", "main.B"
    assert of(source) == [a, a, f"{a} | {b}", "?", b, b, b, a, "?", a, b, b, b, b, "?", "?", b, b]


def test_a_homogeneous_tuple(of: Of) -> None:
    source = """
        class C: ...
        def f(a: tuple[C, ...], b: tuple[C, int]):
            for x in a: reveal(x)
            for y in b: reveal(y)
    """
    assert of(source) == ["main.C", "int | main.C"]


def test_tuples_are_unpacked_by_position(of: Of) -> None:
    source = """
        class C: ...
        class D: ...
        a, b = C(), D()
        (c, (d, e)) = C(), (D(), C())
        def f(): return C(), D()
        g, h = f()
        def i() -> tuple[C, D]: ...
        j, k = i()
        l, *m, n = C(), C(), D()
        reveal(a), reveal(b), reveal(c), reveal(d), reveal(e), reveal(g), reveal(h), reveal(j), reveal(k), reveal(m)
    """
    c, d = "main.C", "main.D"
    assert of(source) == [c, d, c, d, c, c, d, c, d, "?"]


def test_after_a_star_positions_count_from_the_end(of: Of) -> None:
    """What is not counted so is unknown, and never the part of another."""
    source = """
        class C: ...
        class D: ...
        def f(): return C(), C(), C(), D()
        a, *b, c = f()
        reveal(a)
        reveal(c)
    """
    first, last = of(source)
    assert first == "main.C"
    assert last in ("main.D", "?")


def test_pairs_of_a_loop(of: Of) -> None:
    source = """
        class C: ...
        def f(pairs: list[tuple[str, C]], table: dict[str, C]):
            for name, c in pairs: reveal(c)
            for key, value in table.items(): reveal(value)
            for one in table.values(): reveal(one)
    """
    assert of(source) == ["main.C"] * 3


def test_partial(of: Of) -> None:
    source = """
        import functools
        from functools import partial
        class C: ...
        def f(a, b) -> C: ...
        async def g() -> C: ...
        p = partial(f, 1)
        reveal(p)
        reveal(p(2))
        reveal(functools.partial(g)())
        reveal(partial(p, 2)())
        reveal(partial(unknown)())
    """
    assert of(source) == ["partial[def main.f]", "main.C", "coroutine[main.C]", "main.C", "?"]


def test_objects_that_are_called(of: Of) -> None:
    source = """
        class C:
            def __call__(self) -> "D": ...
        class D: ...
        reveal(C()())
        reveal(D()())
        reveal((lambda: C())())
        reveal((lambda: C())()())
    """
    assert of(source) == ["main.D", "?", "main.C", "main.D"]


def test_isinstance_does_not_invent(of: Of) -> None:
    (found,) = of("class C: ...\ndef f(x):\n    if isinstance(x, C): reveal(x)\n")
    assert found in ("main.C", "main.C | ?", "?")


@pytest.mark.parametrize("type_", ["C", "'C'", "C | None"])
def test_cast(of: Of, type_: str) -> None:
    assert of(f"from typing import cast\nclass C: ...\nreveal(cast({type_}, x))\n") == ["main.C"]


# Overloads


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("open('x')", "TextIOWrapper"),
        ("open('x', 'r')", "TextIOWrapper"),
        ("open('x', mode='w')", "TextIOWrapper"),
        ("open('x', 'rb')", "BufferedReader"),
        ("open('x', mode='wb')", "BufferedWriter"),
        ("open('x', 'rb', 0)", "FileIO"),
        ("open('x', 'rb', buffering=0)", "FileIO"),
        ("Path('x').open('rb')", "BufferedReader"),
        ("Path('x').open()", "TextIOWrapper"),
    ],
)
def test_the_mode_decides_what_open_gives(of: Of, call: str, expected: str) -> None:
    (found,) = of(f"from pathlib import Path\nreveal({call})\n")
    assert found.rpartition(".")[2] == expected


def test_a_mode_that_is_not_known_leaves_several(of: Of) -> None:
    (found,) = of("def f(mode):\n    reveal(open('x', mode))\n")
    assert " | " in found


def test_overloads_of_the_program_are_those_of_the_implementation(of: Of) -> None:
    source = """
        from typing import Literal, overload
        class C: ...
        class D: ...
        @overload
        def f(mode: Literal["c"]) -> C: ...
        @overload
        def f(mode: Literal["d"]) -> D: ...
        def f(mode): ...
        reveal(f)
    """
    assert of(source) == ["def main.f"]


# Decorators


def test_known_decorators_leave_the_function(of: Of) -> None:
    source = """
        import functools
        from functools import wraps, lru_cache
        class C: ...
        @lru_cache(maxsize=None)
        def a() -> C: ...
        @functools.cache
        def b() -> C: ...
        @wraps(a)
        def c() -> C: ...
        reveal(a())
        reveal(b())
        reveal(c())
    """
    assert of(source) == ["main.C"] * 3


@pytest.mark.parametrize("name", ["ddtrace.tracer.wrap('x')", "sentry_sdk.trace", "functools.singledispatchmethod"])
def test_decorators_that_trace_keep_what_they_wrap(of: Of, name: str) -> None:
    source = f"import ddtrace, functools, sentry_sdk\n@{name}\nasync def f() -> int: ...\nreveal(f())\n"
    assert of(source) == ["coroutine[int]"]


def test_a_decorator_that_returns_what_it_is_given_leaves_the_function(of: Of) -> None:
    source = """
        registry = []
        def register(function):
            registry.append(function)
            return function
        class C: ...
        @register
        def f() -> C: ...
        @register
        async def g() -> C: ...
        reveal(f())
        reveal(g())
    """
    assert [answer.removesuffix(" | ?") for answer in of(source)] == ["main.C", "coroutine[main.C]"]


def test_a_decorator_that_wraps_gives_what_the_wrapper_gives(of: Of) -> None:
    source = """
        import asyncio, functools
        class C: ...
        def in_loop(function):
            @functools.wraps(function)
            def wrapper(*args):
                return asyncio.run(function(*args))
            return wrapper
        def in_thread(function):
            @functools.wraps(function)
            async def wrapper(*args) -> C:
                return await asyncio.to_thread(function, *args)
            return wrapper
        @in_loop
        async def f() -> C: ...
        @in_thread
        def g() -> C: ...
        reveal(f())
        reveal(g())
    """
    first, second = of(source)
    assert "coroutine" not in first
    assert second == "coroutine[main.C]"


def test_an_unknown_decorator_may_change_everything(of: Of) -> None:
    source = """
        from nowhere import magic
        class C: ...
        @magic
        def f() -> C: ...
        @magic(1)
        async def g() -> C: ...
        reveal(f())
        reveal(g())
    """
    assert of(source) == ["main.C | ?", "coroutine[main.C] | ?"]


def test_a_decorator_that_is_called_with_arguments(of: Of) -> None:
    source = """
        def retry(times):
            def decorate(function):
                async def wrapper(*args): return await function(*args)
                return wrapper
            return decorate
        @retry(3)
        async def f() -> int: ...
        reveal(f())
    """
    assert of(source)[0].startswith("coroutine[")


# Confidence and order


def test_what_is_read_off_definitions_is_plain_and_what_is_inferred_is_not(link: Link) -> None:
    source = """
        import time
        class C:
            def __init__(self): self.x = C()
            def f(self): ...
        def make(): return C()
        def f(c: C):
            reveal(time.sleep)
            reveal(C().f)
            reveal(c.f)
            reveal(c.x)
            reveal(make())
    """
    values: list[Values] = link(dedent(source)).revealed()  # type: ignore[attr-defined]
    assert [each.plain for each in values] == [True, True, True, False, False]


ORDERS: dict[str, Mapping[str, str]] = {
    "a circle of functions": {
        "main.py": "class C: ...\ndef a(n): return b(n) if n else C()\ndef b(n): return c(n)\ndef c(n): return a(n) or d(n)\n"
        "def d(n): return [a(n), b(n)][0]\na(1); b(1); c(1); d(1)\n"
    },
    "a circle of attributes": {
        "main.py": "class A:\n    def __init__(self, b):\n        self.b = B(self)\n        self.next = self.b.a\n"
        "class B:\n    def __init__(self, a):\n        self.a = A(self)\n        self.next = self.a.b.next\n"
        "def f(a: A, b: B):\n    a.next.f(); b.next.f(); a.b.a.b.next(); x = a\n    while x: x = x.next\n    x.f()\n"
    },
    "a circle of modules": {
        "a.py": "from b import *\nfrom b import g as h\ndef f(): return g()\ng(); h(); f()\n",
        "b.py": "from a import *\nimport a\ndef g(): return a.f()\nx = f()\ng(); a.h(); f(); x()\n",
    },
    "a long chain": {
        "main.py": "class C: ...\ndef f0(): return C()\n"
        + "".join(f"def f{n}(): return f{n - 1}()\n" for n in range(1, 60))
        + "f59()()\n"
    },
    "a long circle": {
        "main.py": "class C: ...\ndef f0(x): return f49(x) if x else C()\n"
        + "".join(f"def f{n}(x): return f{n - 1}(x)\n" for n in range(1, 50))
        + "f25(1)()\n"
    },
    "variables that hold each other": {
        "main.py": "def f(x):\n    a = b = c = int()\n    a = b + a\n    b = c or a\n    c = [a, b, c][0]\n    a(); b(); c(); x()\n"
    },
}


@pytest.fixture
def deep() -> Iterator[None]:
    """The recursion limit that a run of the engine has."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(limit)


@pytest.mark.usefixtures("deep")
def test_a_chain_of_any_length_is_followed_to_its_end(link: Link) -> None:
    steps = [f"class C{i}:\n    def go(self): return C{i + 1}().go()" for i in range(500, 0, -1)]
    chain = "\n".join([*steps, "class C501:\n    def go(self): return self", "reveal(C1().go())"])
    linked = link({"main.py": chain})
    assert ["main.C501" in _text(values) for values in linked.revealed()] == [True]
    assert not linked.program.resolver.gave_up


@pytest.mark.usefixtures("deep")
def test_a_cycle_that_no_stack_holds_is_broken_somewhere(link: Link) -> None:
    steps = [f"def f{i}(x): return f{(i + 1) % 400}(x) or f{(i * 7) % 400}(x)" for i in range(400)]
    linked = link(
        {"main.py": "\n".join([*steps, "class C: ...", "def f400(x): return C() or f0(x)", "reveal(f400(1))"])}
    )
    assert linked.program.resolver.gave_up
    assert ["main.C" in _text(values) for values in linked.revealed()] == [True]


@pytest.mark.usefixtures("deep")
def test_a_cycle_that_no_stack_holds_is_gone_through_a_few_times_only(
    link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled, asked = Resolver._settled, []

    def counted(self: Resolver, store: object, *rest: Any) -> Values:
        asked.append(store)
        return settled(self, store, *rest)

    monkeypatch.setattr(Resolver, "_settled", counted)
    linked = link({"main.py": "\n".join(f"def f{i}(x): return f{(i + 1) % 997}(x)" for i in range(997))})
    assert linked.program.resolver.gave_up
    assert len(asked) < 20 * 997


@pytest.mark.usefixtures("deep")
@pytest.mark.parametrize("files", ORDERS.values(), ids=list(ORDERS))
def test_answers_do_not_depend_on_the_order_of_questions(link: Link, files: Mapping[str, str]) -> None:
    assert _answers(link(files), backwards=False) == _answers(link(files), backwards=True)


@pytest.mark.usefixtures("deep")
@pytest.mark.parametrize("folder", ["test_data/rules/ASL104", "test_data/rules/ASL202", "test_data/demo", "asynclint"])
def test_answers_on_real_code_do_not_depend_on_the_order_of_questions(link: Link, folder: str) -> None:
    top = ROOT / folder
    files = {path.relative_to(top.parent).as_posix(): path.read_text("utf-8") for path in sorted(top.rglob("*.py"))}
    linked = link(files)
    assert len(linked.modules) == len(files) > 3  # type: ignore[attr-defined]
    assert _answers(linked, backwards=False) == _answers(linked, backwards=True)


def _answers(linked: object, *, backwards: bool) -> dict[tuple[str, int], tuple[str, str, bool, bool]]:
    """What every call site calls and gives, asked of a resolver that knows nothing yet."""
    from asynclint.program.resolve import Resolver

    resolver = Resolver(linked.program.modules)  # type: ignore[attr-defined]
    sites = [
        (module, index)
        for module in linked.modules  # type: ignore[attr-defined]
        for index, call in enumerate(module.facts.calls)
        if call.kind is CallKind.CALL
    ]
    answers = {}
    for module, index in reversed(sites) if backwards else sites:
        called, given = resolver.callees(module, index), resolver.result(module, index)
        answers[module.path, index] = (_text(called), _text(given), given.complete, given.plain)
    return answers


def _text(values: Values) -> str:
    return " | ".join(sorted(map(repr, values.items)))
