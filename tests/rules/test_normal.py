"""What a formatter changes is not in normalised code; what a person changes is."""

from __future__ import annotations

import pytest

from asynclint.rules.normal import normalised


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("f( a,b )", "f a , b"),
        ("f(\n    a,\n    b,  # last\n)", "f a , b"),
        ("(await  f(a))", "await f a"),
        ("a . b \\\n  .c()", "a . b . c"),
        ("f([1, 2,], {3,})", "f [ 1 , 2 ] , { 3 }"),
        ("x[a,]", "x [ a ]"),
        ("f('it\\'s', U\"x\", Rb'y', '''z''')", "f it s , x , y , z"),
        ('f("it\'s", u\'x\', rb\'y\', """z""")', "f it s , x , y , z"),
        ("f('one f\"', 'two f\\'')", "f one , two"),
        ('f("one f\\"", "two f\'")', "f one , two"),
        ("f(f'{x[\"#\"]}', 1)", "f { x [ # ] } , 1"),
        ('if"x"in y: pass', "if x in y : pass"),
        ("f(0XFF, 1E5)", "f 0xff , 1e5"),
        ("f('#', \"a  b\")  # a comment", "f # , a"),
        ("größe(ſ)", "größe ſ"),
        ("", ""),
    ],
)
def test_normalised(code: str, expected: str) -> None:
    assert normalised(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("except (A, B,):  # these\n    pass\n", "except A , B :"),
        ("for x in (1, 2):\n    pass\nelse:\n    pass", "for x in 1 , 2 :"),
        ("# before\n@decorated(1)\n\nasync def f(\n    a,\n):\n    pass", "async def f a :"),
        ("while x: pass", "while x : pass"),
        ("# nothing else", ""),
    ],
)
def test_the_header_of_a_compound_statement(code: str, expected: str) -> None:
    assert normalised(code, header=True) == expected
