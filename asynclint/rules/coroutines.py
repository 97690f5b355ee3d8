"""ASL101-106: coroutines that nobody runs, or that are taken for something else."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import libcst as cst

from asynclint.codemods.awaiting import asynchronous, await_before, await_coroutine, run_coroutine
from asynclint.findings import Applicability, Confidence, Fix
from asynclint.knowledge.roles import Role
from asynclint.program.facts import ScopeKind
from asynclint.program.facts import Use as FactUse
from asynclint.program.modules import Module
from asynclint.program.suspects import ITERATOR, MANAGER, Protocol, is_only_async
from asynclint.program.values import Coroutine, FunctionValue, Values
from asynclint.rules.doubles import is_replaced
from asynclint.rules.questions import asks_of, is_ruled_out
from asynclint.rules.rule import Draft, Rule
from asynclint.rules.unit import Unit
from asynclint.rules.uses import Fate, Use, use_of, uses_of_name


class _CoroutineRule(Rule):
    """The rules that share the question what becomes of a new coroutine; each reports the misuses of its own kind."""

    listens = (cst.Call, cst.Attribute)
    fates: frozenset[Fate]

    def places(self, unit: Unit) -> set[int]:
        return {node for node, (_, misuse) in _misuses(unit).items() if misuse.fate in self.fates}

    def visit(self, node: cst.CSTNode, unit: Unit) -> Iterator[Draft]:
        assert isinstance(node, (cst.Call, cst.Attribute))
        known = _misuses(unit).get(id(node))
        if known is None or known[1].fate not in self.fates:
            return
        confidence, misuse = known
        maker = f"{unit.code(node.func)}(...)" if isinstance(node, cst.Call) else unit.code(node)
        yield Draft(
            node,
            self.message(maker, misuse, unit.in_coroutine(node)),
            confidence,
            fix=functools.partial(self.mended, node, unit, confidence),
        )

    def message(self, maker: str, misuse: Use, in_coroutine: bool) -> str:
        """What will happen, and what to do."""
        raise NotImplementedError

    def mended(self, node: cst.Call | cst.Attribute, unit: Unit, confidence: Confidence) -> Fix:
        """The fix: the coroutine is awaited where it is made."""
        return await_coroutine(node, unit, confidence)


@functools.lru_cache(maxsize=1)
def _misuses(unit: Unit) -> dict[int, tuple[Confidence, Use]]:
    """The misused coroutines of the unit, by the identity of the call, or property, that makes them."""
    found: dict[int, tuple[Confidence, Use]] = {}
    nodes: list[cst.Call | cst.Attribute] = [*unit.of_kind(cst.Call), *unit.of_kind(cst.Attribute)]
    for node in nodes:
        confidence = _new_coroutine(node, unit)
        misuse = _misuse(node, unit) if confidence is not None else None
        if confidence is not None and misuse is not None:
            found[id(node)] = confidence, misuse
    return found


def _new_coroutine(node: cst.Call | cst.Attribute, unit: Unit) -> Confidence | None:
    """How sure it is that the call, or the property, makes a coroutine that nobody has taken care of yet."""
    targets = unit.program.targets
    if isinstance(node, cst.Attribute):
        return targets.coroutine(unit.values(node)) if node.attr.value in targets.async_properties else None
    site = unit.site(node)
    if site is None or any(role.role is Role.KEEP for role in targets.roles(site.module, site.index)):
        return None
    return targets.coroutine(unit.program.resolver.result(site.module, site.index))


def _misuse(call: cst.Call | cst.Attribute, unit: Unit) -> Use | None:
    """The misuse of the coroutine that the call gives; None where there is none, or where the call is expected to fail."""
    callee = unit.code(call.func if isinstance(call, cst.Call) else call)
    if is_ruled_out(call, callee, unit) or is_replaced(call, {callee.rpartition(".")[2]}, unit):
        return None
    misuse = _misuse_of(call, unit)
    if misuse is not None and misuse.fate is Fate.DISCARDED and _is_expected_to_fail(call, unit):
        return None
    return misuse


def _misuse_of(call: cst.BaseExpression, unit: Unit) -> Use | None:
    """The first thing done with the coroutine that a coroutine is not for; None where it is, or may be, awaited.

    A coroutine bound to a local that no path ever reads is ``BOUND``.
    """
    use = use_of(call, unit)
    if use.fate in (Fate.AWAITED, Fate.HANDED_ON):
        return None
    function = unit.function(call)
    if not use.names or use.raises:
        return use
    if not isinstance(function, cst.FunctionDef):
        return None  # a global: anybody may use it
    if use.fate is Fate.BOUND and unit.scope(call) != unit.scope(function.body.body[0]):
        return None  # a class attribute
    later = [found for name in use.names for found in uses_of_name(name, function, unit, use.node)]
    if any(found.fate is Fate.AWAITED for found in later):
        return None
    if any(asks_of(found.node, name, unit) for name in use.names for found in later):
        return None  # the code knows that it may be a coroutine
    misused = [found for found in later if found.raises]
    if misused:
        return misused[0]  # whoever else gets it
    if any(found.fate is Fate.HANDED_ON for found in later):
        return None
    misused = [found for found in (use, *later) if found.fate in (Fate.TESTED, Fate.USED)]
    return misused[0] if misused else use


def _is_expected_to_fail(node: cst.CSTNode, unit: Unit) -> bool:
    """Inside ``with pytest.raises(…)``, or ``warns``, a call is made for what it raises at once, or warns of."""
    for ancestor in unit.ancestors(node):
        if isinstance(ancestor, cst.With):
            for item in ancestor.items:
                if isinstance(item.item, cst.Call) and unit.code(item.item.func).endswith(
                    ("raises", "warns", "assertRaises", "assertRaisesRegex", "assertWarns", "assertWarnsRegex")
                ):
                    return True
    return False


def _remedy(in_coroutine: bool) -> str:
    return "put `await` before it" if in_coroutine else "await it in async code, or run it with `asyncio.run(...)`"


class UnawaitedCoroutine(_CoroutineRule):
    """A coroutine is made and thrown away: its body never runs.

    ## What it does

    Finds calls that give a coroutine and stand as a statement of their own, or are assigned to `_`. The call may be of an
    `async def`, of a plain `def` that returns a coroutine, of a method found through its class and bases, or of a library
    function that is asynchronous; in another file as well as in this one.

    ## Why is this bad

    Calling an `async def` runs nothing: it makes a coroutine object. Nobody awaits this one, so its body never starts. Python
    says so only when the object is collected, with `RuntimeWarning: coroutine ... was never awaited` on stderr, at some other
    place, and the program goes on as if the work had been done.

    ## Example

    ```python
    import asyncio

    async def save(order: str) -> None:
        await asyncio.sleep(0.1)

    async def handle(order: str) -> str:
        save(order)
        return "saved"
    ```

    ## Use instead

    ```python
    import asyncio

    async def save(order: str) -> None:
        await asyncio.sleep(0.1)

    async def handle(order: str) -> str:
        await save(order)
        return "saved"
    ```

    ## When it is fine

    A coroutine that is returned, stored, scheduled or passed on is not reported; nor is a call inside `with pytest.raises(...)`.
    Futures and tasks that are thrown away are another matter: see ASL301.

    ## Settings

    `spawn` names functions of your own that schedule the coroutine they are given: what they return may be thrown away.

    ## References

    - [Coroutines](https://docs.python.org/3/library/asyncio-task.html#coroutines)
    - [Detect never-awaited coroutines](https://docs.python.org/3/library/asyncio-dev.html#detect-never-awaited-coroutines)
    """

    code = "ASL101"
    mends = (
        "`await` is put before the call, in async code: safe where the finding is certain, unsafe where it is "
        'likely. Right below `if __name__ == "__main__":` the coroutine is run with `asyncio.run(...)` (unsafe).'
    )
    fates = frozenset({Fate.DISCARDED})

    def message(self, maker: str, misuse: Use, in_coroutine: bool) -> str:
        return f"`{maker}` makes a coroutine that nobody awaits: its body never runs; {_remedy(in_coroutine)}"


class CoroutineNeverUsed(_CoroutineRule):
    """A coroutine is bound to a local name that nothing reads.

    ## What it does

    Finds coroutines that are assigned to a local which, on every path from there, is never awaited, scheduled, returned or
    passed on, because it is not read at all or is bound anew first.

    ## Why is this bad

    The body of the coroutine never runs. The name makes it look as if the result were there; what follows goes on without it.

    ## Example

    ```python
    import asyncio

    async def render(page: str) -> str:
        await asyncio.sleep(0)
        return page

    async def publish(page: str) -> str:
        html = render(page)
        return "published"
    ```

    ## Use instead

    ```python
    import asyncio

    async def render(page: str) -> str:
        await asyncio.sleep(0)
        return page

    async def publish(page: str) -> str:
        html = await render(page)
        return html
    ```

    ## When it is fine

    Names that a nested function reads, globals and class attributes are not reported: somebody else may await them.

    ## Settings

    None of its own; `severity = { ASL102 = "warning" }` makes it milder.

    ## References

    - [Coroutines](https://docs.python.org/3/library/asyncio-task.html#coroutines)
    """

    code = "ASL102"
    mends = "`await` is put before the call that makes the coroutine (unsafe: perhaps the work was not wanted at all)."
    fates = frozenset({Fate.BOUND})

    def message(self, maker: str, misuse: Use, in_coroutine: bool) -> str:
        names = " and ".join(f"`{name}`" for name in misuse.names)
        return (
            f"the coroutine of `{maker}` is bound to {names}, which nothing reads: its body never runs; "
            f"{_remedy(in_coroutine)}"
        )

    def mended(self, node: cst.Call | cst.Attribute, unit: Unit, confidence: Confidence) -> Fix:
        """The fix: awaited at the binding. Perhaps the work was not wanted at all, so it is never safe."""
        return await_before(node, unit, Applicability.UNSAFE)


class CoroutineInCondition(_CoroutineRule):
    """A coroutine is tested or compared, instead of its result.

    ## What it does

    Finds coroutines in conditions: `if`, `while`, `assert`, `not`, `and`, `or`, conditional expressions, filters of
    comprehensions, and comparisons; directly or by way of a local name.

    ## Why is this bad

    A coroutine object is true, whatever the function would have returned, and equal to nothing but itself. The branch that is
    taken is always the same one, and the function that was to decide never runs.

    ## Example

    ```python
    import asyncio

    async def is_allowed(user: str) -> bool:
        await asyncio.sleep(0)
        return user == "ada"

    async def open_door(user: str) -> str:
        if is_allowed(user):
            return "open"
        return "closed"
    ```

    ## Use instead

    ```python
    import asyncio

    async def is_allowed(user: str) -> bool:
        await asyncio.sleep(0)
        return user == "ada"

    async def open_door(user: str) -> str:
        if await is_allowed(user):
            return "open"
        return "closed"
    ```

    ## When it is fine

    A function that is sometimes asynchronous and sometimes not makes no finding: every target of the call must give a coroutine.

    ## Settings

    None of its own.

    ## References

    - [Coroutines](https://docs.python.org/3/library/asyncio-task.html#coroutines)
    - [Truth value testing](https://docs.python.org/3/library/stdtypes.html#truth-value-testing)
    """

    code = "ASL103"
    mends = "`await` is put before the call that makes the coroutine: safe where the finding is certain."
    fates = frozenset({Fate.TESTED})

    def message(self, maker: str, misuse: Use, in_coroutine: bool) -> str:
        return f"the coroutine of `{maker}`, not its result, is {misuse.how}; {_remedy(in_coroutine)}"


class CoroutineAsValue(_CoroutineRule):
    """A coroutine is used as if it were the result.

    ## What it does

    Finds coroutines whose attributes are asked for, that are subscripted, iterated over, unpacked, calculated with, formatted,
    or passed to something that never awaits them: `print`, `len`, `str`, logging, `json.dumps`, or a function of the program
    that treats the argument as a value. A coroutine that goes through a local name first is followed.

    ## Why is this bad

    A coroutine object has no result yet. Most such uses raise `TypeError` or `AttributeError` at run time; formatting,
    printing and logging do not: they show `<coroutine object ...>` to the user, and the body never runs.

    ## Example

    ```python
    import asyncio

    async def load(user_id: int) -> dict[str, str]:
        await asyncio.sleep(0)
        return {"name": "ada"}

    async def greet(user_id: int) -> str:
        return "hello " + load(user_id)["name"]
    ```

    ## Use instead

    ```python
    import asyncio

    async def load(user_id: int) -> dict[str, str]:
        await asyncio.sleep(0)
        return {"name": "ada"}

    async def greet(user_id: int) -> str:
        return "hello " + (await load(user_id))["name"]
    ```

    ## When it is fine

    The coroutine's own methods (`send`, `throw`, `close`) and `cr_` fields are what they are for. A function that nothing is
    known of may await its argument, and makes no finding.

    ## Settings

    None of its own.

    ## References

    - [Coroutine objects](https://docs.python.org/3/reference/datamodel.html#coroutine-objects)
    """

    code = "ASL104"
    mends = (
        "`await` is put before the call that makes the coroutine, in parentheses where it needs them: safe where "
        "the finding is certain."
    )
    fates = frozenset({Fate.USED})

    def places(self, unit: Unit) -> set[int]:
        return super().places(unit) | {id(node.value) for node in unit.of_kind(cst.Return)}

    def visit(self, node: cst.CSTNode, unit: Unit) -> Iterator[Draft]:
        yield from super().visit(node, unit)
        if isinstance(node, cst.Call) and isinstance(unit.parent(node), cst.Return) and unit.in_coroutine(node):
            yield from _returned(node, unit)

    def message(self, maker: str, misuse: Use, in_coroutine: bool) -> str:
        return f"the coroutine of `{maker}`, not its result, is {misuse.how}; {_remedy(in_coroutine)}"


def _returned(call: cst.Call, unit: Unit) -> Iterator[Draft]:
    """An ``async def`` that returns a coroutine: every caller awaits once, and has a coroutine where it wants the result."""
    function = unit.definition(call)
    site = unit.site(call)
    if function is None or site is None or not function.is_async:
        return
    confidence = unit.program.targets.coroutine(unit.program.resolver.result(site.module, site.index))
    callers = unit.program.callers(function)
    if (
        confidence is None
        or not callers
        or not all(_uses_after_one_await(module, index, unit) for module, index in callers)
    ):
        return
    yield Draft(
        call,
        f"`{unit.code(call.func)}(...)` is returned without `await`: callers of `{function.fact.name}` await once and then use a "
        "coroutine as if it were the result; put `await` before it",
        min(confidence, Confidence.LIKELY),
        fix=functools.partial(await_before, call, unit, Applicability.UNSAFE),
    )


def _uses_after_one_await(module: Module, index: int, unit: Unit) -> bool:
    fact = module.facts.calls[index]
    scope = fact.scope
    caller = unit.unit_of(module.definition(scope)) if scope else None
    if fact.use is not FactUse.AWAITED or caller is None:
        return False
    node = caller.call_node(index)
    awaited = caller.parent(node) if node is not None else None
    misuse = _misuse_of(awaited, caller) if isinstance(awaited, cst.Await) else None
    return misuse is not None and misuse.fate in (Fate.USED, Fate.TESTED)


class SyncProtocolOnAsync(Rule):
    """`with` on an asynchronous context manager, or `for` over an asynchronous iterator.

    ## What it does

    Finds `with` statements whose manager only has `__aenter__` and `__aexit__` (or comes from `@asynccontextmanager`), and `for`
    loops and comprehensions over something that only has `__aiter__` (or is an asynchronous generator).

    ## Why is this bad

    Both raise at run time: `with` needs `__enter__` and `__exit__`, `for` needs `__iter__`. Python says `TypeError` (or
    `AttributeError` before 3.11) when the line is reached, which may be late.

    ## Example

    ```python
    import asyncio

    lock = asyncio.Lock()

    async def update() -> None:
        with lock:
            await asyncio.sleep(0)
    ```

    ## Use instead

    ```python
    import asyncio

    lock = asyncio.Lock()

    async def update() -> None:
        async with lock:
            await asyncio.sleep(0)
    ```

    ## When it is fine

    Objects that have both protocols make no finding, nor do objects some of whose base classes are unknown.

    ## Settings

    None of its own.

    ## References

    - [Asynchronous context managers](https://docs.python.org/3/reference/datamodel.html#asynchronous-context-managers)
    - [Asynchronous iterators](https://docs.python.org/3/reference/datamodel.html#asynchronous-iterators)
    """

    code = "ASL105"
    mends = "`async with`, `async for`, in async code: safe where the finding is certain."
    listens = (cst.With, cst.For, cst.CompFor)

    def visit(self, node: cst.CSTNode, unit: Unit) -> Iterator[Draft]:
        if getattr(node, "asynchronous", None) is not None:
            return
        if isinstance(node, cst.With):
            managers = [(item.item, _only_async(item.item, unit, MANAGER)) for item in node.items]
            are_alike = all(confidence is not None for _, confidence in managers)
            for manager, confidence in managers:
                if confidence is not None:
                    yield self._draft(node, manager, unit, "with", confidence, fixable=are_alike)
        elif isinstance(node, (cst.For, cst.CompFor)):
            confidence = _only_async(node.iter, unit, ITERATOR)
            if confidence is not None:
                yield self._draft(node, node.iter, unit, "for", confidence)

    def _draft(
        self,
        statement: cst.With | cst.For | cst.CompFor,
        node: cst.BaseExpression,
        unit: Unit,
        keyword: str,
        confidence: Confidence,
        *,
        fixable: bool = True,
    ) -> Draft:
        kind = "context manager" if keyword == "with" else "iterator"
        remedy = f"write `async {keyword}`" if unit.in_coroutine(node) else f"use `async {keyword}` in async code"
        return Draft(
            node,
            f"`{unit.code(node)}` is an asynchronous {kind}: `{keyword}` on it raises TypeError; {remedy}",
            confidence,
            fix=functools.partial(asynchronous, statement, unit, confidence) if fixable else None,
        )


def _only_async(node: cst.BaseExpression, unit: Unit, protocol: Protocol) -> Confidence | None:
    """How sure it is that the object has the asynchronous protocol and not the plain one; None where it is not so."""
    values = unit.values(node)
    resolver = unit.program.resolver
    if not values.items or not all(is_only_async(value, protocol, resolver) for value in values.items):
        return None
    if not values.complete:
        return Confidence.POSSIBLE
    return Confidence.CERTAIN if values.plain and len(values.items) == 1 else Confidence.LIKELY


class AsyncCallableInSyncSlot(Rule):
    """A coroutine function is given to something that calls it like a plain function.

    ## What it does

    Finds `async def` functions (and lambdas that return a coroutine) passed as thread targets, executor jobs, loop callbacks,
    signal and exit handlers, sort keys and filters.

    ## Why is this bad

    Whoever calls it gets a coroutine, which it throws away or takes for a result. The body never runs: the thread ends at once,
    the callback does nothing, `filter` lets everything through, `sorted` raises TypeError.

    ## Example

    ```python
    import asyncio

    async def refresh() -> None:
        await asyncio.sleep(0)

    async def main() -> None:
        asyncio.get_running_loop().call_later(60, refresh)
        await asyncio.sleep(3600)
    ```

    ## Use instead

    ```python
    import asyncio

    async def refresh() -> None:
        await asyncio.sleep(0)

    async def refresh_later() -> None:
        await asyncio.sleep(60)
        await refresh()

    async def main() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(refresh_later())
    ```

    ## When it is fine

    `map` over a coroutine function gives coroutines that can be gathered, and is not reported.

    ## Settings

    `offload` names functions of your own that run a callable in a thread.

    ## References

    - [Scheduling callbacks](https://docs.python.org/3/library/asyncio-eventloop.html#scheduling-callbacks)
    - [Running in threads](https://docs.python.org/3/library/asyncio-task.html#running-in-threads)
    """

    code = "ASL106"
    mends = (
        "A coroutine function that went to an executor is awaited, one that is the target of a thread is run there "
        "with `asyncio.run(...)` (unsafe)."
    )
    listens = (cst.Call,)

    def visit(self, node: cst.CSTNode, unit: Unit) -> Iterator[Draft]:
        assert isinstance(node, cst.Call)
        site = unit.site(node)
        if site is None:
            return
        for role in unit.program.targets.roles(site.module, site.index):
            if role.role not in (Role.THREAD, Role.CALLBACK, Role.SYNC):
                continue
            argument = argument_at(node, role.slot, role.keyword)
            confidence = None if argument is None else _gives_coroutine(unit.values(argument), unit)
            if argument is not None and confidence is not None:
                confidence = min(confidence, Confidence.CERTAIN if site.callees.plain else Confidence.LIKELY)
                yield Draft(
                    argument,
                    f"`{unit.code(node.func)}` calls `{unit.code(argument)}` like a plain function and drops the coroutine it "
                    f"gets: the body never runs; {_REMEDIES[role.role]}",
                    confidence,
                    fix=functools.partial(run_coroutine, node, argument, unit) if role.role is Role.THREAD else None,
                )


_REMEDIES = {
    Role.THREAD: "pass a plain function that runs it with `asyncio.run(...)`, or await it on the loop",
    Role.CALLBACK: "pass a plain function that schedules it with `asyncio.create_task(...)` and keeps the task",
    Role.SYNC: "pass a plain function",
}


def argument_at(call: cst.Call, slot: int, keyword: str) -> cst.BaseExpression | None:
    """The argument in the 0-based position or with that keyword; None when it is not there in plain sight."""
    position = 0
    for argument in call.args:
        if argument.star:
            return None
        if argument.keyword is not None:
            if argument.keyword.value == keyword:
                return argument.value
        else:
            if position == slot:
                return argument.value
            position += 1
    return None


def _gives_coroutine(values: Values, unit: Unit) -> Confidence | None:
    """How sure it is that calling the values gives a coroutine; lambdas count by what they return."""
    lambdas = [
        value.function
        for value in values.items
        if isinstance(value, FunctionValue) and value.function.fact.kind is ScopeKind.LAMBDA
    ]
    if not lambdas:
        return unit.program.targets.coroutine_function(values)
    resolver = unit.program.resolver
    results = [resolver.evaluate(function.fact.results[0], function.module, function.scope) for function in lambdas]
    if len(lambdas) != len(values.items) or not all(result.complete for result in results):
        return None
    if all(result.items and all(isinstance(item, Coroutine) for item in result.items) for result in results):
        return Confidence.CERTAIN if all(result.plain for result in results) else Confidence.LIKELY
    return None
