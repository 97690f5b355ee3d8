"""``await`` where it belongs: before a coroutine, instead of a loop that is run inside a loop, and ``async with``/``async for``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.codemods.frameworks import imported_frameworks
from asynclint.codemods.patch import CannotFix, Patch, indentation
from asynclint.findings import Applicability, Confidence, Fix
from asynclint.knowledge.roles import Role
from asynclint.notebooks import has_cell_magic
from asynclint.program import facts
from asynclint.program.resolve import RUNNING_LOOP
from asynclint.program.values import FunctionValue, Instance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asynclint.rules.unit import Unit

_COMPREHENSIONS = (cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)
_ATOMS = (
    cst.Name, cst.Attribute, cst.Subscript, cst.Call, cst.List, cst.Set, cst.Dict,
    cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp,
)  # fmt: skip
_LOCKS = ("threading.", "_thread.", "multiprocessing.")
_LOCK_NAMES = frozenset(
    {"lock", "locks", "locked", "rlock", "rwlock", "filelock", "mutex", "semaphore", "condition", "cond"}
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_RUN = ("main", "future")  # the keywords of `asyncio.run` and `run_until_complete`
_AWAITABLES = re.compile(r"\b(?:Coroutine|Awaitable|Future)\b")
# What stands before the keyword of a `for` in a comprehension.
_GAP = re.compile(r"(?:\s|\\\r?\n|#[^\r\n]*)*")
_AWAIT = re.compile(r"await(?:[ \t]|\\\r?\n)*")
# The methods of a loop that give something which only that loop can finish.
_OF_LOOPS = frozenset({"create_task", "create_future", "run_in_executor", "ensure_future"})


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
                if isinstance(_comprehension_around(outer, unit), cst.GeneratorExp):
                    raise CannotFix("an `await` would make the generator expression asynchronous")
            case cst.FormattedStringExpression() if outer.equal is not None:
                raise CannotFix("the text that the f-string shows would change")
            case cst.With(asynchronous=None) if inner is outer.body and any(
                is_lock(item.item, unit) for item in outer.items
            ):
                raise CannotFix("a thread lock would be held meanwhile")
            case cst.Annotation() | cst.TypeAlias() | cst.TypeParam():
                raise CannotFix("an annotation cannot await")
        inner = outer
    if not unit.module.is_notebook:
        raise CannotFix("the module level cannot await")
    if has_cell_magic(unit.text, unit.span(node)[0]):
        raise CannotFix("the magic that runs the cell may not know `await`")


def is_lock(node: cst.BaseExpression, unit: Unit) -> bool:
    """Whether it is a lock, by its type (one that stops the whole thread, and with it the event loop), or else by its name.

    A plain ``with`` takes no lock of asyncio: ``self._lock``, ``locks[key]`` and ``folder_lock.write()`` are others.
    """
    if any(
        isinstance(value, Instance) and value.class_.qualname.startswith(_LOCKS) for value in unit.values(node).items
    ):
        return True
    while not isinstance(node, cst.Name):
        if isinstance(node, cst.Attribute):
            if _is_name_of_lock(node.attr.value):
                return True
            node = node.value
        elif isinstance(node, cst.Call):
            node = node.func
        elif isinstance(node, cst.Subscript):
            node = node.value
        else:
            return False
    return _is_name_of_lock(node.value)


def _is_name_of_lock(name: str) -> bool:
    words = [word.lower() for word in _WORDS.findall(name)]
    return bool(words) and not _LOCK_NAMES.isdisjoint(words)


def _comprehension_around(part: cst.CompFor, unit: Unit) -> cst.CSTNode | None:
    """The comprehension that a ``for`` of it belongs to."""
    return next((outer for outer in unit.ancestors(part) if not isinstance(outer, cst.CompFor)), None)


def _needs_parentheses(node: cst.BaseExpression, unit: Unit) -> bool:
    """Whether an ``await`` expression in place of ``node`` has to be parenthesised: ``(await f()).x``."""
    parent = unit.parent(node)
    is_primary = (isinstance(parent, (cst.Attribute, cst.Subscript)) and parent.value is node) or (
        isinstance(parent, cst.Call) and parent.func is node
    )
    return not node.lpar and (is_primary or isinstance(parent, cst.Await))


def around(node: cst.BaseExpression, unit: Unit) -> tuple[str, str]:
    """What has to stand around an ``await`` expression in place of ``node``: parentheses, a blank before a keyword."""
    if _needs_parentheses(node, unit):
        return "(", ")"
    end = unit.span(node)[1]
    return "", " " if unit.text[end : end + 1].isalpha() else ""


def await_before(node: cst.BaseExpression, unit: Unit, applicability: Applicability) -> Fix:
    """``f()`` → ``await f()``."""
    check_await(node, unit)
    for outer in unit.ancestors(node):
        if isinstance(outer, cst.AnnAssign) and _AWAITABLES.search(unit.code(outer.annotation.annotation)):
            raise CannotFix("the annotation says that it is to be awaited later")
    patch = Patch(unit)
    before, after = around(node, unit)
    patch.wrap(node, f"{before}await ", after)
    misplaced = _awaited_for(node, unit)
    if misplaced is None or _is_awaitable(node, misplaced.expression, unit):
        return patch.fix("put `await` before it", applicability)
    moved = _AWAIT.match(unit.text, unit.span(misplaced)[0])
    if moved is None:
        raise CannotFix("the `await` is not in sight")
    patch.replace(*moved.span(), "")
    return patch.fix("put the `await` before what is a coroutine", Applicability.UNSAFE)


def _awaited_for(node: cst.BaseExpression, unit: Unit) -> cst.Await | None:
    """The ``await`` of ``await f().x`` and ``await f()["x"]``, which stands for something that ``f()`` is asked for."""
    inner: cst.CSTNode = node
    calls = 0
    for outer in unit.ancestors(node):
        if isinstance(outer, cst.Await):
            if calls > isinstance(inner, cst.Call):
                raise CannotFix("what is awaited is too far away")
            return outer if inner is not node else None
        is_asked = isinstance(outer, (cst.Attribute, cst.Subscript)) and outer.value is inner
        if not is_asked and not (isinstance(outer, cst.Call) and outer.func is inner):
            return None
        calls += isinstance(outer, cst.Call)
        inner = outer
    return None


def _is_awaitable(node: cst.BaseExpression, asked: cst.BaseExpression, unit: Unit) -> bool:
    """Whether what the result of ``node`` is asked for has to be awaited in its turn: ``(await connect()).execute()``."""
    targets, resolver = unit.program.targets, unit.program.resolver
    is_call = isinstance(asked, cst.Call)
    wanted = asked.func if isinstance(asked, cst.Call) else asked
    values = resolver.evaluate(_asked(node, wanted, unit), unit.module, unit.scope(node))
    found = targets.coroutine_function(values) if is_call else targets.coroutine(values)
    if found is None and is_call and not (values.items and values.complete):
        raise CannotFix("whether the `await` is in the right place is not to be seen")
    return found is not None


def _asked(node: cst.BaseExpression, asked: cst.BaseExpression, unit: Unit) -> facts.Expr:
    """The expression ``asked`` with ``await node`` in place of ``node``."""
    if asked is node:
        site = unit.site(node)
        return facts.Await(facts.Result(site.index)) if site is not None else facts.OPAQUE
    if isinstance(asked, cst.Attribute):
        return facts.Attribute(_asked(node, asked.value, unit), asked.attr.value)
    if isinstance(asked, cst.Subscript):
        return facts.Item(_asked(node, asked.value, unit), ())
    return facts.OPAQUE


def await_coroutine(node: cst.Call | cst.Attribute, unit: Unit, confidence: Confidence) -> Fix:
    """Await a coroutine that is made in async code; run one that a script makes at its end."""
    if unit.function(node) is None and not unit.module.is_notebook and _is_main_guard(node, unit):
        patch = Patch(unit)
        patch.wrap(node, f"{_asyncio_run(node, patch)}(", ")")
        return patch.fix("run it with `asyncio.run(...)`", Applicability.UNSAFE)
    is_certain = confidence is Confidence.CERTAIN
    return await_before(node, unit, Applicability.SAFE if is_certain else Applicability.UNSAFE)


def _is_main_guard(node: cst.CSTNode, unit: Unit) -> bool:
    """Whether the call is a statement right below ``if __name__ == "__main__":``, or behind it on the same line."""
    statement, *outer = unit.ancestors(node)
    guard = next((each for each in outer if not isinstance(each, (cst.BaseSuite, cst.SimpleStatementLine))), None)
    if not isinstance(statement, cst.Expr) or not isinstance(guard, cst.If) or unit.parent(guard) is not None:
        return False
    return re.fullmatch(r"""__name__\s*==\s*(["'])__main__\1""", unit.code(guard.test).strip("()")) is not None


def _asyncio_run(node: cst.CSTNode, patch: Patch) -> str:
    """``asyncio.run`` as ``node`` writes it, in a file that is written for no other framework."""
    imported = imported_frameworks(patch.unit)
    if imported and "asyncio" not in imported:
        raise CannotFix("the file is not written for asyncio")
    return patch.name("asyncio", "run", node)


# -- Instead of a loop that is run inside a loop


def await_argument(call: cst.Call, unit: Unit) -> Fix:
    """``asyncio.run(main())``, ``loop.run_until_complete(main())`` → ``await main()``; ``anyio.run(main, x)`` too."""
    check_await(call, unit)
    site = unit.site(call)
    roles = unit.roles(call)
    first, *others = call.args or (None,)
    is_in_sight = first is not None and not first.star and (first.keyword is None or first.keyword.value in _RUN)
    if site is None or first is None or not is_in_sight or not roles or not roles <= {Role.RUN, Role.RUN_ON_LOOP}:
        raise CannotFix("it is not to be seen what is run")
    is_safe = all(effect.confidence is Confidence.CERTAIN for effect in site.effects.values())
    if Role.RUN_ON_LOOP in roles:
        is_safe = _is_for_any_loop(first.value, call, unit) and is_safe
    patch = Patch(unit)
    before, after = around(call, unit)
    patch.replace(*unit.span(call), before + _run_here(first.value, others, call, unit) + after)
    patch.free_imports_in(call)
    return patch.fix("await it: a loop is running already", Applicability.SAFE if is_safe else Applicability.UNSAFE)


def _run_here(what: cst.BaseExpression, others: Sequence[cst.Arg], call: cst.Call, unit: Unit) -> str:
    """The code that awaits what the call runs: a coroutine, or a function that anyio and trio call themselves."""
    names = unit.names(call)
    if any(name.endswith(".Runner.run") for name in names):
        raise CannotFix("the runner itself cannot be entered or left here")
    _check_framework(names, unit)
    takes_function = any(name.partition(".")[0] in ("anyio", "trio") for name in names)
    if any(each.star == "**" or each.keyword is not None or not takes_function for each in others):
        raise CannotFix("the options of the run would be lost")
    values = unit.values(what)
    if takes_function:
        if unit.program.targets.coroutine(values) is not None:
            raise CannotFix("it is a coroutine that is run, and no coroutine function")
        return f"await {_called(what, others, call, unit)}"
    if any(isinstance(value, FunctionValue) for value in values.items):
        raise CannotFix("what is run is no coroutine: it was not called")
    return _awaited(what, call, unit)


def _check_framework(names: frozenset[str], unit: Unit) -> None:
    """What one framework was to run cannot be awaited under another."""
    imported = imported_frameworks(unit)
    is_trio = any(name.startswith("trio.") for name in names)
    if imported & {"asyncio", "anyio"} if is_trio else "trio" in imported:
        raise CannotFix("it may belong to another framework than the code around it")


def _is_for_any_loop(awaitable: cst.BaseExpression, call: cst.Call, unit: Unit) -> bool:
    """Whether it is sure that the running loop can finish what another one was to run until it is complete."""
    receiver = call.func.value if isinstance(call.func, cst.Attribute) else None
    if receiver is not None and _is_running(receiver, unit):
        closing = {f"{unit.code(receiver)}.{method}" for method in ("close", "stop", "run_forever")}
        if any(unit.code(each.func) in closing for each in unit.of_kind(cst.Call)):
            raise CannotFix("the loop that is running would be closed")
        return True
    if any(
        isinstance(each, cst.Attribute) and each.attr.value in _OF_LOOPS and not _is_running(each.value, unit)
        for each in unit.below(awaitable)
    ):
        raise CannotFix("it belongs to the other loop")
    is_gathered = isinstance(awaitable, cst.Call) and "asyncio.gather" in unit.names(awaitable)
    return is_gathered or unit.program.targets.coroutine(unit.values(awaitable)) is not None


def _is_running(loop: cst.BaseExpression, unit: Unit) -> bool:
    """Whether it is the running loop; the module ``asyncio`` stands for that, too."""
    if unit.code(loop) == "asyncio":
        return True
    values = unit.values(loop)
    return values.complete and {value.origin for value in values.items if isinstance(value, Instance)} == {RUNNING_LOOP}


def await_submitted(call: cst.Call, unit: Unit) -> Fix:
    """``asyncio.run_coroutine_threadsafe(c, loop).result()`` → ``await c``."""
    check_await(call, unit)
    submit = call.func.value if isinstance(call.func, cst.Attribute) and call.func.attr.value == "result" else None
    if not isinstance(submit, cst.Call) or not any(
        name.endswith(".run_coroutine_threadsafe") for name in unit.names(submit)
    ):
        raise CannotFix("the coroutine is not in sight")
    if call.args:
        raise CannotFix("the timeout would be lost")
    if len(submit.args) != 2 or any(argument.star for argument in submit.args):
        raise CannotFix("the coroutine is not in sight")
    coroutine = submit.args[0]
    if coroutine.keyword is not None and coroutine.keyword.value != "coro":
        raise CannotFix("the coroutine is not in sight")
    patch = Patch(unit)
    before, after = around(call, unit)
    patch.replace(*unit.span(call), before + _awaited(coroutine.value, call, unit) + after)
    patch.free_imports_in(call)
    return patch.fix("await it on this loop", Applicability.UNSAFE)


def _awaited(coroutine: cst.BaseExpression, call: cst.Call, unit: Unit) -> str:
    """``await`` and the code of the coroutine, which takes the place of the call."""
    code = moved_left(coroutine, call, unit)
    return f"await {code}" if _is_atom(coroutine, code) else f"await ({code})"


def _is_atom(node: cst.BaseExpression, code: str) -> bool:
    """Whether the code needs no parentheses behind ``await``, or before those of a call."""
    if not isinstance(node, _ATOMS):
        return False
    if "\n" not in code:
        return True
    try:  # the parentheses that are gone may have been what held its lines together
        cst.parse_statement(f"await {code}")
    except (cst.ParserSyntaxError, cst.CSTValidationError):
        return False
    return True


def _called(function: cst.BaseExpression, others: Sequence[cst.Arg], call: cst.Call, unit: Unit) -> str:
    """The code that calls the function with the further arguments of the call that it is handed to."""
    code = moved_left(function, call, unit)
    callee = code if _is_atom(function, code) else f"({code})"
    if not others:
        return f"{callee}()"
    start, end = unit.span(others[0])[0], unit.span(others[-1])[1]
    line = unit.text.rfind("\n", 0, start)
    if unit.text[line + 1 : start].strip():
        return f"{callee}({unit.text[start:end]})"
    # Each argument has a line of its own, and keeps it.
    gap = unit.text[len(unit.text[:start].rstrip()) : start]
    return f"{callee}({gap}{unit.text[start : unit.span(call)[1]]}"


def moved_left(node: cst.BaseExpression, outer: cst.CSTNode, unit: Unit) -> str:
    """The code of ``node``, which is to stand where ``outer`` begins: its further lines go as far to the left as the first."""
    start, end = unit.span(node)
    return _shifted(unit.text[start:end], node, outer, unit)


def _shifted(code: str, node: cst.BaseExpression, outer: cst.CSTNode, unit: Unit) -> str:
    """Code that is made of ``node``, with the further lines moved from the margin of its line to that of ``outer``."""
    before, after = (indentation(unit.span(each)[0], unit.text) for each in (node, outer))
    strings = (each for each in unit.below(node) if isinstance(each, (cst.SimpleString, cst.FormattedString)))
    if not before.startswith(after) or any("\n" in unit.code(each) for each in strings):
        return code
    return code.replace(f"\n{before}", f"\n{after}")


# -- Coroutine functions in threads


def run_coroutine(call: cst.Call, function: cst.BaseExpression, unit: Unit) -> Fix:
    """A coroutine function that went to a thread: awaited here, or run by a loop of the thread's own."""
    argument = unit.parent(function)
    if not isinstance(argument, cst.Arg):
        raise CannotFix("what becomes of the call is not in sight")
    if argument.keyword is not None and argument.keyword.value == "target":
        return _run_in_thread(call, function, unit)
    return _await_here(call, argument, unit)


def _run_in_thread(call: cst.Call, function: cst.BaseExpression, unit: Unit) -> Fix:
    """``Thread(target=f)`` → ``Thread(target=lambda: asyncio.run(f()))``."""
    if "threading.Thread" not in unit.names(call):
        raise CannotFix("a lambda cannot go to another process")
    patch = Patch(unit)
    run = _asyncio_run(call, patch)
    if isinstance(function, cst.Lambda):
        patch.wrap(function.body, f"{run}(", ")")
    else:
        keywords = {each.keyword.value for each in call.args if each.keyword is not None}
        is_open = any(each.star for each in call.args)
        stars = [f"*{'*' * (word == 'kwargs')}{word}" for word in ("args", "kwargs") if is_open or word in keywords]
        given = ", ".join(stars)
        if not _is_steady(function, unit) or _root(function).value in ("args", "kwargs"):
            raise CannotFix("the function may be another one by the time the thread calls it")
        patch.wrap(function, f"lambda{' ' * bool(given)}{given}: {run}(", f"({given}))")
    return patch.fix("run the coroutine in the thread", Applicability.UNSAFE)


def _root(function: cst.BaseExpression) -> cst.Name:
    """The name that a dotted name begins with."""
    while isinstance(function, cst.Attribute):
        function = function.value
    if not isinstance(function, cst.Name):
        raise CannotFix("the function would be worked out later")
    return function


def _is_steady(function: cst.BaseExpression, unit: Unit) -> bool:
    """Whether a lambda that stands in place of the name finds the same under it, whenever it runs."""
    root = _root(function)
    scopes = unit.module.facts.scopes
    index = unit.scope(root)
    while index > 0 and root.value not in scopes[index].bindings:
        index = scopes[index].parent
    bindings = scopes[index].bindings.get(root.value, ())
    if len(bindings) != 1 or scopes[index].kind is facts.ScopeKind.CLASS:
        return False
    if any(isinstance(outer, _COMPREHENSIONS) for outer in unit.ancestors(root)):
        return False
    targets = [
        each
        for each in unit.of_kind(cst.AssignTarget)
        if isinstance(each.target, cst.Name) and each.target.value == root.value
    ]
    functions = [each for each in unit.of_kind(cst.FunctionDef) if each.name.value == root.value]
    if isinstance(bindings[0], facts.Assigned) and len(targets) != 1:
        return False  # bound by a `for`, a `with`, …
    bound: list[cst.CSTNode] = [*targets, *functions]
    return not any(isinstance(outer, (cst.For, cst.While)) for each in bound for outer in unit.ancestors(each))


def _await_here(call: cst.Call, argument: cst.Arg, unit: Unit) -> Fix:
    """``await loop.run_in_executor(None, f, x)`` → ``await f(x)``."""
    awaited = unit.parent(call)
    if not isinstance(awaited, cst.Await):
        raise CannotFix("what becomes of the call is not in sight")
    others = call.args[list(call.args).index(argument) + 1 :]
    names = unit.names(call)
    takes_keywords = any(name.endswith((".to_thread", ".run_in_threadpool")) for name in names)
    if not takes_keywords and not any(name.endswith((".run_in_executor", ".to_thread.run_sync")) for name in names):
        raise CannotFix("it may do more than run the function")
    if argument.keyword is not None or not (
        takes_keywords or all(each.keyword is None and each.star != "**" for each in others)
    ):
        raise CannotFix("its options would be taken for arguments")
    if _is_awaited_again(awaited, unit):
        raise CannotFix("the coroutine that comes back is awaited already")
    patch = Patch(unit)
    patch.replace(*unit.span(call), _result(argument.value, others, call, unit))
    patch.free_imports_in(call)
    return patch.fix("await the coroutine on the loop", Applicability.UNSAFE)


def _result(function: cst.BaseExpression, others: Sequence[cst.Arg], call: cst.Call, unit: Unit) -> str:
    """The code of what calling the function gives: of the call in a ``lambda``, or of what ``partial`` is given."""
    if isinstance(function, cst.Lambda):
        parameters = function.params
        if others or any(
            (parameters.params, parameters.kwonly_params, parameters.posonly_params, parameters.star_kwarg)
        ):
            raise CannotFix("the lambda has parameters")
        return _awaited(function.body, call, unit).removeprefix("await ")
    if isinstance(function, cst.Call) and unit.names(function) & {"functools.partial"}:
        first, *given = function.args or (None,)
        if others or first is None or first.star or first.keyword is not None:
            raise CannotFix("it is not to be seen what `partial` calls")
        return _shifted(_called(first.value, given, function, unit), function, call, unit)
    return _called(function, others, call, unit)


def _is_awaited_again(awaited: cst.Await, unit: Unit) -> bool:
    """Whether what comes back from the thread, a coroutine, is awaited in its turn."""
    from asynclint.rules.uses import Fate, use_of, uses_of_name

    use = use_of(awaited, unit)
    function = unit.function(awaited)
    uses = [use]
    if isinstance(function, cst.FunctionDef):
        uses += [found for name in use.names for found in uses_of_name(name, function, unit, use.node)]
    return any(found.fate is Fate.AWAITED for found in uses)


# -- `async with` and `async for`


def asynchronous(node: cst.With | cst.For | cst.CompFor, unit: Unit, confidence: Confidence) -> Fix:
    """``with`` → ``async with``, ``for`` → ``async for``."""
    keyword = "with" if isinstance(node, cst.With) else "for"
    start = unit.span(node)[0]
    if isinstance(node, cst.CompFor):
        comprehension = _comprehension_around(node, unit)
        if comprehension is None or isinstance(comprehension, cst.GeneratorExp):
            raise CannotFix("it would make the generator expression asynchronous")
        check_await(comprehension, unit)
        # The span of a `for` in a comprehension begins with the blanks and comments before it.
        gap = _GAP.match(unit.text, start)
        start = gap.end() if gap is not None else start
    else:
        check_await(node, unit)
    if not unit.text.startswith(keyword, start):
        raise CannotFix(f"the `{keyword}` is not in sight")
    patch = Patch(unit)
    patch.insert(start, "async ")
    safe = confidence is Confidence.CERTAIN
    return patch.fix(f"write `async {keyword}`", Applicability.SAFE if safe else Applicability.UNSAFE)
