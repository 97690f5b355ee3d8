"""``await`` where it belongs: before a coroutine, instead of a loop that is run inside a loop, and ``async with``/``async for``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from asynclint.codemods.patch import CannotFix, Patch
from asynclint.findings import Applicability, Confidence, Fix

if TYPE_CHECKING:
    from asynclint.rules.unit import Unit

_COMPREHENSIONS = (cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)
_ATOMS = (
    cst.Name, cst.Attribute, cst.Subscript, cst.Call, cst.List, cst.Set, cst.Dict,
    cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp,
)  # fmt: skip


def check_await(node: cst.CSTNode, unit: Unit, *, in_plain_functions: bool = False) -> None:
    """Raise ``CannotFix`` where an ``await`` in place of ``node`` would be no syntax, or would mean something else.

    ``in_plain_functions`` is for plain functions that are about to become coroutine functions.
    """
    inner = node
    for outer in unit.ancestors(node):
        match outer:
            case cst.Lambda() if inner is outer.body:
                raise CannotFix("a lambda cannot await")
            case cst.FunctionDef() if inner is outer.body:
                if outer.asynchronous is None and not in_plain_functions:
                    raise CannotFix("a plain function cannot await")
                return
            case cst.ClassDef() if inner is outer.body:
                raise CannotFix("a class body cannot await")
            case cst.GeneratorExp() if inner is not outer.for_in:
                raise CannotFix("an `await` would make the generator expression asynchronous")
            case cst.CompFor() if inner is not outer.iter or not isinstance(unit.parent(outer), _COMPREHENSIONS):
                if any(isinstance(each, cst.GeneratorExp) for each in _comprehension_around(outer, unit)):
                    raise CannotFix("an `await` would make the generator expression asynchronous")
            case cst.FormattedStringExpression() if outer.equal is not None:
                raise CannotFix("the text that the f-string shows would change")
            case cst.Annotation() | cst.TypeAlias() | cst.TypeParam():
                raise CannotFix("an annotation cannot await")
        inner = outer
    raise CannotFix("the module level cannot await")


def _comprehension_around(part: cst.CompFor, unit: Unit) -> list[cst.CSTNode]:
    """The comprehension that a ``for`` of it belongs to, as a list of one."""
    for outer in unit.ancestors(part):
        if not isinstance(outer, cst.CompFor):
            return [outer]
    return []


def needs_parentheses(node: cst.BaseExpression, unit: Unit) -> bool:
    """Whether an ``await`` expression in place of ``node`` has to be parenthesised: ``(await f()).x``."""
    parent = unit.parent(node)
    is_primary = (isinstance(parent, (cst.Attribute, cst.Subscript)) and parent.value is node) or (
        isinstance(parent, cst.Call) and parent.func is node
    )
    return not node.lpar and (is_primary or isinstance(parent, cst.Await))


def await_before(node: cst.BaseExpression, unit: Unit, applicability: Applicability) -> Fix:
    """``f()`` → ``await f()``."""
    check_await(node, unit)
    patch = Patch(unit)
    before, after = ("(", ")") if needs_parentheses(node, unit) else ("", "")
    patch.wrap(node, f"{before}await ", after)
    return patch.fix("put `await` before it", applicability)


def await_coroutine(node: cst.Call | cst.Attribute, unit: Unit, confidence: Confidence) -> Fix:
    """Await a coroutine that is made in async code; run one that a script makes at its end."""
    if unit.function(node) is None and _is_main_guard(node, unit):
        patch = Patch(unit)
        patch.wrap(node, f"{patch.name('asyncio', 'run', node)}(", ")")
        return patch.fix("run it with `asyncio.run(...)`", Applicability.UNSAFE)
    is_certain = confidence is Confidence.CERTAIN
    return await_before(node, unit, Applicability.SAFE if is_certain else Applicability.UNSAFE)


def _is_main_guard(node: cst.CSTNode, unit: Unit) -> bool:
    """Whether the call is a statement right below ``if __name__ == "__main__":``."""
    statement = unit.parent(node)
    line = unit.parent(statement) if isinstance(statement, cst.Expr) else None
    guard = unit.parent(unit.parent(line) or node) if line is not None else None
    return (
        isinstance(guard, cst.If)
        and unit.parent(guard) is None
        and isinstance(guard.test, cst.Comparison)
        and unit.code(guard.test.left) == "__name__"
    )


def await_argument(call: cst.Call, unit: Unit) -> Fix:
    """``asyncio.run(main())``, ``loop.run_until_complete(main())`` → ``await main()``; ``anyio.run(main, x)`` too."""
    check_await(call, unit)
    first, *others = call.args or (None,)
    if first is None or first.star or (first.keyword is not None and first.keyword.value not in ("main", "future")):
        raise CannotFix("it is not to be seen what is run")
    patch = Patch(unit)
    before, after = ("(", ")") if needs_parentheses(call, unit) else ("", "")
    start, end = unit.span(call)
    from_, to = unit.span(first.value)
    if _takes_function(call, unit):
        if any(other.star == "**" or other.keyword is not None for other in others):
            raise CannotFix("the options of the run would be lost")
        patch.replace(start, from_, f"{before}await ")
        arguments_end = unit.span(others[-1])[1] if others else to
        arguments = unit.text[unit.span(others[0])[0] : arguments_end] if others else ""
        patch.replace(to, end, f"({arguments}){after}")
    else:
        if others:
            raise CannotFix("the options of the run would be lost")
        keeps = isinstance(first.value, _ATOMS)
        patch.replace(start, from_, f"{before}await " + ("" if keeps else "("))
        patch.replace(to, end, ("" if keeps else ")") + after)
    return patch.fix("await it: a loop is running already", Applicability.SAFE)


def _takes_function(call: cst.Call, unit: Unit) -> bool:
    return bool(unit.names(call) & {"anyio.run", "anyio._core._eventloop.run", "trio.run"})


def await_submitted(call: cst.Call, unit: Unit) -> Fix:
    """``asyncio.run_coroutine_threadsafe(c, loop).result()`` → ``await c``."""
    check_await(call, unit)
    submit = call.func.value if isinstance(call.func, cst.Attribute) and call.func.attr.value == "result" else None
    if not isinstance(submit, cst.Call) or not any(
        name.endswith(".run_coroutine_threadsafe") for name in unit.names(submit)
    ):
        raise CannotFix("the coroutine is not in sight")
    if call.args or len(submit.args) != 2 or submit.args[0].star or submit.args[0].keyword is not None:
        raise CannotFix("the timeout would be lost")
    patch = Patch(unit)
    before, after = ("(", ")") if needs_parentheses(call, unit) else ("", "")
    start, end = unit.span(call)
    from_, to = unit.span(submit.args[0].value)
    keeps = isinstance(submit.args[0].value, _ATOMS)
    patch.replace(start, from_, f"{before}await " + ("" if keeps else "("))
    patch.replace(to, end, ("" if keeps else ")") + after)
    return patch.fix("await it on this loop", Applicability.UNSAFE)


def run_coroutine(call: cst.Call, function: cst.BaseExpression, unit: Unit) -> Fix:
    """A coroutine function that went to a thread: awaited here, or run by a loop of the thread's own."""
    patch = Patch(unit)
    argument = unit.parent(function)
    if isinstance(argument, cst.Arg) and argument.keyword is not None and argument.keyword.value == "target":
        passes = any(each.keyword is not None and each.keyword.value in ("args", "kwargs") for each in call.args)
        given = "*args, **kwargs" if passes else ""
        run = patch.name("asyncio", "run", call)
        patch.wrap(function, f"lambda{' ' * bool(given)}{given}: {run}(", f"({given}))")
        return patch.fix("run the coroutine in the thread", Applicability.UNSAFE)
    awaited = unit.parent(call)
    if not isinstance(awaited, cst.Await) or not isinstance(argument, cst.Arg) or isinstance(function, cst.Lambda):
        raise CannotFix("what becomes of the call is not in sight")
    start, end = unit.span(call)
    from_, to = unit.span(function)
    others = call.args[list(call.args).index(argument) + 1 :]
    given = unit.text[unit.span(others[0])[0] : unit.span(others[-1])[1]] if others else ""
    patch.replace(start, from_, "")
    patch.replace(to, end, f"({given})")
    return patch.fix("await the coroutine on the loop", Applicability.UNSAFE)


def asynchronous(node: cst.With | cst.For | cst.CompFor, unit: Unit, confidence: Confidence) -> Fix:
    """``with`` → ``async with``, ``for`` → ``async for``."""
    keyword = "with" if isinstance(node, cst.With) else "for"
    patch = Patch(unit)
    if isinstance(node, cst.CompFor):
        comprehension = next(iter(_comprehension_around(node, unit)), None)
        if comprehension is None or isinstance(comprehension, cst.GeneratorExp):
            raise CannotFix("it would make the generator expression asynchronous")
        check_await(comprehension, unit)
        # The span of a `for` in a comprehension begins with the blanks before it.
        start, end = unit.span(node)
        code = unit.text[start:end]
        start += len(code) - len(code.lstrip())
    else:
        check_await(node, unit)
        start = unit.span(node)[0]
    if not unit.text.startswith(keyword, start):
        raise CannotFix("a comment stands before it")
    patch.insert(start, "async ")
    safe = confidence is Confidence.CERTAIN
    return patch.fix(f"write `async {keyword}`", Applicability.SAFE if safe else Applicability.UNSAFE)
