"""What is handed to libcst's recursive parser is measured first."""

from __future__ import annotations

import libcst as cst
import pytest

from asynclint.program.nesting import too_deep

DEEP = {
    "brackets": "x = " + "(" * 201 + ")" * 201,
    "lists": "x = " + "[" * 1_000 + "]" * 1_000,
    "calls in calls": "x = " + "f(" * 500 + ")" * 500,
    "sum": "x = " + " + ".join(["1"] * 1_500),
    "strings": "x = (" + "'a' " * 3_000 + ")",
    "not": "x = " + "not " * 2_500 + "y",
    "minus": "x = " + "-" * 2_500 + "y",
    "attributes": "x = a" + ".b" * 1_500,
    "chain": "x = a" + ".b()" * 1_000,
    "items": "x = a" + "[1]" * 1_000,
    "conditions": "x = " + "a if b else " * 1_000 + "c",
    "lambdas": "x = " + "lambda a, b, *, c: " * 1_000 + "d",
    "lambdas with defaults": "x = " + "lambda a={}, b=(lambda: 1): " * 1_000 + "d",
    "elif": "if a: pass\n" + "elif b: pass\n" * 3_000,
    "elif inside": "def f():\n  if a: pass\n" + "  elif b:\n    pass\n\n# x\n" * 3_000,
    "mixed": "x = " + "[f(not -a.b, " * 150 + "+".join("c" * 800) + ")]" * 150,
    "f-string": 'x = f"{' + "(" * 201 + ")" * 201 + '}"',
    "f-strings in f-strings": "x = " + 'f"{' * 300 + '}"' * 300,
    "after an f-string": 'x = f"{d["k"]:{w}} {{" + ' + "(" * 201 + ")" * 201,
    "after quotes in an f-string": "x = f'{a!r:\"}' + " + "-" * 2_500 + "b",
    "in a format": "x = f'{a:{" + "-" * 2_500 + "b}}'",
    "after a comment": "# it's\nx = " + "(" * 201 + ")" * 201,
    "after a string": "x = 'a\\'b' \"c'\" '''d'''" + "(" * 201 + ")" * 201,
    "after a raw string": "x = r'\\'(' + " + "-" * 2_500 + "1",
    "mapping patterns": "match x:\n  case " + "{1: " * 12 + "y" + "}" * 12 + ": pass",
    "class patterns": "match x:\n  case " + "A(" * 30 + ")" * 30 + ": pass",
    "not closed": "x = (" + "a " * 2_100,
    "closed otherwise": "x = (]" + "a " * 2_100,
    "string not closed": "x = 'a\n" + "a " * 2_100,
    "f-string not closed": "x = f'{a\n" + "a " * 2_100,
}

SHALLOW = {
    "dictionary": "x = {" + "'a-b': f(g.h(1 + 2), [3]),\n" * 20_000 + "}",
    "list": "x = [" + "-1, " * 100_000 + "]",
    "lambdas in a list": "x = [" + "lambda a, b: a + b, " * 5_000 + "]",
    "statements": "x = f(a.b(c)[d]) + 1 if y else 2\n" * 20_000,
    "one line": "x = 1; " * 10_000,
    "comments": "# " + "(" * 5_000 + "\n" + "# - not it's\n" * 5_000,
    "strings": "x = '''" + "(((- not" * 5_000 + "'''\ny = b'" + "[" * 5_000 + "'",
    "f-strings": "x = f\"{a['k']:{w}.{p}} {{ ((( \\\" {b!r} \\N{DASH} {c:%H:%M} {d != e} {(lambda x: 1)}\"\n" * 1_000,
    "raw f-strings": "x = rf'\\{a}\\'' Rb'\\''; y = fr'''{b\n}''' f'a\\\nb'; z = u'('\n" * 1_000,
    "f-strings in f-strings": "x = f'{f'{f'{a['b']}'}'}' f\"\"\"{\n  a  # '\n}\"\"\"\n" * 1_000,
    "templates": "x = t'{a['b']=} {c = !r:>{d}}'\n" * 1_000,
    "elif": "if a: pass\n" + "elif b: pass\n" * 1_000 + "else: pass\n",
    "many elifs": ("if a: pass\n" + "elif b: pass\n" * 20) * 1_000,
    "elifs in functions": "".join(
        f"async def f{number}():\n  if a: pass\n" + "  elif b: pass\n" * 20 for number in range(500)
    ),
    "patterns": "match x:\n" + "  case {'a': [B(c=(1 | 2)), *_]} if f(g(h(i(j(k(l(m()))))))): x[y(z((1)))]\n" * 500,
    "annotations": "def f(a: dict[str, list[int]] = {}, *b: int, **c: str) -> None: ...\n" * 1_000,
    "slices": "x = a[1:2, ::3, b:c]; y = {1: 2, **d}; z: int = 1\n" * 1_000,
    "keywords before strings": "x = 1 if'{'in'{' or'{'else'{' if not'{'is'{'else b'{' u'{' Rb'{' \n" * 1_000,
    "type parameters": "def f[T: int, *Ts, **P = [int]](a: T): ...\ntype X[T] = list[T]\n" * 1_000,
    "continued": "x = 1 + \\\n  2\n" * 1_000,
    "indented": "".join("  " * depth + "if x:\n" for depth in range(90)) + "  " * 90 + "pass\n",
    "line ends": "x = (1,\r\n2)\r\ny = 'a\\\r\nb'\ry = '''\r'''\r\n" * 1_000,
    "nothing": "",
    "a bracket alone": "(",
}  # fmt: skip


@pytest.mark.parametrize("text", DEEP.values(), ids=list(DEEP))
@pytest.mark.parametrize("around", ["%s", "async def f():\n %s\n"], ids=["alone", "inside"])
def test_what_is_too_deep_is_told(text: str, around: str) -> None:
    assert too_deep(around % text.replace("\n", "\n "))


@pytest.mark.parametrize("text", SHALLOW.values(), ids=list(SHALLOW))
def test_what_is_long_only_is_not(text: str) -> None:
    assert not too_deep(text)


LIMITS = {
    "brackets": "x = " + "f([" * 99 + "]) " * 99,
    "sum": "x = " + "+".join(["1"] * 990),
    "chain": "x = a" + ".b()" * 480,
    "items": "x = a" + "[1]" * 600,
    "not": "x = " + "not " * 1_900 + "1",
    "lambdas": "x = " + "lambda a, b: " * 390 + "1",
    "conditions": "x = " + "a if b else " * 490 + "c",
    "elif": "if a: pass\n" + "elif b: pass\n" * 1_490,
    "mapping patterns": "match x:\n  case " + "{1: " * 6 + "y" + "}" * 6 + ": pass",
}


@pytest.mark.parametrize("text", LIMITS.values(), ids=list(LIMITS))
def test_what_is_just_within_the_limits_is_parsed(text: str) -> None:
    assert not too_deep(text)
    assert cst.parse_module(text).body
