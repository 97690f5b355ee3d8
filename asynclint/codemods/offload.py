"""A blocking call goes to a thread, with its arguments: ``f(x)`` → ``await asyncio.to_thread(f, x)``.

A thread is no place for everything: not for objects that belong to one thread, nor for helpers that talk to the event loop; and
an ``await`` is no good where a cancellation is being dealt with, or while a thread lock is held.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import libcst as cst

from asynclint.codemods.awaiting import around, check_await
from asynclint.codemods.interleaving import check_in_between, check_races, may_race
from asynclint.codemods.patch import CannotFix, Patch, tail
from asynclint.codemods.runners import framework_of, runner_of
from asynclint.findings import Applicability, Fix
from asynclint.program.facts import Import, dotted, last_name
from asynclint.program.modules import Definition, Module
from asynclint.program.values import ClassValue, FunctionValue, Values

if TYPE_CHECKING:
    from asynclint.program.effects import Effect
    from asynclint.program.facts import Call as CallFact
    from asynclint.program.facts import Scope
    from asynclint.program.index import CallSite, Program
    from asynclint.rules.unit import Unit

_CANCELLED = ("CancelledError", "BaseException", "get_cancelled_exc_class")
_OPENING = frozenset({"open", "fdopen"})
# What of asyncio may be called in any thread.
_FROM_THREADS = frozenset({
    "run_coroutine_threadsafe", "call_soon_threadsafe", "iscoroutinefunction", "iscoroutine", "isfuture", "is_running",
    "from_thread",
})  # fmt: skip
# What is not to be called in a thread, on whatever object it is that nobody knows the type of.
_OF_LOOPS = frozenset(
    {"call_soon", "call_later", "call_at", "create_task", "ensure_future", "create_future", "add_reader", "add_writer"}
)
# What the functions that run another in a thread do with further arguments: pass them on, all of them or by position only; use
# keyword arguments themselves; take those for the function as a tuple.
_WITH_KEYWORDS = frozenset({"to_thread", "submit", "run_in_threadpool", "deferToThread"})
_WITH_OPTIONS = frozenset({"run_sync"})
_WITH_ARGUMENTS = _WITH_KEYWORDS | _WITH_OPTIONS | {"run_in_executor", "async_add_executor_job"}
_WITH_TUPLE = frozenset({"Thread", "Process", "Timer", "apply_async"})
_PASSED = frozenset({"args", "kwargs", "kwds"})
_WRAPPERS = ("asgiref.", "quart.")
_LOOPS = frozenset({"asyncio", "anyio", "trio", "tornado", "aiohttp"})
_LAZY = frozenset({"map", "filter", "zip"})
# What means something else in another function, or in another thread.
_OF_THE_FRAME = frozenset({"super", "locals", "vars", "dir", "eval", "exec"})
_DEPTH = 4  # functions below the helper that are looked at
_CALLS = 300


def offload(call: cst.Call, unit: Unit, applicability: Applicability) -> Fix:
    """``f(x)`` → ``await asyncio.to_thread(f, x)``, in the way of the framework that the file is written for."""
    check_await(call, unit)
    check_place(call, unit)
    _check_use(call, unit)
    _check_arguments(call, unit)
    patch = Patch(unit)
    runner = runner_of(call, patch)
    if any(isinstance(node, cst.Call) and _opens(node) for node in unit.below(call.func)):
        _wrap(call, patch, f"{runner.opening}lambda: ", ")")
        check_movable(call, unit)
        return patch.fix("run it in a thread", Applicability.UNSAFE)
    passes_keywords = any(argument.keyword is not None or argument.star == "**" for argument in call.args)
    opening, closing = runner.opening, ""
    if passes_keywords and not runner.takes_keywords:
        opening, closing = f"{opening}{patch.name('functools', 'partial', call)}(", ")"
    gap = _break(call, unit)
    if gap:  # each argument on a line of its own
        opening = opening.replace("(None, ", f"({gap}None, ").rstrip() + gap
    _wrap(call, patch, opening, closing, passes_on=True)
    return patch.fix("run it in a thread", applicability)


def _wrap(call: cst.Call, patch: Patch, opening: str, closing: str, *, passes_on: bool = False) -> None:
    """Edit ``f(x)`` to ``await opening f(x) closing``; where it ``passes_on`` the arguments, to ``await opening f, x) closing``.

    Parentheses that hold the lines of the call together become those of the opening.
    """
    unit = patch.unit
    start, end = unit.span(call)
    before, after = around(call, unit)
    if len(call.lpar) == 1 and not call.args and passes_on and not closing and _is_apart(call, unit):
        outer = unit.text.rindex("(", 0, start)
        blank = " " if unit.text[outer - 1 : outer].isidentifier() else ""
        patch.replace(outer, outer + 1, f"{blank}await {opening}")
        patch.replace(_parenthesis(call, unit), end, "")
        return
    patch.insert(start, f"{before}await {opening}")
    if passes_on:
        pass_on(call, patch, closing + after)
    else:
        patch.insert(end, closing + after)


def _is_apart(call: cst.Call, unit: Unit) -> bool:
    """Whether the call stands on lines of its own between its parentheses, and nothing is done to what they hold."""
    parent = unit.parent(call)
    text = unit.text
    start, _ = unit.span(call)
    gap = text[text.rindex("(", 0, start) + 1 : start]
    is_primary = isinstance(parent, (cst.Attribute, cst.Subscript)) or (
        isinstance(parent, cst.Call) and parent.func is call
    )
    return "\n" in gap and not gap.strip() and not is_primary


def _check_use(call: cst.Call, unit: Unit) -> None:
    """Raise ``CannotFix`` where what the call returns is not for a thread, or would be used later than it was meant to be."""
    parent = unit.parent(call)
    statement = unit.parent(parent) if parent is not None else None
    is_awaited = (
        isinstance(parent, cst.Await)
        or (isinstance(parent, (cst.For, cst.CompFor)) and parent.iter is call and parent.asynchronous is not None)
        or (isinstance(parent, cst.WithItem) and isinstance(statement, cst.With) and statement.asynchronous is not None)
    )
    if is_awaited:
        raise CannotFix("what it returns belongs to the event loop")
    if (len(call.args) == 1 and tail(call.func) == "next") or tail(call.func) == "__next__":
        raise CannotFix("a thread cannot hand on a StopIteration")
    for outer in unit.ancestors(call):
        if isinstance(outer, (cst.FunctionDef, cst.Lambda)):
            return
        if isinstance(outer, cst.AugAssign) and not _is_local(outer.target, unit):
            raise CannotFix("what is added to may be changed by another task meanwhile")


def _check_arguments(call: cst.Call, unit: Unit) -> None:
    """Raise ``CannotFix`` where an argument is worked out only when it is iterated, in the thread, from what others may change."""
    for argument in call.args:
        value = argument.value
        is_lazy = isinstance(value, cst.GeneratorExp) or (
            isinstance(value, cst.Call) and (tail(value.func) in _LAZY or _is_of_generator(value, unit))
        )
        if is_lazy and any(isinstance(each, cst.Name) and each.value in ("self", "cls") for each in unit.below(value)):
            raise CannotFix("the thread would go through what others may change meanwhile")


def _is_of_generator(call: cst.Call, unit: Unit) -> bool:
    site = unit.site(call)
    return site is not None and any(
        isinstance(value, FunctionValue) and value.function.is_generator for value in site.callees.items
    )


def _is_local(target: cst.BaseExpression, unit: Unit) -> bool:
    """Whether it is a name that only the function around it can bind."""
    function = unit.function(target)
    return (
        isinstance(target, cst.Name)
        and function is not None
        and not any(
            isinstance(node, cst.NameItem)
            and node.name.value == target.value
            and isinstance(unit.parent(node), (cst.Global, cst.Nonlocal))
            for node in unit.below(function)
        )
    )


def check_movable(node: cst.CSTNode, unit: Unit) -> None:
    """Raise ``CannotFix`` where the code would mean something else in a function of its own."""
    for each in unit.below(node):
        if isinstance(each, (cst.Await, cst.NamedExpr, cst.Yield, cst.Asynchronous)):
            raise CannotFix("a function of its own cannot await or bind")
        if isinstance(each, cst.Call) and isinstance(each.func, cst.Name) and each.func.value in _OF_THE_FRAME:
            raise CannotFix(f"`{each.func.value}` means something else in another function")


def _break(call: cst.Call, unit: Unit) -> str:
    """The line break before the first argument, or its comment, if that begins a line: so does the function then."""
    arguments = unit.text[_parenthesis(call, unit) + 1 : unit.span(call)[1] - 1]
    gap = arguments[: len(arguments) - len(arguments.lstrip())]
    return gap if "\n" in gap and call.args else ""


def pass_on(call: cst.Call, patch: Patch, after: str = "") -> None:
    """Edit ``f(x)`` to ``f, x)``: the end of a call that takes the function and its arguments."""
    unit = patch.unit
    _, end = unit.span(call)
    paren = _parenthesis(call, unit)
    if not call.args:
        patch.replace(paren, end, ")" + after)
        return
    gap = "" if unit.text[paren + 1 : paren + 2].isspace() else " "
    patch.replace(paren, paren + 1, "," + gap)
    only = call.args[0].value
    if len(call.args) == 1 and isinstance(only, cst.GeneratorExp) and not only.lpar:
        patch.wrap(only, "(", ")")
    patch.insert(end, after)


def sleep(call: cst.Call, unit: Unit) -> Fix:
    """``time.sleep(x)`` → ``await asyncio.sleep(x)``."""
    check_await(call, unit)
    check_place(call, unit)
    if len(call.args) != 1 or call.args[0].star or call.args[0].keyword is not None:
        raise CannotFix("it is not to be seen how long it sleeps")
    patch = Patch(unit)
    before, after = around(call, unit)
    start, end = unit.span(call)
    patch.replace(start, _parenthesis(call, unit), f"{before}await {patch.name(framework_of(unit), 'sleep', call)}")
    patch.insert(end, after)
    root = call.func
    while isinstance(root, cst.Attribute):
        root = root.value
    if isinstance(root, cst.Name) and not _is_for_others(root.value, unit):
        patch.free(root.value)
    return patch.fix("sleep without stopping the loop", Applicability.SAFE)


def pass_function(call: cst.Call, called: cst.Call, unit: Unit) -> Fix:
    """``to_thread(f(x))`` → ``to_thread(f, x)``, and the same of executors, threads and ``run_sync``."""
    argument = unit.parent(called)
    if not isinstance(argument, cst.Arg) or called.lpar:
        raise CannotFix("it is not an argument of its own")
    name = tail(call.func)
    _check_others(call, argument, unit)
    patch = Patch(unit)
    start, end = unit.span(called)
    paren = _parenthesis(called, unit)
    has_keywords = any(each.keyword is not None or each.star == "**" for each in called.args)
    if not called.args:
        patch.replace(paren, end, "")
    elif name in _WITH_TUPLE and not has_keywords:
        patch.replace(paren, end, f", args=({_given(called, unit)}{',' * (len(called.args) == 1)})")
    elif argument.keyword is None and name in (_WITH_KEYWORDS if has_keywords else _WITH_ARGUMENTS):
        given = _on_lines(called, argument, unit) or _given(called, unit)
        gap = "" if given[:1].isspace() else " "
        patch.replace(paren, end, f",{gap}{given}")
    else:
        patch.insert(start, f"{patch.name('functools', 'partial', call)}(")
        pass_on(called, patch)
    return patch.fix("pass the function, not its result", Applicability.SAFE)


def _check_others(call: cst.Call, argument: cst.Arg, unit: Unit) -> None:
    """Raise ``CannotFix`` where other arguments of the call would be passed on to the function, too."""
    name = tail(call.func)
    others = call.args[list(call.args).index(argument) + 1 :]
    if name in _WITH_TUPLE:
        is_clear = not any(_keyword(each) in _PASSED for each in call.args)
        others = [each for each in others if each.keyword is None]
    elif name in _WITH_OPTIONS:
        is_clear = True
        others = [each for each in others if each.keyword is None]
    else:
        is_clear = argument.keyword is None
    if others or not is_clear:
        raise CannotFix("what the other arguments are for is not clear")
    if any(each.startswith(_WRAPPERS) for each in unit.names(call)):
        raise CannotFix("the result would have to be called")


def _given(called: cst.Call, unit: Unit) -> str:
    """The arguments as they are written, without a comma at the end, and ready to stand among others."""
    inner = unit.text[_parenthesis(called, unit) + 1 : unit.span(called)[1] - 1]
    only = called.args[0].value
    if len(called.args) == 1 and isinstance(only, cst.GeneratorExp) and not only.lpar:
        return f"({inner})"
    last = called.args[-1]
    if isinstance(last.comma, cst.Comma):
        end = unit.span(last.value)[1] - _parenthesis(called, unit) - 1
        end = inner.find(",", end)
        inner = inner[:end] + inner[end + 1 :]
    return inner if "#" in inner else inner.rstrip()


def _on_lines(called: cst.Call, argument: cst.Arg, unit: Unit) -> str:
    """The arguments with their line breaks, where each has a line of its own; moved to the left with the call's own line."""
    text = unit.text
    start, end = unit.span(called)
    inner = text[_parenthesis(called, unit) + 1 : end - 1]
    last = called.args[-1]
    if not _break(called, unit) or not isinstance(last.comma, cst.Comma) or isinstance(argument.comma, cst.Comma):
        return ""
    indent = text[text.rfind("\n", 0, start) + 1 : start]
    if indent.strip():
        return inner
    first = unit.span(called.args[0])[0]
    deeper = text[text.rfind("\n", 0, first) + 1 : first]
    if not deeper.startswith(indent) or any("\n" in unit.code(each) for each in called.args):
        return inner.rstrip()
    return inner.replace(f"\n{deeper}", f"\n{indent}").rstrip()


def check_place(node: cst.CSTNode, unit: Unit) -> None:
    """Raise ``CannotFix`` where one more ``await`` is no good, wherever it leads."""
    check_in_between(node, unit)
    inner = node
    for outer in unit.ancestors(node):
        if isinstance(outer, (cst.FunctionDef, cst.Lambda)):
            return
        if isinstance(outer, cst.Finally):
            raise CannotFix("an `await` in `finally` may be cancelled before the clean-up is done")
        if isinstance(outer, (cst.ExceptHandler, cst.ExceptStarHandler)) and inner is outer.body:
            if outer.type is None or any(name in unit.code(outer.type) for name in _CANCELLED):
                raise CannotFix("an `await` while a cancellation is handled may be cancelled, too")
        inner = outer


def check_helper(site: CallSite, unit: Unit) -> None:
    """Raise ``CannotFix`` where the functions that the call leads to talk to the event loop.

    Nor is making an object a thing for a thread: nobody knows what it takes note of where it is made.
    """
    if any(isinstance(value, ClassValue) for value in site.callees.items):
        raise CannotFix("an object is made where it is to be used")
    resolver = unit.program.resolver
    seen: set[Definition] = set()
    todo = [(function, 0) for function in _functions(site.callees, unit)]
    looked_at = 0
    while todo:
        function, depth = todo.pop()
        if function in seen:
            continue
        seen.add(function)
        if function.module.name.partition(".")[0] in _LOOPS and function.fact.name not in _FROM_THREADS:
            raise CannotFix("the helper uses the event loop, which is not thread-safe")
        if function.module.is_library or depth > _DEPTH:
            continue
        unit.sources.asked.add(function)
        race = _race(function, unit)
        if race:
            raise CannotFix(race)
        for index in function.module.calls_in(function.scope):
            fact = function.module.facts.calls[index]
            looked_at += 1
            if looked_at > _CALLS:
                return
            callees = resolver.callees(function.module, index)
            if _is_of_loop(fact, function.module.facts.scopes) or (
                not callees.items and last_name(fact.func) in _OF_LOOPS
            ):
                raise CannotFix("the helper uses the event loop, which is not thread-safe")
            todo += [(callee, depth + 1) for callee in _functions(callees, unit)]


class _Known:
    """What was worked out of a program: many calls lead to the same helpers, and many names are asked for again."""

    def __init__(self) -> None:
        self.races: dict[Definition, str] = {}
        self.imports: dict[str, list[tuple[Import, Module]]] = {}


_known: WeakKeyDictionary[Program, _Known] = WeakKeyDictionary()


def _race(function: Definition, unit: Unit) -> str:
    """Why two threads must not run the function at once; empty where they may."""
    known = _known.setdefault(unit.program, _Known()).races
    if function not in known:
        known[function] = _worked_out_race(function, unit)
    return known[function]


def _worked_out_race(function: Definition, unit: Unit) -> str:
    if function.fact.name == "__init__" or not may_race(function):  # a new object is its maker's own
        return ""
    there = unit.unit_of(function)
    node = there.node_of(function) if there is not None else None
    if there is not None and isinstance(node, cst.FunctionDef):
        try:
            check_races(node, there)
        except CannotFix as why:
            return str(why)
    return ""


def _is_of_loop(fact: CallFact, scopes: Sequence[Scope]) -> bool:
    """Whether something is called that was imported from a library of event loops."""
    first, *others = dotted(fact.func).split(".")
    index = fact.scope
    while first not in scopes[index].bindings and index > 0:
        index = scopes[index].parent
    for binding in scopes[index].bindings.get(first, ()):
        if isinstance(binding, Import) and not binding.level and binding.module.partition(".")[0] in _LOOPS:
            return _FROM_THREADS.isdisjoint((*binding.module.split("."), binding.name, *others))
    return False


def makes_its_own(effect: Effect, unit: Unit) -> bool:
    """Whether the function that the effect ends in connects for itself what belongs to one thread."""
    last = list(unit.program.chain(effect))[-1].edge
    calls = last.module.facts.calls
    return any(last_name(calls[index].func) == "connect" for index in last.module.calls_in(calls[last.call].scope))


def _functions(values: Values, unit: Unit) -> list[Definition]:
    """The functions that calling one of the values runs."""
    found = []
    for value in values.items:
        if isinstance(value, FunctionValue):
            found.append(value.function)
        elif isinstance(value, ClassValue):
            _, init = unit.program.resolver.find_in_class(value.class_, "__init__")
            found += [each.function for each in init.items if isinstance(each, FunctionValue)]
    return found


def _parenthesis(call: cst.Call, unit: Unit) -> int:
    """The offset of the parenthesis that opens the arguments."""
    text = unit.text
    offset = unit.span(call.func)[1]
    for _ in call.func.rpar:
        offset = text.find(")", offset) + 1
    found = text.find("(", offset)
    if text[offset:found].strip(" \t\f\\\r\n"):
        raise CannotFix("a comment stands before the parenthesis")
    return found


def _is_for_others(name: str, unit: Unit) -> bool:
    """Whether a module of the program takes the name from this one, or any may: from an ``__init__``."""
    if PurePath(unit.module.path).name == "__init__.py":
        return True
    unit.sources.asked_names.add(name)
    resolver = unit.program.resolver
    return any(resolver.source(taken, module) is unit.module for taken, module in _imports_of(name, unit.program))


def _imports_of(name: str, program: Program) -> list[tuple[Import, Module]]:
    """Where the program imports the name from a module, and binds it."""
    known = _known.setdefault(program, _Known()).imports
    if name not in known:
        known[name] = [
            (binding, module)
            for module in program.modules.program
            for scope in (module.facts.scopes if name in module.outline.taken else ())
            for binding in scope.bindings.get(name, ())
            if isinstance(binding, Import) and binding.name == name
        ]
    return known[name]


def _opens(call: cst.Call) -> bool:
    return tail(call.func) in _OPENING


def _keyword(argument: cst.Arg) -> str:
    return argument.keyword.value if argument.keyword is not None else ""
