"""What stage 1 keeps of a file: the facts that its source states, and nothing that they mean."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from asynclint.program.extract import extract
from asynclint.program.facts import (
    OPAQUE,
    Annotated,
    Argument,
    Assigned,
    Attribute,
    Await,
    Call,
    CallKind,
    Constant,
    Definition,
    Display,
    Either,
    Element,
    Entered,
    Flag,
    Guard,
    Import,
    Item,
    LambdaExpr,
    ModuleFacts,
    Name,
    Narrowed,
    Operation,
    Parameter,
    ParameterKind,
    Part,
    Result,
    Scope,
    ScopeKind,
    StarImport,
    Use,
)
from asynclint.program.syntax import parse

ROOT = Path(__file__).resolve().parents[2]


def facts(text: str, version: tuple[int, int] | None = None) -> ModuleFacts:
    return extract(parse(text), text.count("\n") + 1, version=version)


def inside(body: str) -> str:
    """``body`` in an ``async def`` with parameters to use."""
    return "async def main(x, y, z):\n" + "".join(f"    {line}\n" for line in body.splitlines())


def call(name: str, text: str) -> Call:
    """The one call of ``name`` (the last part of the callee)."""
    found = [
        each
        for each in facts(text).calls
        if each.kind is CallKind.CALL and getattr(each.func, "name", getattr(each.func, "id", "")) == name
    ]
    assert len(found) == 1
    return found[0]


def scope(name: str, text: str) -> Scope:
    """The one scope with this qualified name."""
    (found,) = (each for each in facts(text).scopes if each.qualname == name)
    return found


# What is done with the value of a call

USES = {
    "f()": Use.DISCARDED,
    "_ = f()": Use.DISCARDED,
    "await f()": Use.AWAITED,
    "a = f()": Use.BOUND,
    "a = b = f()": Use.BOUND,
    "a: int = f()": Use.BOUND,
    "(a := f())": Use.BOUND,
    "a, b = f()": Use.UNPACKED,
    "a, b = f(), 1": Use.UNPACKED,
    "a = f(), 1": Use.ELEMENT,
    "x.a = f()": Use.STORED,
    "x[0] = f()": Use.STORED,
    "a = x.a = f()": Use.STORED,
    "a += f()": Use.OPERAND,
    "return f()": Use.RETURNED,
    "return x or f()": Use.RETURNED,
    "return f() or x": Use.TESTED,
    "return f() if x else y": Use.RETURNED,
    "return x if f() else y": Use.TESTED,
    "yield f()": Use.YIELDED,
    "g(f())": Use.ARGUMENT,
    "g(a=f())": Use.ARGUMENT,
    "g(*f())": Use.UNPACKED,
    "g(**f())": Use.UNPACKED,
    "f()()": Use.CALLED,
    "f().a": Use.ACCESSED,
    "f().a()": Use.ACCESSED,
    "f()[0]": Use.ACCESSED,
    "x[f()]": Use.ELEMENT,
    "if f(): pass": Use.TESTED,
    "while f(): pass": Use.TESTED,
    "assert f(), x": Use.TESTED,
    "assert x, f()": Use.FORMATTED,
    "not f()": Use.TESTED,
    "match f():\n  case 1: pass": Use.TESTED,
    "match x:\n  case 1 if f(): pass": Use.TESTED,
    "for a in f(): pass": Use.ITERATED,
    "[a for a in f()]": Use.ITERATED,
    "[f() for a in x]": Use.ELEMENT,
    "[a for a in x if f()]": Use.TESTED,
    "async for a in f(): pass": Use.ASYNC_ITERATED,
    "[a async for a in f()]": Use.ASYNC_ITERATED,
    "with f(): pass": Use.ENTERED,
    "async with f(): pass": Use.ASYNC_ENTERED,
    "f() + 1": Use.OPERAND,
    "-f()": Use.OPERAND,
    "f() == 1": Use.OPERAND,
    "1 in f()": Use.OPERAND,
    "f'{f()}'": Use.FORMATTED,
    "f'{x:{f()}}'": Use.FORMATTED,
    "[f()]": Use.ELEMENT,
    "[*f()]": Use.UNPACKED,
    "{1: f()}": Use.ELEMENT,
    "{f(): 1}": Use.ELEMENT,
    "raise f()": Use.OTHER,
    "lambda: f()": Use.RETURNED,
    "@f()\ndef g(): pass": Use.ARGUMENT,
    "def g(a=f()): pass": Use.ELEMENT,
    "class C(f()): pass": Use.ARGUMENT,
    "class C(metaclass=f()): pass": Use.ARGUMENT,
}


@pytest.mark.parametrize(("statement", "use"), USES.items(), ids=list(USES))
def test_use(statement: str, use: Use) -> None:
    assert call("f", inside(statement)).use is use


def test_yield_from_iterates() -> None:
    assert call("f", "def main():\n    yield from f()\n").use is Use.ITERATED


def test_what_is_in_an_annotation_is_not_called() -> None:
    module = facts("def g(a: f()) -> f(): pass\nb: 'f()' = 1\nc: list[f()]\n")
    assert [each.func for each in module.calls] == [Name("f")] * len(module.calls)
    assert not [each for each in module.calls if each.use is not Use.ARGUMENT]


# The calls that Python makes itself


def implicit(text: str) -> list[tuple[CallKind, object]]:
    return [(each.kind, each.func) for each in facts(text).calls if each.kind is not CallKind.CALL]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("with x: pass", [(CallKind.ENTER, Name("x"))]),
        ("with x as a, y: pass", [(CallKind.ENTER, Name("x")), (CallKind.ENTER, Name("y"))]),
        ("async with x: pass", []),
        ("for a in x: pass", [(CallKind.ITERATE, Name("x"))]),
        ("async for a in x: pass", []),
        ("for a in (1, 2): pass", []),
        ("[a for a in x]", [(CallKind.ITERATE, Name("x"))]),
        ("g(*x)", [(CallKind.ITERATE, Name("x"))]),
        ("g(**x)", []),
        ("[*x]", [(CallKind.ITERATE, Name("x"))]),
        ("a, b = x", [(CallKind.ITERATE, Name("x"))]),
        ("a = x", []),
        ("x.a", [(CallKind.LOAD, Attribute(Name("x"), "a"))]),
        ("x.a = 1", [(CallKind.STORE, Attribute(Name("x"), "a"))]),
        ("x[1]", [(CallKind.OPERATE, Attribute(Name("x"), "__getitem__"))]),
        ("x[1] = 2", [(CallKind.OPERATE, Attribute(Name("x"), "__setitem__"))]),
        ("del x[1]", [(CallKind.OPERATE, Attribute(Name("x"), "__delitem__"))]),
        ("1 in x", [(CallKind.OPERATE, Attribute(Name("x"), "__contains__"))]),
        ("x < 1", []),
        ("x + 1", [(CallKind.OPERATE, Attribute(Name("x"), "__add__"))]),
        ("'%s' % x", []),
        ("(1, 2)[0]", []),
        ("x.a()", []),  # an attribute that is called is the call
        ("x.a.b()", [(CallKind.LOAD, Attribute(Name("x"), "a"))]),
    ],
)
def test_protocols(statement: str, expected: list[tuple[CallKind, object]]) -> None:
    assert implicit(inside(statement)) == expected


def test_at_module_level_attributes_are_not_recorded() -> None:
    """No property that is loaded while a module is imported is on the event loop."""
    assert implicit("import os\nos.sep\n") == []


# Guards


def guard(name: str, body: str) -> int:
    return call(name, inside(body)).guard


def test_only_the_handler_of_a_question_for_the_loop_runs_without_one() -> None:
    body = (
        "try:\n    asyncio.get_running_loop()\nexcept RuntimeError:\n    without()\n"
        "except ValueError:\n    other()\nelse:\n    with_()\nafter()\n"
    )
    assert guard("without", body) == Guard.NO_LOOP
    assert guard("other", body) == Guard.NONE
    assert guard("with_", body) == Guard.NONE
    assert guard("after", body) == Guard.NONE


@pytest.mark.parametrize(
    "caught", [" RuntimeError", " Exception", " (KeyError, RuntimeError)", " RuntimeError as e", ""]
)
def test_handlers_that_tell_that_no_loop_runs(caught: str) -> None:
    assert guard("f", f"try:\n    x = get_running_loop()\nexcept{caught}:\n    f()") == Guard.NO_LOOP


def test_a_try_that_does_not_ask_guards_nothing() -> None:
    assert guard("f", "asyncio.get_running_loop()\ntry:\n    g()\nexcept RuntimeError:\n    f()") == Guard.NONE


def test_a_question_inside_a_nested_function_is_not_asked_here() -> None:
    body = "try:\n    def g(): asyncio.get_running_loop()\nexcept RuntimeError:\n    f()"
    assert guard("f", body) == Guard.NONE


def test_a_guard_does_not_reach_into_a_function_defined_under_it() -> None:
    body = "try:\n    asyncio.get_running_loop()\nexcept RuntimeError:\n    def g():\n        f()"
    assert guard("f", body) == Guard.NONE


def with_guard(body: str) -> Guard:
    (found,) = (each for each in facts(inside(body)).calls if each.kind is CallKind.ENTER)
    return found.guard


def test_a_with_statement_around_work_in_memory_is_brief() -> None:
    assert with_guard("with lock:\n    x.append(y)\n    z.pop()") == Guard.BRIEF


@pytest.mark.parametrize(
    "statement", ["await y", "async for a in y: pass", "async with y: pass", "[a async for a in y]"]
)
def test_a_with_statement_around_an_await_is_not_brief(statement: str) -> None:
    assert with_guard(f"with lock:\n    {statement}") == Guard.NONE


def test_an_await_after_the_with_statement_or_in_a_nested_function_does_not_count() -> None:
    assert with_guard("with lock:\n    x.append(y)\nawait y") == Guard.BRIEF
    assert with_guard("await y\nwith lock:\n    x.append(y)") == Guard.BRIEF
    assert with_guard("with lock:\n    async def later(): await y\n    x.append(later)") == Guard.BRIEF


def test_a_generator_expression_runs_later() -> None:
    body = "a = (f(b) for b in g() if h(b))"
    assert guard("f", body) == Guard.LAZY
    assert guard("h", body) == Guard.LAZY
    assert guard("g", body) == Guard.NONE  # the first iterable is made at once


def test_the_first_iterable_of_a_generator_expression_is_not_yet_iterated_over() -> None:
    assert implicit(inside("a = (b for b in x)")) == []
    assert implicit(inside("a = [b for b in x]")) == [(CallKind.ITERATE, Name("x"))]


@pytest.mark.parametrize(
    "body",
    ["list(f(b) for b in x)", "'-'.join(f(b) for b in x)", "for a in (f(b) for b in x): pass", "a = [f(b) for b in x]"],
)
def test_what_is_consumed_at_once_is_not_lazy(body: str) -> None:
    assert guard("f", body) == Guard.NONE


@pytest.mark.parametrize("body", ["g(f(b) for b in x)", "list(g(f(b) for b in x))"])
def test_what_somebody_else_may_consume_is_lazy(body: str) -> None:
    assert guard("f", body) == Guard.LAZY


# Branches


def branches(body: str) -> int:
    return call("f", inside(body)).branches


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("f()", 0),
        ("if x: f()", 1),
        ("if f(): pass", 0),
        ("if x: pass\nelse: f()", 1),
        ("if x: pass\nelif y: f()\nelse: pass", 1),
        ("if x: pass\nelif y: pass\nelif z: pass\nelse: f()", 1),  # a chain is not a nest
        ("if x:\n  if y: f()", 2),
        ("try: g()\nexcept E: f()", 1),
        ("try: f()\nexcept E: pass", 0),
        ("try: g()\nfinally: f()", 0),
        ("match x:\n  case 1: f()", 1),
        ("for a in x: f()", 0),
        ("while x: f()", 0),
        ("with x: f()", 0),
        ("if x:\n  def g(): f()", 0),  # counted inside the function that runs it
    ],
)
def test_branches(body: str, expected: int) -> None:
    assert branches(body) == expected


# Comprehensions have names of their own


def test_a_comprehension_variable_is_not_the_local_of_that_name() -> None:
    main = scope("main", "def main(item):\n    a = [item.size for item in item.children]\n    return item\n")
    assert main.bindings["item"] == (Parameter(0),)
    (renamed,) = set(main.bindings) - {"item", "a"}
    assert renamed.startswith("item#")
    assert main.bindings[renamed] == (Assigned(Element(Attribute(Name("item"), "children"), is_async=False)),)
    assert main.bindings["a"] == (Assigned(Display("list", (Attribute(Name(renamed), "size"),))),)
    assert main.results == (Name("item"),)


def test_each_comprehension_has_another_variable() -> None:
    main = scope(
        "main", "def main(xs):\n    [f(x) for x in xs]\n    {g(x) for x in xs}\n    [[x for x in x] for x in xs]\n"
    )
    assert len([name for name in main.bindings if name.startswith("x#")]) == 4


def test_a_walrus_in_a_comprehension_binds_outside_of_it() -> None:
    main = scope("main", "def main(xs):\n    [last := x for x in xs]\n    return last\n")
    assert "last" in main.bindings


def test_a_comprehension_in_a_loop_target_of_tuples() -> None:
    main = scope("main", "def main(pairs):\n    return {k: v for k, v in pairs}\n")
    (key,) = (name for name in main.bindings if name.startswith("k#"))
    assert main.bindings[key] == (Assigned(Part(Element(Name("pairs"), is_async=False), 0)),)


# Bindings


def test_bindings_of_a_module() -> None:
    module = scope(
        "",
        "import os\nimport os.path\nimport a.b as c\nfrom d import e as f\nfrom .. import g\nfrom .h import i\n"
        "def j(): pass\nclass K: pass\nl = m = 1\nn: int\no: int = 2\n",
    )
    assert module.bindings == {
        "os": (Import("os", None, 0, "os"), Import("os", None, 0, "os.path")),
        "c": (Import("a.b", None, 0),),
        "f": (Import("d", "e", 0),),
        "g": (Import("", "g", 2),),
        "i": (Import("h", "i", 1),),
        "j": (Definition(1),),
        "K": (Definition(2),),
        "l": (Assigned(Constant("int", 1)),),
        "m": (Assigned(Constant("int", 1)),),
        "n": (Annotated(Name("int")),),
        "o": (Annotated(Name("int")), Assigned(Constant("int", 2))),
    }


def test_bindings_of_statements() -> None:
    main = scope(
        "main",
        inside(
            "with x as a: pass\nasync with x as b: pass\nfor c in x: pass\nasync for d in x: pass\n"
            "e, (f, *g) = x\nh, i = y, z\ntry: pass\nexcept E as j: pass\nmatch x:\n  case [k, *l]: pass\n"
            "  case {**m}: pass\n  case C() as n: pass\nif (o := x): pass\np = await x\n"
        ),
    )
    x, nested = Name("x"), Part(Name("x"), 1)
    narrowed = Assigned(Narrowed(x, Either((Name("C"),)), True))
    assert {name: bound for name, bound in main.bindings.items() if name not in "xyz"} == {
        "a": (Assigned(Entered(x, False)),),
        "b": (Assigned(Entered(x, True)),),
        "c": (Assigned(Element(x, False)),),
        "d": (Assigned(Element(x, True)),),
        "e": (Assigned(Part(x, 0)),),
        "f": (Assigned(Part(nested, 0)),),
        "g": (Assigned(OPAQUE),),
        "h": (Assigned(Name("y")),),
        "i": (Assigned(Name("z")),),
        **{name: (Assigned(OPAQUE),) for name in "jlm"},
        "k": (Assigned(Part(x, 0)),),
        "n": (narrowed,),
        "x#1": (narrowed,),
        "o": (Assigned(x),),
        "p": (Assigned(Await(x)),),
    }


def test_global_binds_in_the_module_and_nonlocal_in_the_function_around() -> None:
    text = (
        "def outer():\n    b = 1\n    def inner():\n        global a\n        nonlocal b\n        a = f()\n        b = g()\n"
        "        c = h()\n"
    )
    assert scope("", text).bindings["a"] == (Assigned(Result(0)),)
    assert scope("outer", text).bindings["b"] == (Assigned(Constant("int", 1)), Assigned(Result(1)))
    inner = scope("outer.inner", text)
    assert set(inner.bindings) == {"c"}
    assert (inner.globals, inner.nonlocals) == (("a",), ("b",))


def test_nonlocal_skips_classes() -> None:
    text = (
        "def outer():\n    a = 1\n    class C:\n        a = 2\n"
        "        def f(self):\n            nonlocal a\n            a = g()\n"
    )
    assert Assigned(Result(0)) in scope("outer", text).bindings["a"]
    assert Assigned(Result(0)) not in scope("outer.C", text).bindings["a"]


def test_the_same_binding_is_kept_once() -> None:
    assert scope("", "a = 1\na = 1\na = 2\n").bindings["a"] == (
        Assigned(Constant("int", 1)),
        Assigned(Constant("int", 2)),
    )


def test_all_alternatives_of_a_conditional_import_are_kept() -> None:
    text = "try:\n    import a as x\nexcept ImportError:\n    import b as x\nif c:\n    from d import x\nelse:\n    x = None\n"
    assert scope("", text).bindings["x"] == (
        Import("a", None, 0),
        Import("b", None, 0),
        Import("d", "x", 0),
        Assigned(Constant("None")),
    )


def test_parameters() -> None:
    fact = scope("f", "def f(a, /, b: int = 1, *c: str, d, e=None, **g) -> bytes: pass\n")
    assert [(p.name, p.kind, p.annotation, p.default) for p in fact.parameters] == [
        ("a", ParameterKind.POSITIONAL, OPAQUE, None),
        ("b", ParameterKind.POSITIONAL, Name("int"), Constant("int", 1)),
        ("c", ParameterKind.STAR, Name("str"), None),
        ("d", ParameterKind.KEYWORD, OPAQUE, None),
        ("e", ParameterKind.KEYWORD, OPAQUE, Constant("None")),
        ("g", ParameterKind.STAR_STAR, OPAQUE, None),
    ]
    assert fact.returns == Name("bytes")
    assert all(fact.bindings[p.name] == (Parameter(index),) for index, p in enumerate(fact.parameters))


# Attributes of objects


def test_attributes_are_those_of_the_first_parameter_of_a_method() -> None:
    text = (
        "class C:\n"
        "    def __init__(self, x):\n        self.a = x\n        self.b: int = 1\n        x.c = 1\n"
        "    def m(this):\n        this.d = f()\n        self.e = 1\n"
        "    @staticmethod\n    def s(self):\n        self.f = 1\n"
        "    @classmethod\n    def k(cls):\n        cls.g = 1\n"
    )
    attributes = scope("C", text).attributes
    assert set(attributes) == {"a", "b", "d", "g"}
    assert [(row.value, row.is_annotation) for row in attributes["a"]] == [(Name("x"), False)]
    assert [(row.value, row.is_annotation) for row in attributes["b"]] == [(Name("int"), True)]
    assert facts(text).scopes[attributes["d"][0].method].qualname == "C.m"


def test_nested_functions_set_attributes_of_the_same_object_unless_they_hide_it() -> None:
    text = (
        "class C:\n    def m(self):\n        def n():\n            self.a = 1\n"
        "        def o(self):\n            self.b = 1\n        lambda self: [self for self.c in ()]\n"
    )
    assert set(scope("C", text).attributes) == {"a"}


def test_targets_of_all_kinds_set_attributes() -> None:
    text = "class C:\n    def m(self):\n        self.a, self.b = x\n        with y as self.c: pass\n        for self.d in z: pass\n"
    assert {name: row.value for name, (row,) in scope("C", text).attributes.items()} == {
        "a": Part(Name("x"), 0),
        "b": Part(Name("x"), 1),
        "c": Entered(Name("y"), False),
        "d": Element(Name("z"), False),
    }


# Functions


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("def f(): return 1", Flag.NONE),
        ("async def f(): return 1", Flag.ASYNC),
        ("async def f(): return await x", Flag.ASYNC | Flag.AWAITS),
        ("async def f():\n  async with x: return", Flag.ASYNC | Flag.AWAITS),
        ("async def f():\n  async for a in x: g()", Flag.ASYNC | Flag.AWAITS),
        ("def f(): yield 1", Flag.GENERATOR),
        ("def f():\n  def g(): yield 1\n  return g", Flag.NONE),
        ("def f(): ...", Flag.STUB),
        ("def f(): pass", Flag.STUB),
        ("def f():\n  'Text.'", Flag.STUB),
        ("def f():\n  'Text.'\n  raise NotImplementedError('f')", Flag.STUB),
        ("def f(): raise ValueError", Flag.NONE),
        ("def f(loop): return loop.is_running()", Flag.CHECKS_LOOP),
        ("def f(): return threading.current_thread()", Flag.CHECKS_LOOP),
        ("def f():\n  try: asyncio.get_running_loop()\n  except RuntimeError: g()", Flag.CHECKS_LOOP),
        ("def f(): asyncio.get_running_loop()", Flag.NONE),
        ("def f():\n  try: g()\n  except: h()", Flag.BARE_EXCEPT),
        ("def f():\n  try: g()\n  finally: return 1", Flag.FINALLY_EXIT),
        ("def f():\n  for a in x:\n    try: g()\n    finally:\n      if a: break", Flag.FINALLY_EXIT),
        ("def f():\n  try: g()\n  finally:\n    def h(): return 1", Flag.NONE),
    ],
)
def test_flags(text: str, flags: Flag) -> None:
    assert scope("f", text).flags == flags


def test_results_and_yields() -> None:
    assert scope("f", "def f(x):\n    if x: return x\n    if x: return x\n    return\n").results == (
        Name("x"),
        Constant("None"),
    )
    assert scope("f", "def f(x):\n    yield x\n    yield\n    yield from x\n").yields == (
        Name("x"),
        Element(Name("x"), False),
    )


def test_a_lambda_is_a_scope_with_its_result() -> None:
    module = facts("def f(a):\n    return lambda b, *, c=a: g(b)\n")
    function, lambda_ = module.scopes[1:]
    assert function.results == (LambdaExpr(2),)
    assert (lambda_.kind, lambda_.parent, lambda_.qualname) == (ScopeKind.LAMBDA, 1, "f.<lambda>")
    assert [parameter.name for parameter in lambda_.parameters] == ["b", "c"]
    assert lambda_.results == (Result(0),)
    assert module.calls[0].scope == 2


def test_decorators_and_defaults_belong_to_the_scope_around() -> None:
    module = facts("def f():\n    @d()\n    def g(a=e()): h()\n")
    places = {each.func: module.scopes[each.scope].qualname for each in module.calls}
    assert places == {Name("d"): "f", Result(0): "f", Name("e"): "f", Name("h"): "f.g"}


def test_qualified_names_and_lines() -> None:
    module = facts(
        "class A:\n    class B:\n        @d\n        def f(self):\n            def g():\n                pass\n"
    )
    assert [s.qualname for s in module.scopes] == ["", "A", "A.B", "A.B.f", "A.B.f.g"]
    function = module.scopes[3]
    assert (function.first_line, function.line, function.column, function.end_line) == (3, 4, 8, 6)


def test_statements_are_the_lines_of_the_module_body() -> None:
    text = "import a\n\n@d\ndef f():\n    pass\n\nx = [\n  1,\n]; y = 2\n"
    assert facts(text).statements == ((1, 1), (3, 5), (7, 9), (9, 9))
    assert facts(text).lines == 10


# Modules


def test_star_imports_keep_their_order() -> None:
    assert facts("from a import *\nfrom .b import *\nfrom .. import *\n").stars == (
        StarImport("a", 0),
        StarImport("b", 1),
        StarImport("", 2),
    )


@pytest.mark.parametrize(
    ("text", "exports"),
    [
        ("", None),
        ("__all__ = ['a', 'b']", ("a", "b")),
        ("__all__ = ('a',)", ("a",)),
        ("__all__ = []", ()),
        ("__all__ = ['a']\n__all__ += ['b']", ("a", "b")),
        ("__all__: list[str] = ['a']", ("a",)),
        ("__all__ = ['a']\n__all__.append('b')", ("a", "b")),
        ("__all__ = ['a']\n__all__.extend(['b'])", ("a", "b")),
        ("__all__ = ['a']\n__all__.extend(b.__all__)", None),
        ("__all__ = ['a'] + b.__all__", None),
        ("__all__ = ['a']\n__all__ += b.__all__", None),
        ("def f():\n    __all__ = ['a']", None),
    ],
)
def test_exports(text: str, exports: tuple[str, ...] | None) -> None:
    assert facts(text).exports == exports


# Expressions that types are read from


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("a", Name("a")),
        ("a.b", Attribute(Name("a"), "b")),
        ("'a.b'", Attribute(Name("a"), "b")),
        ("None", Constant("None")),
        ("a | None", Either((Name("a"), Constant("None")))),
        ("'a | b'", Either((Name("a"), Name("b")))),
        ("list['a']", Item(Name("list"), (Name("a"),))),
        ("dict[a, b]", Item(Name("dict"), (Name("a"), Name("b")))),
        ("C[[a], b]", Item(Name("C"), (Display("list", (Name("a"),)), Name("b")))),
        ("Literal['r', 'rb']", Item(Name("Literal"), (Constant("str", "r"), Constant("str", "rb")))),
        ("t.Literal[True, 1]", Item(Attribute(Name("t"), "Literal"), (Constant("bool", True), Constant("int", 1)))),
        ("'not a type'", OPAQUE),
        ("...", Constant("ellipsis")),
        ("tuple[a, ...]", Item(Name("tuple"), (Name("a"), Constant("ellipsis")))),
    ],
)
def test_annotations(annotation: str, expected: object) -> None:
    assert scope("", f"x: {annotation}\n").bindings["x"] == (Annotated(expected),)  # type: ignore[arg-type]
    assert scope("f", f"def f(x: {annotation}): pass\n").parameters[0].annotation == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a / b / c", Operation(Operation(Name("a"), "__truediv__"), "__truediv__")),
        ("a | b", Either((Name("a"), Name("b")))),
        ("a or b", Either((Name("a"), Name("b")))),
        ("a if b else c", Either((Name("a"), Name("c")))),
        ("a == b", Constant("bool")),
        ("not a", Constant("bool")),
        ("-1", Constant("int", -1)),
        ("'long text'", Constant("str")),
        ("f'{a}'", Constant("str")),
        ("b''", Constant("bytes")),
        ("None", Constant("None")),
        ("[a, b]", Display("list", (Name("a"), Name("b")))),
        ("{a: b}", Display("dict", (Name("b"),))),
        ("a[0]", Item(Name("a"), (Constant("int", 0),))),
        ("a[b]", Item(Name("a"), (Name("b"),))),
    ],
)
def test_values(expression: str, expected: object) -> None:
    assert scope("", f"x = {expression}\n").bindings["x"] == (Assigned(expected),)  # type: ignore[arg-type]


def test_arguments() -> None:
    assert call("f", "f(a, 1, -1, True, None, 'rb', *b, c=d, **e)").arguments == (
        Argument("", Name("a")),
        Argument("", Constant("int", 1)),
        Argument("", Constant("int", -1)),
        Argument("", Constant("bool", True)),
        Argument("", Constant("None")),
        Argument("", Constant("str", "rb")),  # short strings may be modes
        Argument("*", Name("b")),
        Argument("c", Name("d")),
        Argument("**", Name("e")),
    )
    assert call("f", f"f({'x' * 1000!r})").arguments == (Argument("", Constant("str")),)


def test_overloads_keep_their_literals() -> None:
    text = (
        "@overload\ndef f(mode: Literal['r'] = ...) -> str: ...\n@overload\ndef f(mode: Literal['rb']) -> bytes: ...\n"
        "def f(mode='r'): return g(mode)\n"
    )
    first, second, implementation = facts(text).scopes[1:]
    assert first.decorators == second.decorators == (Name("overload"),)
    assert implementation.decorators == ()
    assert first.parameters[0].annotation == Item(Name("Literal"), (Constant("str", "r"),))
    assert second.parameters[0].annotation == Item(Name("Literal"), (Constant("str", "rb"),))
    assert facts(text).scopes[0].bindings["f"] == (Definition(1), Definition(2), Definition(3))


# Versions: what stubs decide


@pytest.mark.parametrize(("version", "name"), [((3, 13), "new"), ((3, 11), "old")])
def test_branches_on_the_version_are_decided_for_stubs(version: tuple[int, int], name: str) -> None:
    text = "import sys\nif sys.version_info >= (3, 12):\n    def new(): ...\nelse:\n    def old(): ...\n"
    assert set(extract(parse(text), 6, version=version).scopes[0].bindings) == {"sys", name}
    assert set(facts(text).scopes[0].bindings) == {"sys", "new", "old"}


def test_elif_branches_are_decided_too() -> None:
    text = "import sys\nif sys.platform == 'win32':\n    a = 1\nelif sys.version_info >= (3, 12):\n    b = 1\nelse:\n    c = 1\n"
    assert set(facts(text, version=(3, 12)).scopes[0].bindings) == {"sys", "b"}


# Positions


def test_positions_are_those_of_ast() -> None:
    first = call("f", "x = [\n  f(1,\n    2),\n]\n")
    assert (first.line, first.column, first.end_line, first.end_column) == (2, 2, 3, 6)


def test_columns_count_bytes() -> None:
    text = "é = 'ß😀'; f('ü')\n"
    fact = call("f", text)
    encoded = text.encode()
    assert encoded[fact.column : fact.end_column].decode() == "f('ü')"
    assert fact.column != text.index("f(")


def test_calls_come_in_the_order_of_their_ends() -> None:
    """The order in which Python makes them; what units are matched by."""
    module = facts(inside("a(b(), c.d()).e(f())\ng(*h(), i=j())"))
    ends = [(each.end_line, each.end_column) for each in module.calls if each.kind is CallKind.CALL]
    assert ends == sorted(ends)


# The way to other processes


@pytest.mark.parametrize(
    "path", ["asynclint/program/resolve.py", "asynclint/engine.py", "tests/program/test_extract.py"]
)
def test_facts_survive_the_way_between_processes(path: str) -> None:
    module = facts((ROOT / path).read_text("utf-8"))
    assert module.calls
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(module), type=ModuleFacts) == module


def test_every_kind_of_fact_survives() -> None:
    text = inside(
        "try:\n  get_running_loop()\nexcept RuntimeError: f(1.5, -2, True, None, 'a', *x, b=y, **z)\n"
        "async with x as a, y: global b; b = [c for c in (d for d in x)]\n"
        "e, *g = await x[0], lambda h: h / 2\ni: 'int | list[str]' = j if k else {1: 2}"
    )
    module = facts(f"from a import *\n__all__ = ['b']\nclass C(D):\n  def m(self): self.n = 1\n{text}")
    decoded = msgspec.msgpack.decode(msgspec.msgpack.encode(module), type=ModuleFacts)
    assert decoded == module
    assert decoded.calls[0].guard is module.calls[0].guard
    assert hash(decoded.calls[0].func) == hash(module.calls[0].func)


def test_a_name_bound_often_has_each_binding_once_and_in_order() -> None:
    module = facts("".join(f"x = value{number % 30}\n" for number in range(60)))
    assert module.scopes[0].bindings["x"] == tuple(Assigned(Name(f"value{number}")) for number in range(30))


def test_a_container_bound_often_is_made_empty_again_after_it_was_filled() -> None:
    before = "".join(f"x = value{number}\n" for number in range(30))
    module = facts(f"{before}x = []\nx.append(1)\nx = []\n")
    *_, filled, empty = module.scopes[0].bindings["x"]
    assert filled == Assigned(Display("list", (Constant("int", 1),)))
    assert empty == Assigned(Display("list", ()))
