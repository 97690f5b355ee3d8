"""Fixes in a text: together where they are apart, in turn where they are not, and never so that it would not compile."""

from __future__ import annotations

import pytest

from asynclint.codemods.apply import Applied, apply, compiles
from asynclint.findings import Applicability, Edit, Fix, ImportName

TEXT = "import time\n\n\nasync def f():\n    g(); h()\n"


def fix(*edits: tuple[str, str], title: str = "t", text: str = TEXT, **more: object) -> Fix:
    """A fix that puts the second text in place of the first, for each pair."""
    places = [(text.index(old), old, new) for old, new in edits]
    made = tuple(Edit(start, start + len(old), new) for start, old, new in sorted(places))
    return Fix(Applicability.SAFE, title, made, **more)  # type: ignore[arg-type]


def test_nothing_to_do() -> None:
    assert apply(TEXT, []) == Applied(TEXT, (), ())
    assert apply("not python at all (", []).text == "not python at all ("


def test_fixes_that_are_apart_go_in_together_in_whatever_order_they_come() -> None:
    one, other = fix(("g()", "await g()")), fix(("h()", "await h()"))
    for order in ([one, other], [other, one]):
        applied = apply(TEXT, order)
        assert applied.text == TEXT.replace("g(); h()", "await g(); await h()")
        assert applied.done == (one, other)
        assert applied.broken == ()


def test_equal_fixes_are_one() -> None:
    one, same = fix(("g()", "await g()")), fix(("g()", "await g()"))
    applied = apply(TEXT, [one, same])
    assert applied.text.count("await") == 1
    assert applied.done == (one,)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("g()", "await g()"), ("g(); h()", "pass")),  # one around the other
        (("g(); h", "x; h"), ("h()", "await h()")),  # across
        (("g(); ", "g(); "), ("h()", "await h()")),  # end to end
    ],
)
def test_fixes_that_meet_wait_for_each_other(first: tuple[str, str], second: tuple[str, str]) -> None:
    one, other = fix(first), fix(second)
    applied = apply(TEXT, [other, one])
    assert applied.done == (one,)
    assert applied.broken == ()
    assert applied.text == TEXT.replace(*first)


def test_a_fix_of_several_edits_keeps_others_out_from_its_first_to_its_last() -> None:
    text = "a\nb\nc\nd\n"
    outer, inner = fix(("a", "A"), ("c", "C"), text=text), fix(("b", "B"), text=text)
    behind = fix(("d", "D"), text=text)
    applied = apply(text, [inner, behind, outer])
    assert applied.text == "A\nb\nC\nD\n"
    assert applied.done == (outer, behind)


def test_an_insertion_at_the_same_place_as_another_waits() -> None:
    text = "x = y\n"
    one = Fix(Applicability.SAFE, "a", (Edit(4, 4, "-"),))
    other = Fix(Applicability.SAFE, "b", (Edit(4, 4, "+"),))
    assert apply(text, [other, one]).text == "x = -y\n"


def test_imports_and_definitions_of_several_fixes_come_once() -> None:
    more = {"imports": (ImportName("asyncio"),), "definitions": ("_tasks: set = set()",), "freed": ("time",)}
    one, other = fix(("g()", "await g()"), **more), fix(("h()", "await h()"), **more)
    assert apply(TEXT, [one, other]).text == (
        "import asyncio\n\n_tasks: set = set()\n\n\nasync def f():\n    await g(); await h()\n"
    )


def test_an_import_that_is_still_used_stays() -> None:
    text = "import time\n\nasync def f():\n    time.sleep(1)\n    time.time()\n"
    applied = apply(text, [fix(("time.sleep(1)", "pass"), text=text, freed=("time",))])
    assert applied.text == text.replace("time.sleep(1)", "pass")


def test_a_fix_that_would_not_compile_is_left_out_and_the_others_are_not() -> None:
    good, bad = fix(("g()", "await g()")), fix(("h()", "h("))
    applied = apply(TEXT, [bad, good])
    assert applied.text == TEXT.replace("g()", "await g()")
    assert applied.done == (good,)
    assert applied.broken == (bad,)


def test_an_error_of_the_compiler_counts_although_it_parses() -> None:
    bad = fix(("async def", "def"), ("g()", "await g()"))
    assert apply(TEXT, [bad]).broken == (bad,)


def test_of_two_that_do_not_compile_together_one_waits() -> None:
    text = "def f(a):\n    x = 1\n    y = 2\n"
    one, other = fix(("x = 1", "global z; z = 1"), text=text), fix(("y = 2", "global z; z = 2"), text=text)
    assert compiles(apply(text, [other]).text)
    applied = apply(text, [one, other])
    assert applied.done == (one,)
    assert applied.broken == ()
    assert apply(text, [other]).done == (other,)


def test_a_text_that_does_not_compile_may_be_fixed_as_long_as_it_stays_readable() -> None:
    cell = "import asyncio\nasyncio.run(f())\nawait g()\n"
    good, bad = fix(("asyncio.run(f())", "await f()"), text=cell), fix(("asyncio.run(f())", "await (f()"), text=cell)
    assert apply(cell, [good]).text == cell.replace("asyncio.run(f())", "await f()")
    assert apply(cell, [bad]) == Applied(cell, (), (bad,))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\f\n",
        "x = '\\d'\n",
        "def f[T](x: T) -> T: return x\n",
        "type A = int\n",
        "f'{x['a']}'\n",
        "async def f():\n    f'{await g('a')}'\n",
        "try: pass\nexcept* ValueError: pass\n",
        "try:\n    pass\nexcept A, B:\n    pass\n",
        "x = 1\r\ny = 2\r\n",
        "x = 1\ry = 2\r",
    ],
)
def test_python_of_any_version_compiles(text: str) -> None:
    assert compiles(text)


@pytest.mark.parametrize(
    "text",
    [
        "x = (\n",
        "await x\n",
        "return 1\n",
        "def f():\n    await x\n",
        "def f[T](x):\n    await x\n",
        "type A = \n",
        "if x:\n\ty\n        z\n",
        "f'{x['a'}'\n",
        "x\0\n",
        "(" * 1000 + ")" * 1000,
    ],
)
def test_what_does_not_compile(text: str) -> None:
    assert not compiles(text)
