"""Text of any version as a tree of this interpreter.

The constructs here are newer than Python 3.11, so that 3.11 comes to all of them by way of :mod:`asynclint.program.erase`;
newer interpreters parse some of them as they are, and must come to the same.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from asynclint.program import syntax
from asynclint.program.erase import erase
from asynclint.program.extract import extract
from asynclint.program.facts import (
    OPAQUE,
    Assigned,
    CallKind,
    Display,
    Either,
    Flag,
    Item,
    ModuleFacts,
    Name,
    TypeParameter,
    Use,
)
from asynclint.program.sources import split_lines
from asynclint.program.syntax import UnreadableSyntax, parse

DATA = Path(__file__).resolve().parents[2] / "test_data" / "rules"

Place = tuple[int, int]


def facts(text: str) -> ModuleFacts:
    return extract(parse(text), text.count("\n") + 1)


def calls_of_ast(tree: ast.Module) -> list[Place]:
    """Where calls end, as ``ast`` counts: lines from 1, columns in bytes; without those in type parameters."""
    inside = {
        call
        for node in ast.walk(tree)
        for parameter in getattr(node, "type_params", ())
        for call in ast.walk(parameter)
    }
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node not in inside)
    return sorted((call.end_lineno or 0, call.end_col_offset or 0) for call in calls)


class _Calls(cst.CSTVisitor):
    """Where calls end; what type parameters are bound to is not looked at, for it is evaluated later if ever."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lines = split_lines(text)
        self.places: list[Place] = []

    def visit_TypeParameters(self, node: cst.TypeParameters) -> bool:
        return False

    def visit_Call(self, node: cst.Call) -> None:
        end = self.get_metadata(PositionProvider, node).end
        self.places.append((end.line, len(self.lines[end.line - 1][: end.column].encode())))


def calls_of_libcst(text: str) -> list[Place]:
    calls = _Calls(text)
    MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True).visit(calls)
    return sorted(calls.places)


CONSTRUCTS = {
    "type parameters": "def f[T, *Ts, **P](x: T = g()) -> list[T]: return h(x)",
    "bounds": "def f[T: int, U: (str, bytes)](x: T, y: U = g(1)): h(x)",
    "defaults of type parameters": "def f[T = int, *Ts = *tuple[int], **P = [str]](x: T = g()): h(x)",
    "call in a bound": "def f[T: g()](x=h()): i()",
    "generic class": "class C[T](Base[T], metaclass=meta()):\n    def m[U](self, u: U = g()) -> T: return h(u)",
    "generic class without bases": "class C[T]:\n    x = g()",
    "generic class with empty bases": "class C[T] (): x = g()",
    "decorators": "@a(1)\n@b\nclass C[T]:\n    @c(2)\n    async def m[U: T](self, x=d(3)): await e()",
    "type parameters on several lines": "def f[\n    T: int,  # ä (\n\n    U,\n](\n    x: T = g(),\n): return h(x)",
    "class parameters on several lines": "class C[\n    T,\n\n    U\n]: x = g()\nclass D[\n T](C[T], k()): y = h()",
    "spaces": "def f [ T ] ( x = g() ) : h()\nclass C [ T ] ( k() ) : h()\nclass D [ T ] : h()",
    "line continued": "def f[T] \\\n  (x=g()): h()\nclass C[T] \\\n  : h()",
    "nested generics": "class A[T]:\n  class B[U](A[T]):\n    def f[V](self, x=i()):\n      def g[W](w=h()): return g(j())",
    "type alias": "type X = dict[str, int]; g()",
    "generic alias": "if 1:\n    type X[T: (int, str), *Ts = int] = list[T]\n    g()",
    "alias on several lines": "type X[\n    T,\n\n    U,\n] = dict[\n    T, U]\ng()",
    "alias with continued lines": "type \\\n  Longish \\\n = \\\n int\ng()\ntype\\\n Y[T] = int\nh()",
    "names called type": "type = g()\ntype(type)[h()]\ntype.x = i()",
    "nested quotes": """x = f"a {g(d["k"])} b {h()}" + i()""",
    "nested quotes first": """f"{g(d["k"])}".join(h())""",
    "backslash": "x = f\"{'\\n'.join(g())}{h()}\"",
    "comment": 'x = f"{\n    g()  # "what" {is this\n    !r}{h()}"',
    "comment around": 'x = f"""{ # {ä"\n g() # }\n}"""; h()',
    "lines in a field": 'x = f"{\n    g(\n        1,\n    )\n} and {h()}", i()',
    "formats": 'x = f"{g()!r:>{w(d["k"])}.{p()}} {h():%H:%M}"',
    "format in format": 'x = f"{g(d["k"]):{h():{i()}}}"',
    "debugging": 'x = f"{g(d["k"])=} {h() = } {i() = !r:>{j()}}"',
    "conversion": 'x = f"{g(d["k"]) !r}{h()!s}"',
    "braces": 'x = f"{{g()}} {g(d["k"])} {{{h()}}}"',
    "raw": "x = rf\"\\d{g(d[\"k\"])}\" + Rb'\\d' + fR'\\{h(d['k'])}' + F\"{i(d[\"k\"])}\"",
    "named character": 'x = f"\\N{DASH}{g(d["k"])}\\x41"',
    "nested strings": 'x = f"a {f"b {f"c {g(d["k"])}"} {h()}"}" + i()',
    "strings in formats": 'x = f"{g():{f"{h()}"}}"',
    "triple quotes": 'x = f"""a\n{g(d["k"])}\n  b {\n h()\n}\n"""\ni()',
    "triple quotes inside": 'x = f"{f"""{\ng()}"""}{h()}"',
    "string continued": 'x = f"a\\\n b {g(d["k"])} \\\n {h()}"; i()',
    "joined strings": """x = "a" f"b {g(d["k"])}" 'c' rf"{h()}" "d" """,
    "joined on lines": "x = (\n    'ä'  # one\n    f\"b {g(d[\"k\"])}\"\n\n    '''\nc'''\n    f'{h()}'\n).strip(i())",
    "joined with continued lines": "x = 'a' \\\n  f\"{g(d[\"k\"])}\" \\\n  'b'\nh()",
    "joined without fields": 'x = "a" f"b" f"c"; y = f"{d["k"]}"; g()',
    "tuple begins with a string": 'x = f"{g(d["k"])}", f"{h()}"\ny = (f"{i(d["k"])}",), f"{j()}"',
    "tuple as a field": 'x = f"{g(d["k"]), h()} {*i(), *j(),} {k(),}"',
    "expressions as fields": 'x = f"{(y := g(d["k"]))} {z if h() else i()} {(lambda: j())} {not k()} {[l() for m in n()]}"',
    "dict as a field": 'x = f"{ {"a": g()}["a"] } { {h() for x in y} }"',
    "await as a field": 'async def f():\n    return f"{await g(d["k"])}{[x async for x in h()]}"',
    "yield as a field": 'def f():\n    x = f"{(yield g(d["k"]))} {h()}"',
    "string as argument": 'f(f"{g(d["k"])}", *f"{h()}", k=f"{i()}", **{f"{j()}": 1})',
    "method of a string": 'f"{g(d["k"])}".format(h()).strip()',
    "keyword before a string": 'x = 1 if"a"in f"{g(d["k"])}"else f"{h()}"or"b"',
    "docstring": 'def f():\n    f"{g(d["k"])}"\n    return h()',
    "string in with": 'with open(f"{g(d["k"])}") as a, f"{h()}" as b: i()',
    "string in match": 'match f"{g(d["k"])}":\n    case "a" if f"{h()}": i()',
    "annotation": 'x: f"{g(d["k"])}" = h()\ndef f(a: f"{i()}") -> f"{j()}": k()',
    "multi-byte characters": 'ä = f"ß {g("é")} €😀 {h("ü")!r:é>{w()}} 😀"; ö = i("ß")',
    "multi-byte parameters": 'def ä[Tß: "é", Üx](é=g("ö")): h("ü")\nclass Ö[ß]: x = i("é")',
    "multi-byte alias": 'type Ä[ß] = g["é"]; h("ü")',
    "template": 'x = t"a {g()} b {h(d["k"])!r:>{w()}}"',
    "template without fields": "x = t'ä'; y = T\"b\"; z = rt'c'; a = Rt'd'; g()",
    "template in a template": 't"{t"{g()}"} {f"{h()}"}"',
    "exceptions": "try: g()\nexcept A, B: h()\nexcept a.C,  D,E: i()\nexcept F, f(), G[0]: j()",
    "exception with comma": "try: g()\nexcept B, C,: i()",
    "exception groups": "try: g()\nexcept* A, B: h()\nexcept *C, D: i()",
    "exceptions with brackets": "try: g()\nexcept (A, B) as e: h()\nexcept (C), (D): i()",
    "exceptions on lines": "try: g()\nexcept A, \\\n  B: h()",
    "all at once": 'type X[T] = f[T]\nclass C[T: X]:\n  def m[U](self, u=g("é")):\n    try: f"{h(u["k"])}"\n    except A, B: t"{i()}"',  # noqa: E501
    "clauses": "try: g()\nexcept A, B: h()\nelse: i()\nfinally: j()\nif k(): l()\nelif m(): n()\nelse: o()",
    "decorators above": '@a(g())\n@b\nclass C[T]: x = h()\n@c\n\n# d\nasync def f[U](): i()\n@e(\n  1\n)\ndef f[V](): j()',
    "first column in a string": 'x = """\ntype X = 1\ny"""\ntype Y[T] = g["é"]; h()',
    "first column in brackets": 'x = [\ng(),\ny]\ntype Y = h[1]; i()',
    "first column after a backslash": 'x = g() + \\\nh(1)\ntype X = i[1]; j()',
    "old statements between": 'g(); f"{h()}"\ntype X = i[1]\n\n# c\nj(f"{k(é())}")\n\ntype Y = l[1]; m()\nn()',
    "windows line ends": 'def f[\r\n  T](x=g()):\r\n    return f"""a\r\n{h(d["k"])}\r\n{\r\ni()}"""\r\n',
    "form feed": '\x0c\ndef f[T](): g()\n\x0c\nx = f"{h(d["k"])}\x0c"\n',
}  # fmt: skip


@pytest.mark.parametrize("text", CONSTRUCTS.values(), ids=list(CONSTRUCTS))
@pytest.mark.parametrize("end", ["", "\n"], ids=["", "ended"])
def test_calls_are_where_libcst_finds_them(text: str, end: str) -> None:
    assert calls_of_ast(parse(text + end)) == calls_of_libcst(text + end)


@pytest.mark.parametrize("text", CONSTRUCTS.values(), ids=list(CONSTRUCTS))
def test_no_byte_and_no_line_is_moved(text: str) -> None:
    """Asked of the erased text itself, which newer interpreters have no need of."""
    erased = erase(text)
    if erased is None:
        ast.parse(text)
        return
    assert [len(line.encode()) for line in split_lines(erased.text)] == [
        len(line.encode()) for line in split_lines(text)
    ]
    assert calls_of_ast(ast.parse(erased.text)) == calls_of_libcst(text)
    assert facts(text).calls == facts(text + "\n").calls


@pytest.mark.parametrize("text", CONSTRUCTS.values(), ids=list(CONSTRUCTS))
def test_positions_hold_within_other_code(text: str) -> None:
    """The same, indented, between multi-byte characters and beside more of its kind."""
    indented = _indented(text)
    if indented is None:
        pytest.skip("cannot be indented so simply")
    whole = f'é = f"{{ä(d["ß"])}}"\nasync def ü[T]():\n    "é"; g()\n{indented}\n    t"{{z()}}"\n'
    assert calls_of_ast(parse(whole)) == calls_of_libcst(whole)


def _indented(text: str) -> str | None:
    if "\r" in text or '"""' in text or "'''" in text or "\x0c" in text:
        return None
    return "".join("    " + line if line.strip() else line for line in text.splitlines(keepends=True))


def test_strings_are_strings_again() -> None:
    module = facts('x = f"{g(d["k"])}"; y = "a" f"{h()}"; z = f"{i(d["k"])}", 1\n')
    uses = [call.use for call in module.calls]
    assert uses == [Use.FORMATTED] * 3
    (x,), (y,), (z,) = (module.scopes[0].bindings[name] for name in "xyz")
    assert isinstance(x, Assigned) and isinstance(y, Assigned) and isinstance(z, Assigned)
    assert x.value == y.value
    assert isinstance(z.value, Display) and z.value.type == "tuple" and z.value.items[0] == x.value


def test_exception_classes_are_a_tuple_again() -> None:
    new = "async def f():\n    try: await g()\n    except A, b.C, D | E: pass\n    except F, G,: pass\n    t''\n"
    old = "async def f():\n    try: await g()\n    except (A, b.C, D | E): pass\n    except (F, G): pass\n    ''\n"
    assert [handler.items[:2] for handler in facts(new).scopes[1].handlers if isinstance(handler, Display)] == [
        handler.items[:2] for handler in facts(old).scopes[1].handlers if isinstance(handler, Display)
    ]
    assert len(facts(new).scopes[1].handlers) == 2


def test_no_loop_is_known_in_unbracketed_handlers() -> None:
    new = "import asyncio\ntry: asyncio.get_running_loop()\nexcept RuntimeError, ValueError: g()\nt''\n"
    old = "import asyncio\ntry: asyncio.get_running_loop()\nexcept (RuntimeError, ValueError): g()\n''\n"
    assert [call.guard for call in facts(new).calls] == [call.guard for call in facts(old).calls]
    assert facts(new).scopes[0].flags == facts(old).scopes[0].flags != Flag.NONE


def test_type_parameters_are_names_of_their_own() -> None:
    """``T`` in the function is not the ``T`` outside."""
    module = facts('T = 1\ndef f[T: int, *Ts](x: T): return t""\n@d\nclass C[U](B): pass\nasync def g[V](): pass\n')
    assert module.scopes[1].parameters[0].annotation == Name("T#1")
    assert module.scopes[2].bases == (Item(OPAQUE, (Name("U#3"),)), Name("B"))
    assert {name: bound for name, bound in module.scopes[0].bindings.items() if "#" in name} == {
        "T#1": (Assigned(TypeParameter(Either((Name("int"),)))),),
        **{name: (Assigned(TypeParameter(OPAQUE)),) for name in ("Ts#2", "U#3", "V#4")},
    }
    assert module.scopes[2].first_line == 3


def test_aliases_are_annotations() -> None:
    module = facts('type X[T] = "Y | None"\ntype Z = Y\nx = f"{d["k"]}"\n')
    assert module.scopes[0].bindings["Z"] == (Assigned(Name("Y")),)
    assert set(module.scopes[0].bindings) == {"X", "Z", "x"}
    assert module.calls == ()


def test_newest_fixtures_parse() -> None:
    paths = sorted(DATA.glob("*/py3*_*.py"))
    assert len(paths) > 10
    for path in paths:
        text = path.read_text("utf-8")
        places = calls_of_libcst(text)
        assert calls_of_ast(parse(text)) == places, path
        known = {(call.end_line, call.end_column) for call in facts(text).calls if call.kind is CallKind.CALL}
        assert known == set(places), path


# What is no Python stays that


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x = 1\ny = = 2\n", 2),
        ("def f[T](:\n", 1),
        ('x = 1\ny = f"{"\n', 2),
        ("x = (\n", 1),
        ("def f():\n", 1),
        ("if x:\n  y\n    z\n", 3),
        ("print 'hello'\n", 1),
        ("x = '''\n", 1),
        ("\n\nf() = 1\n", 3),
        ("type X = \n", 1),
        ("x = 1\n\tif y:\n", 2),
        ("é = $\n", 1),
    ],
)
def test_mistakes_are_told_with_their_line(text: str, line: int) -> None:
    with pytest.raises(UnreadableSyntax, match=r"^syntax error: ") as caught:
        parse(text)
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


def test_the_error_of_the_interpreter_stands() -> None:
    """Where erasing does not help, the first error is told, as the interpreter says it."""
    text = "x = 1\nf() = t''\n"
    with pytest.raises(SyntaxError) as own:
        ast.parse(text)
    with pytest.raises(UnreadableSyntax) as ours:
        parse(text)
    assert (str(ours.value), ours.value.line) == (f"syntax error: {own.value.msg}", own.value.lineno)


@pytest.mark.parametrize(
    "text",
    ["x = '\ud800'\n", "x = 1\0\n", "t'{x}' + '\ud800'\n", "\ufeff\ufeffx = 1\n", "\x1a", "\\"],
    ids=["surrogate", "null", "surrogate beside a template", "two marks", "end of file", "backslash"],
)
def test_odd_characters_are_a_plain_error(text: str) -> None:
    with pytest.raises(UnreadableSyntax) as caught:
        parse(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "\n", "# ä", "\r\n\r\n", "\x0c", "x = 1", "\t\n  \n"])
def test_almost_nothing_is_fine(text: str) -> None:
    parse(text)


def test_what_every_version_parses_is_left_alone() -> None:
    assert erase("match x:\n    case {'a': [y, *_]} if (z := y): print(f'{z!r:>{w}}'[0])\n") is None
    assert erase("@d\nasync def f(*, a, **k) -> int:\n    async with (a as b, c): return [*a, {**k}]\n") is None


def test_parsing_does_not_warn(recwarn: pytest.WarningsRecorder) -> None:
    parse('x = "\\d"; y = 1is 1; z = t"\\d{g()}"\n')
    parse("def f():\n    try: pass\n    finally: return f\"{d['k']}\"\n")
    assert not recwarn.list


@pytest.mark.skipif(sys.version_info < (3, 12), reason="as the interpreter has it")
def test_erased_and_native_trees_tell_the_same_facts() -> None:
    for name, text in CONSTRUCTS.items():
        indented = _indented(text)
        if indented is None:
            continue
        native, template = (f"if a:\n{indented}\n    {last}''\n" for last in ("", "t"))
        try:
            ast.parse(native)
        except SyntaxError:
            continue  # newer still
        assert [call.end_column for call in facts(native).calls] == [
            call.end_column for call in facts(template).calls
        ], name
        assert [scope.bindings.keys() for scope in facts(native).scopes] == [
            scope.bindings.keys() for scope in facts(template).scopes
        ], name


PIECES = [
    "import a\n\n\ndef f():\n    return f'{a}'\n\n\nclass C:\n\n    def m(self): ...\n\n\n@d\n\n@e\ndef g(): ...\n\nx = 1\n",
    'text = """\n\ndef f(): ...\n\n"""\n\ndef g(): ...\n',
    "x = (\n\nf'''\n\nclass C: ...\n\n'''\n\n)\n\nasync def g(): ...\n",
    "if x:\n    pass\n\ndef f(): ...\n\nelse_ = 1\r\n\r\n@f\r\nclass C:\r\n    pass",
]


@pytest.mark.parametrize("text", PIECES)
def test_a_long_text_is_parsed_in_pieces_to_the_same_tree(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"_IS_SLOW": True, "_LONG": 0, "_PIECE": 0}.items():
        monkeypatch.setattr(syntax, name, value)
    assert len(list(syntax._pieces(text))) > 1
    assert ast.dump(parse(text), include_attributes=True) == ast.dump(ast.parse(text), include_attributes=True)


def test_an_error_in_a_long_text_is_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"_IS_SLOW": True, "_LONG": 0, "_PIECE": 0}.items():
        monkeypatch.setattr(syntax, name, value)
    with pytest.raises(UnreadableSyntax) as caught:
        parse("x = 1\n\ndef f(): ...\n\ndef g(:\n    pass\n")
    assert caught.value.line == 5
