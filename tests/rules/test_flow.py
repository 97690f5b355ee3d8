"""What a function's flow can be asked, by example: each test is a small function and questions about its statements.

Statements are named by how their first line begins: ``run.completes("a")`` asks about the statement ``a()``.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import libcst as cst
import pytest

from asynclint.rules.flow import Flow, can_raise, executed, statements


@dataclass(frozen=True)
class Run:
    """The flow of one function, asked by the beginnings of its statements."""

    module: cst.Module
    flow: Flow

    def at(self, text: str) -> cst.CSTNode:
        places = [node for node in executed_in_function(self.module) if node in self.flow]
        found = [node for node in places if self.line(node).startswith(text)]
        assert found, f"no statement begins with {text!r}"
        return min(found, key=lambda node: not self.line(node).startswith(text + "("))

    def line(self, node: cst.CSTNode) -> str:
        return self.module.code_for_node(node).strip().partition("\n")[0]

    def reaches(self, start: str, goal: str, *, avoiding: tuple[str, ...] = (), errors: bool = False) -> bool:
        walls = [self.at(each) for each in avoiding]
        return self.flow.reaches(self.at(start), self.at(goal), avoiding=walls, errors=errors)

    def completes(self, start: str) -> bool:
        return self.flow.completes(self.at(start))

    def goes_on(self, start: str) -> bool:
        return self.flow.goes_on(self.at(start))

    def always_passes(self, start: str, *nodes: str, errors: bool = False) -> bool:
        return self.flow.always_passes(self.at(start), [self.at(each) for each in nodes], errors=errors)


def executed_in_function(module: cst.Module) -> list[cst.CSTNode]:
    function = function_of(module)
    return [function, *(node for statement in statements(function.body) for node in executed(statement))]


def function_of(module: cst.Module) -> cst.FunctionDef:
    function = module.body[-1]
    assert isinstance(function, cst.FunctionDef)
    return function


def ends(call: cst.Call) -> bool:
    return isinstance(call.func, cst.Name) and call.func.value == "exit"


def swallows(item: cst.WithItem) -> bool:
    return (
        isinstance(item.item, cst.Call) and isinstance(item.item.func, cst.Name) and item.item.func.value == "suppress"
    )


def run(body: str) -> Run:
    source = "def f():\n" + textwrap.indent(textwrap.dedent(body).strip("\n"), "    ") + "\n"
    module = cst.parse_module(source)
    return Run(module, Flow.of(function_of(module), ends, swallows))


# -- going on, returning, raising


def test_statements_follow_each_other() -> None:
    flow = run("""
        a(); b()
        c()
    """)
    assert flow.reaches("a", "c")
    assert not flow.reaches("c", "a")
    assert flow.completes("a")


def test_nothing_follows_a_return() -> None:
    flow = run("""
        return a()
        b()
    """)
    assert flow.completes("return")
    assert not flow.reaches("def", "b")


def test_a_raise_does_not_complete() -> None:
    flow = run("""
        a()
        raise b
    """)
    assert not flow.completes("a")
    assert not flow.goes_on("a")


def test_a_call_that_does_not_return_ends_its_path() -> None:
    flow = run("""
        if a():
            exit(1)
            b()
        else:
            return exit(2)
    """)
    assert not flow.reaches("if", "b")
    assert not flow.completes("if")


def test_an_assert_goes_on_or_fails() -> None:
    flow = run("""
        try:
            assert a
            b()
        except AssertionError:
            c()
    """)
    assert flow.reaches("assert", "b")
    assert flow.reaches("assert", "c", errors=True)


def test_a_nested_function_is_one_opaque_statement() -> None:
    flow = run("""
        def inner():
            raise a
        b()
    """)
    assert flow.reaches("def inner", "b")
    assert flow.completes("def")


# -- branches


def test_a_test_leads_both_ways() -> None:
    flow = run("""
        if a:
            b()
        elif c:
            d()
        else:
            e()
        g()
    """)
    assert flow.reaches("if a", "b") and flow.reaches("if a", "d") and flow.reaches("if a", "e")
    assert not flow.reaches("b", "d")
    assert flow.always_passes("if a", "b", "d", "e")
    assert not flow.always_passes("if a", "b", "d")


def test_without_an_else_the_test_may_lead_past() -> None:
    flow = run("""
        if a:
            raise b
        c()
    """)
    assert flow.completes("if a")


def test_what_is_known_of_a_test_closes_one_way() -> None:
    flow = run("""
        if a:
            raise b
        c()
    """)

    def holds(test: cst.BaseExpression) -> bool | None:
        return isinstance(test, cst.Name) and test.value == "a"

    assert not flow.flow.completes(flow.at("def"), assume=holds)


def test_one_case_of_a_match_runs_or_none() -> None:
    flow = run("""
        match a:
            case 1:
                b()
            case [x]:
                return c()
        d()
    """)
    assert flow.reaches("match", "b") and flow.reaches("match", "return")
    assert not flow.reaches("b", "return")
    assert not flow.always_passes("match", "b", "return")


def test_a_match_with_a_wildcard_always_takes_a_case() -> None:
    flow = run("""
        match a:
            case 1:
                b()
            case _:
                c()
    """)
    assert flow.always_passes("match", "b", "c")


# -- loops


def test_a_loop_comes_back() -> None:
    flow = run("""
        for x in xs():
            a()
        else:
            b()
        c()
    """)
    assert flow.reaches("a", "a")
    assert not flow.reaches("b", "a")
    assert flow.always_passes("def", "b")


def test_the_iterable_is_evaluated_once_and_the_target_bound_at_each_step() -> None:
    flow = run("""
        for x in xs():
            a()
    """)
    assert not flow.reaches("a", "xs")
    assert flow.reaches("a", "for")


def test_break_skips_the_else_and_continue_goes_to_the_test() -> None:
    flow = run("""
        while a():
            if b():
                break
            if c():
                continue
            d()
        else:
            e()
        g()
    """)
    assert not flow.reaches("break", "e") and flow.reaches("break", "g")
    assert flow.reaches("continue", "d") and not flow.reaches("continue", "d", avoiding=("while",))


def test_while_true_without_break_has_no_normal_exit() -> None:
    endless = run("""
        while True:
            a()
        b()
    """)
    assert not endless.completes("a")
    assert not endless.reaches("a", "b")
    assert endless.goes_on("a"), "it never ends, but it does not raise either"


def test_while_true_with_break_ends() -> None:
    flow = run("""
        while 1:
            if a():
                break
        b()
    """)
    assert flow.reaches("if", "b")


# -- with


def test_an_error_in_a_with_block_leaves_it() -> None:
    flow = run("""
        with a() as x:
            raise b
        c()
    """)
    assert not flow.reaches("with", "c", errors=True)


def test_an_error_in_a_block_that_swallows_goes_on_behind_it() -> None:
    flow = run("""
        with suppress(E):
            raise b
        c()
    """)
    assert flow.reaches("raise", "c", errors=True)
    assert flow.completes("suppress(E)"), "a with item is the moment in which it has swallowed"
    assert not flow.completes("raise"), "but that is no path without a raise"


# -- try


def test_any_statement_that_can_raise_leads_to_the_handlers() -> None:
    flow = run("""
        try:
            x = 1
            a()
        except E:
            b()
        except F:
            c()
        else:
            d()
        e()
    """)
    assert flow.reaches("a", "b", errors=True) and flow.reaches("a", "c", errors=True)
    assert not flow.reaches("a", "b"), "errors are only followed on request"
    assert flow.reaches("a", "d") and not flow.reaches("d", "b", errors=True)
    assert flow.reaches("b", "e") and not flow.reaches("b", "c", errors=True)
    assert not flow.always_passes("a", "b", "c", "e", errors=True), "neither handler may match"


def test_nothing_passes_a_bare_except() -> None:
    flow = run("""
        try:
            a()
        except:
            b()
        c()
    """)
    assert flow.always_passes("a", "c")
    assert flow.always_passes("try", "b", "c", errors=True)


def test_handlers_behind_one_that_catches_all_are_dead() -> None:
    flow = run("""
        try:
            a()
        except BaseException:
            b()
        except E:
            c()
    """)
    assert not flow.reaches("a", "c", errors=True)


def test_a_raise_in_a_handler_goes_to_the_try_around_it() -> None:
    flow = run("""
        try:
            try:
                a()
            except E:
                raise F
        except F:
            b()
        c()
    """)
    assert not flow.completes("except E")
    assert flow.reaches("except E", "b", errors=True)


def test_several_handlers_of_except_star_may_run() -> None:
    flow = run("""
        try:
            a()
        except* E:
            b()
        except* F:
            c()
        d()
    """)
    assert flow.reaches("b", "c") and flow.reaches("b", "d")
    assert not flow.reaches("c", "b", errors=True)
    assert not flow.always_passes("a", "b", "c", "d", errors=True), "none may match"


# -- finally: it goes on as it was entered


def test_finally_goes_on_as_it_was_entered() -> None:
    flow = run("""
        for x in xs:
            try:
                if a:
                    return 1
                if b:
                    break
                if c:
                    continue
                if d:
                    raise e
            finally:
                clean()
            after()
        else:
            orelse()
        end()
    """)
    assert flow.always_passes("if a", "clean", errors=True)
    assert flow.always_passes("return", "clean") and not flow.reaches("return", "end")
    assert flow.reaches("break", "end") and not flow.reaches("break", "after") and not flow.reaches("break", "orelse")
    assert flow.reaches("continue", "after") and not flow.reaches("continue", "after", avoiding=("for",))
    assert not flow.reaches("raise", "end", errors=True) and flow.reaches("raise", "clean", errors=True)
    assert flow.reaches("if d", "after")


def test_a_handler_that_raises_still_raises_behind_its_finally() -> None:
    flow = run("""
        try:
            a()
        except E:
            raise
        finally:
            clean()
        b()
    """)
    assert not flow.completes("except E")
    assert flow.reaches("except E", "clean", errors=True)
    assert not flow.reaches("except E", "b", errors=True)
    assert flow.reaches("a", "b")


def test_a_return_in_finally_swallows_what_was_raised() -> None:
    flow = run("""
        try:
            raise a
        finally:
            return b()
    """)
    assert flow.reaches("raise", "return", errors=True)
    assert flow.completes("return")


def test_a_raise_in_finally_replaces_a_return() -> None:
    flow = run("""
        try:
            return a()
        finally:
            raise b
    """)
    assert not flow.completes("try")


def test_nested_finally_blocks_run_inside_out() -> None:
    flow = run("""
        try:
            try:
                return a()
            finally:
                inner()
        finally:
            outer()
        b()
    """)
    assert flow.always_passes("return", "inner") and flow.always_passes("inner", "outer")
    assert not flow.reaches("return", "b")


# -- definitions and uses, for "on no path used" and "bound anew before use"


def test_a_use_counts_unless_the_name_was_bound_anew_on_every_path() -> None:
    flow = run("""
        x = a()
        if c:
            x = b()
        use(x)
    """)
    assert flow.reaches("x = a", "use", avoiding=("x = b",)), "on the path past the if"
    assert flow.reaches("x = b", "use", avoiding=("x = a",))


def test_a_value_bound_anew_before_its_use_is_lost() -> None:
    flow = run("""
        x = a()
        x = b()
        use(x)
    """)
    assert not flow.reaches("x = a", "use", avoiding=("x = b",), errors=True)


def test_a_definition_may_use_what_it_binds_anew() -> None:
    flow = run("""
        x = a()
        x = wrap(x)
    """)
    assert flow.reaches("x = a", "x = wrap", avoiding=("x = wrap",))


def test_a_value_used_on_some_paths_only() -> None:
    flow = run("""
        x = a()
        if c:
            return None
        use(x)
    """)
    assert flow.reaches("x = a", "use")
    assert not flow.always_passes("x = a", "use")


def test_place_finds_the_statement_of_an_expression() -> None:
    flow = run("""
        if a(b):
            c()
    """)
    statement = flow.at("if")
    assert isinstance(statement, cst.If)
    test = cst.ensure_type(statement.test, cst.Call)
    assert flow.flow.place(test.args[0], [test, statement]) is statement


# -- which statements can raise, and what runs when a statement runs


@pytest.mark.parametrize("code", ["x = y", "return", "return 1", "pass", "x = y, 1", "x = lambda: a()"])
def test_some_statements_cannot_raise(code: str) -> None:
    assert not can_raise(cst.ensure_type(cst.parse_statement(code), cst.SimpleStatementLine).body[0])


@pytest.mark.parametrize(
    "code", ["a()", "x = y.z", "x = y[0]", "assert x", "x += 1", "import a", "del x", "x, y = z[0]"]
)
def test_others_can(code: str) -> None:
    assert can_raise(cst.ensure_type(cst.parse_statement(code), cst.SimpleStatementLine).body[0])


def test_bodies_of_nested_functions_do_not_run_with_their_statement() -> None:
    statement = cst.parse_statement("def f(a=b):\n    c\n")
    assert names_executed(statement) == ["b"]


def test_of_a_generator_expression_only_the_first_iterable_runs() -> None:
    assert names_executed(cst.parse_expression("(a for b in c for d in e)")) == ["c"]


def names_executed(node: cst.CSTNode) -> list[str]:
    return [each.value for each in executed(node) if isinstance(each, cst.Name)]


# -- size


def function(body: list[str]) -> cst.FunctionDef:
    return function_of(cst.parse_module("def f():\n" + "".join(f"    {line}\n" for line in body)))


def test_three_thousand_statements() -> None:
    branching = function([line for number in range(1000) for line in (f"if a{number}():", "    b()", "c()")])
    assert Flow.of(branching).completes(branching)


def test_a_chain_of_elif_is_no_nesting() -> None:
    # libcst itself nests one level an `elif`, so the tree is put together by hand.
    link = cst.If(cst.Name("a"), cst.IndentedBlock([cst.parse_statement("b()")]))
    for _ in range(3000):
        link = cst.If(cst.Name("a"), cst.IndentedBlock([cst.parse_statement("return c()")]), link)
    chain = cst.FunctionDef(cst.Name("f"), cst.Parameters(), cst.IndentedBlock([link]))
    assert Flow.of(chain).completes(chain)


@pytest.mark.parametrize("depth", [10, 20, 90])
def test_finally_nested_in_try(depth: int) -> None:
    lines = [" " * level + "try:" for level in range(depth)]
    lines.append(" " * depth + "return a()")
    for level in reversed(range(depth)):
        lines += [" " * level + "except E:", " " * level + " b()", " " * level + "finally:", " " * level + " c()"]
    deep = function(lines)
    assert Flow.of(deep)
    assert Flow.of(deep).completes(deep)


@pytest.mark.parametrize("depth", [3, 10, 90])
def test_finally_nested_in_finally_does_not_explode(depth: int) -> None:
    lines: list[str] = []
    for level in range(depth):
        lines += [" " * level + "try:", " " * level + " a()", " " * level + "finally:"]
    lines.append(" " * depth + "b()")
    deep = function(lines)
    assert Flow.of(deep)
    assert Flow.of(deep).completes(deep)
