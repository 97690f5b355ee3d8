"""A blocking call goes to a thread, with its arguments: ``f(x)`` → ``await asyncio.to_thread(f, x)``.

A thread is no place for everything: not for objects that belong to one thread, nor for helpers that talk to the event loop; and
an ``await`` is no good where a cancellation is being dealt with, or while a thread lock is held.
"""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.codemods.awaiting import check_await, needs_parentheses
from asynclint.codemods.imports import file_imports
from asynclint.codemods.patch import CannotFix, Patch
from asynclint.findings import Applicability, Fix
from asynclint.program.facts import Import
from asynclint.program.modules import Definition
from asynclint.program.values import ClassValue, FunctionValue, Instance, Values

if TYPE_CHECKING:
    from asynclint.program.index import CallSite, Program
    from asynclint.rules.unit import Unit

_CANCELLED = ("CancelledError", "BaseException", "get_cancelled_exc_class")
_LOCKS = ("threading.", "_thread.", "multiprocessing.")
_OPENING = frozenset({"open", "fdopen"})
# What of asyncio may be called in any thread.
_FROM_THREADS = frozenset(
    {"run_coroutine_threadsafe", "call_soon_threadsafe", "iscoroutinefunction", "iscoroutine", "isfuture", "is_running"}
)
_DEPTH = 4  # functions below the helper that are looked at
_CALLS = 300


def offload(call: cst.Call, unit: Unit, applicability: Applicability) -> Fix:
    """``f(x)`` → ``await asyncio.to_thread(f, x)``, in the way of the framework that the file is written for."""
    check_await(call, unit)
    check_place(call, unit)
    parent = unit.parent(call)
    around = unit.parent(parent) if parent is not None else None
    if isinstance(parent, cst.Await) or getattr(parent, "asynchronous", None) or getattr(around, "asynchronous", None):
        raise CannotFix("what it returns belongs to the event loop")
    patch = Patch(unit)
    start, end = unit.span(call)
    before, after = ("(", ")") if needs_parentheses(call, unit) else ("", "")
    framework, runner = runner_of(call, patch)
    if any(isinstance(node, cst.Call) and _opens(node) for node in unit.below(call.func)):
        if any(isinstance(node, (cst.Await, cst.NamedExpr, cst.Yield)) for node in unit.below(call)):
            raise CannotFix("a lambda cannot await or bind")
        patch.insert(start, f"{before}await {runner}(lambda: ")
        patch.insert(end, f"){after}")
        return patch.fix("run it in a thread", Applicability.UNSAFE)
    passes_keywords = any(argument.keyword is not None or argument.star == "**" for argument in call.args)
    opening, closing = f"{runner}(", ""
    if passes_keywords and framework != "asyncio":
        opening, closing = f"{runner}({patch.name('functools', 'partial', call)}(", ")"
    patch.insert(start, f"{before}await {opening}{_break(call, unit)}")
    pass_on(call, patch, closing + after)
    return patch.fix("run it in a thread", applicability)


def _break(call: cst.Call, unit: Unit) -> str:
    """The line break before the first argument, if each has a line of its own: so has the function then."""
    if not call.args:
        return ""
    gap = unit.text[_parenthesis(call, unit) + 1 : unit.span(call.args[0])[0]]
    return gap if "\n" in gap and not gap.strip() else ""


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
    if after:
        patch.insert(end, after)


def sleep(call: cst.Call, unit: Unit) -> Fix:
    """``time.sleep(x)`` → ``await asyncio.sleep(x)``."""
    check_await(call, unit)
    if len(call.args) != 1 or call.args[0].star or call.args[0].keyword is not None:
        raise CannotFix("it is not to be seen how long it sleeps")
    patch = Patch(unit)
    before, after = ("(", ")") if needs_parentheses(call, unit) else ("", "")
    framework = _framework(unit)
    start, end = unit.span(call)
    patch.replace(start, _parenthesis(call, unit), f"{before}await {patch.name(framework, 'sleep', call)}")
    if after:
        patch.insert(end, after)
    root = call.func
    while isinstance(root, cst.Attribute):
        root = root.value
    if isinstance(root, cst.Name) and not _is_imported_elsewhere(root.value, unit):
        patch.free(root.value)
    return patch.fix("sleep without stopping the loop", Applicability.SAFE)


def pass_function(call: cst.Call, called: cst.Call, unit: Unit) -> Fix:
    """``to_thread(f(x))`` → ``to_thread(f, x)``, and the same of executors, threads and ``run_sync``."""
    argument = unit.parent(called)
    if not isinstance(argument, cst.Arg):
        raise CannotFix("it is not an argument of its own")
    patch = Patch(unit)
    name = _last_name(call.func)
    keywords = any(each.keyword is not None or each.star == "**" for each in called.args)
    position = list(call.args).index(argument)
    if argument.keyword is not None:
        if (
            name not in ("Thread", "Process", "Timer")
            or keywords
            or any(_keyword(each) == "args" for each in call.args)
        ):
            raise CannotFix("the arguments cannot be passed on")
        _, end = unit.span(called)
        paren = _parenthesis(called, unit)
        given = unit.text[paren + 1 : end - 1].strip()
        single = len(called.args) == 1 and not called.args[0].star and not given.endswith(",")
        arguments = f", args=({given}{',' * single})" if called.args else ""
        patch.replace(paren, end, arguments)
    else:
        if position != len(call.args) - 1 or (keywords and name not in ("to_thread", "submit", "run_in_threadpool")):
            raise CannotFix("the arguments cannot be passed on")
        _, end = unit.span(called)
        paren = _parenthesis(called, unit)
        inner = unit.text[paren + 1 : end - 1]
        only = called.args[0].value if len(called.args) == 1 else None
        if isinstance(only, cst.GeneratorExp) and not only.lpar:
            inner = f"({inner})"
        trailing = inner.rstrip().endswith(",") and "," in unit.text[end : unit.span(call)[1]]
        if trailing or "\n" in inner:
            inner = inner.strip().rstrip(",")
        patch.replace(paren, end, f", {inner}" if called.args else "")
    return patch.fix("pass the function, not its result", Applicability.SAFE)


def check_place(node: cst.CSTNode, unit: Unit) -> None:
    """Raise ``CannotFix`` where one more ``await`` is no good, wherever it leads."""
    inner = node
    for outer in unit.ancestors(node):
        if isinstance(outer, (cst.FunctionDef, cst.Lambda)):
            return
        if isinstance(outer, cst.Finally):
            raise CannotFix("an `await` in `finally` may be cancelled before the clean-up is done")
        if isinstance(outer, (cst.ExceptHandler, cst.ExceptStarHandler)) and inner is outer.body:
            if outer.type is None or any(name in unit.code(outer.type) for name in _CANCELLED):
                raise CannotFix("an `await` while a cancellation is handled may be cancelled, too")
        if isinstance(outer, cst.With) and outer.asynchronous is None and inner is outer.body:
            if any(_is_lock(item.item, unit) for item in outer.items):
                raise CannotFix("a thread lock is held")
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
        if function.module.name.partition(".")[0] == "asyncio" and function.fact.name not in _FROM_THREADS:
            raise CannotFix("the helper uses the event loop, which is not thread-safe")
        if function.module.is_library or depth > _DEPTH:
            continue
        for index, fact in enumerate(function.module.facts.calls):
            if fact.scope != function.scope:
                continue
            looked_at += 1
            if looked_at > _CALLS:
                return
            callees = resolver.callees(function.module, index)
            todo += [(callee, depth + 1) for callee in _functions(callees, unit)]


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


def runner_of(node: cst.CSTNode, patch: Patch) -> tuple[str, str]:
    """The framework that the file is written for, and what runs a function in a thread there, as ``node`` writes it."""
    framework = _framework(patch.unit)
    path = "to_thread" if framework == "asyncio" else "to_thread.run_sync"
    return framework, patch.name(framework, path, node)


def _framework(unit: Unit) -> str:
    """What the file is written for: anyio or trio where it imports that and not asyncio. Raises ``CannotFix`` for Twisted."""
    imports = file_imports(unit.text)
    imported = {module.partition(".")[0] for module in (*imports.modules, *(module for module, _ in imports.names))}
    if "asyncio" in imported:
        return "asyncio"
    found = next((name for name in ("anyio", "trio") if name in imported), None)
    if found is None and _uses_twisted(unit.program):
        raise CannotFix("Twisted may run the coroutine, and has no use for asyncio's")
    return found or "asyncio"


@functools.lru_cache(maxsize=1)
def _uses_twisted(program: Program) -> bool:
    bindings = itertools.chain.from_iterable(
        itertools.chain.from_iterable(module.facts.scopes[0].bindings.values()) for module in program.modules.program
    )
    return any(
        isinstance(binding, Import) and not binding.level and binding.module.partition(".")[0] == "twisted"
        for binding in bindings
    )


def _parenthesis(call: cst.Call, unit: Unit) -> int:
    """The offset of the parenthesis that opens the arguments."""
    text = unit.text
    offset = unit.span(call.func)[1]
    for _ in call.func.rpar:
        offset = text.index(")", offset) + 1
    found = text.index("(", offset)
    if text[offset:found].strip():
        raise CannotFix("a comment stands before the parenthesis")
    return found


def _is_lock(node: cst.BaseExpression, unit: Unit) -> bool:
    return any(
        isinstance(value, Instance) and value.class_.qualname.startswith(_LOCKS) for value in unit.values(node).items
    )


def _is_imported_elsewhere(name: str, unit: Unit) -> bool:
    """Whether a module of the program takes the name from this one."""
    for module in unit.program.resolver.modules.program:
        for scope in module.facts.scopes:
            for binding in scope.bindings.get(name, ()):
                if isinstance(binding, Import) and binding.name == name:
                    if unit.program.resolver.source(binding, module) is unit.module:
                        return True
    return False


def _opens(call: cst.Call) -> bool:
    return _last_name(call.func) in _OPENING


def _last_name(node: cst.CSTNode) -> str:
    if isinstance(node, cst.Attribute):
        return node.attr.value
    return node.value if isinstance(node, cst.Name) else ""


def _keyword(argument: cst.Arg) -> str:
    return argument.keyword.value if argument.keyword is not None else ""
