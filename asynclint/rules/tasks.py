"""ASL301-302: tasks that nobody keeps."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import libcst as cst

from asynclint.codemods.tasks import keep_task
from asynclint.findings import Applicability, Confidence
from asynclint.knowledge.roles import Role
from asynclint.notebooks import is_shown
from asynclint.program.index import CallSite
from asynclint.rules.flow import executed
from asynclint.rules.rule import Draft, Rule
from asynclint.rules.unit import Unit
from asynclint.rules.uses import Fate, use_of, uses_of_name


class _TaskRule(Rule):
    """The rules that share the question what becomes of a new task."""

    meant_in_tests = True
    listens = (cst.Call,)
    fate: Fate

    def visit(self, node: cst.CSTNode, unit: Unit) -> Iterator[Draft]:
        assert isinstance(node, cst.Call)
        site = unit.site(node)
        if site is None:
            return
        roles = unit.roles(node)
        confidence = _makes_task(node, site, roles, unit)
        if confidence is None:
            return
        use = use_of(node, unit)
        if use.fate is not self.fate or (unit.module.is_notebook and is_shown(unit.text, *unit.span(node))):
            return
        if use.fate is Fate.BOUND:
            doubt = _doubt_of_local(node, use.names, use.node, unit)
            if doubt is None:
                return
            confidence = min(confidence, doubt)
        # What a function of the program returns may be kept by that function in another way.
        safe = unit.task_fix == "set" and not roles.isdisjoint((Role.SPAWN, Role.GATHER))
        applicability = Applicability.SAFE if safe else Applicability.UNSAFE
        fix = functools.partial(keep_task, node, unit, applicability)
        yield Draft(node, self.message(unit.code(node.func), use.names), confidence, fix=fix)

    def message(self, callee: str, names: tuple[str, ...]) -> str:
        """What will happen, and what to do."""
        raise NotImplementedError


def _makes_task(call: cst.Call, site: CallSite, roles: set[Role], unit: Unit) -> Confidence | None:
    """How sure it is that the call makes a task which only its result keeps."""
    if Role.SPAWN in roles and call.args:
        if unit.code(call.func).endswith("ensure_future") and not _gives_coroutine(call.args[0].value, unit):
            return None  # a future already: whoever made it keeps it
        return Confidence.CERTAIN if site.callees.plain and site.callees.complete else Confidence.LIKELY
    if Role.GATHER in roles:  # futures among the arguments are somebody else's
        gathered = [unit.program.targets.coroutine(unit.values(arg.value)) for arg in call.args if not arg.star]
        return max((found for found in gathered if found is not None), default=None)
    if (
        not roles
        and site.callees.items
        and all(unit.program.targets.returns_new_task(value) for value in site.callees.items)
    ):
        return Confidence.LIKELY
    return None


def _gives_coroutine(node: cst.BaseExpression, unit: Unit) -> bool:
    return isinstance(node, cst.Call) or unit.program.targets.coroutine(unit.values(node)) is not None


def _doubt_of_local(call: cst.Call, names: tuple[str, ...], statement: cst.CSTNode, unit: Unit) -> Confidence | None:
    """How sure it is that nobody keeps the task bound to these locals; None when somebody does.

    While the function is suspended its frame keeps the task, so an ``await`` afterwards leaves a doubt, and one that waits for
    ever leaves nothing to say.
    """
    function = unit.function(call)
    if not isinstance(function, cst.FunctionDef) or unit.scope(call) != unit.scope(function.body.body[0]):
        return None
    if any(uses_of_name(name, function, unit, statement) for name in names):
        return None
    flow = unit.flow(function)
    place = flow.place(statement, unit.ancestors(statement))
    if place is None or not flow.completes(place):
        return None
    stores = [node for node in unit.of_kind(cst.AssignTarget) if _is_one_of(node.target, names)]
    others = [
        found
        for store in stores
        if (found := flow.place(store, unit.ancestors(store))) is not None and found is not place
    ]
    for step in flow.reached(place, avoiding=[*others, place]):
        if step is place or isinstance(step, cst.FunctionDef):
            continue
        if (
            any(isinstance(node, cst.Await) for node in executed(_header(step)))
            or getattr(step, "asynchronous", None) is not None
        ):
            return Confidence.POSSIBLE
    return Confidence.CERTAIN


def _is_one_of(target: cst.CSTNode, names: tuple[str, ...]) -> bool:
    return isinstance(target, cst.Name) and target.value in names


def _header(step: cst.CSTNode) -> cst.CSTNode:
    """What runs when control comes to the statement: of a compound one only its test or iterable."""
    for name in ("test", "iter", "subject"):
        inner = getattr(step, name, None)
        if isinstance(inner, cst.CSTNode):
            return inner
    return step if isinstance(step, (cst.SimpleStatementLine, cst.BaseSmallStatement)) else cst.Pass()


class TaskNotKept(_TaskRule):
    """The task that `create_task` returns is thrown away.

    ## What it does

    Finds `asyncio.create_task`, `loop.create_task`, `asyncio.ensure_future`, and `gather` or `shield` of coroutines, whose result
    stands as a statement of its own or is assigned to `_`. `TaskGroup.create_task` is fine: the group keeps its tasks.

    ## Why is this bad

    The event loop keeps only weak references to tasks. While such a task waits for something that nothing else holds, the
    garbage collector may take task and coroutine together: the work stops half-way, without an error but for
    `Task was destroyed but it is pending!` in the log. And when the task fails, nobody learns of it before it is collected.

    ## Example

    ```python
    import asyncio

    async def send_mail(address: str) -> None:
        await asyncio.sleep(1)

    async def sign_up(address: str) -> None:
        asyncio.create_task(send_mail(address))
    ```

    ## Use instead

    ```python
    import asyncio

    tasks: set[asyncio.Task[None]] = set()

    async def send_mail(address: str) -> None:
        await asyncio.sleep(1)

    async def sign_up(address: str) -> None:
        task = asyncio.create_task(send_mail(address))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    ```

    Often a plain `await`, or `async with asyncio.TaskGroup()`, is what was meant.

    ## When it is fine

    A task that is returned, stored in an attribute or a container, gathered, awaited, or given a done callback is not reported.

    ## Settings

    `spawn` names functions of your own that schedule a coroutine and keep the task themselves.

    ## References

    - [asyncio.create_task](https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task) ("Important: Save a reference")
    - [Task groups](https://docs.python.org/3/library/asyncio-task.html#task-groups)
    """

    code = "ASL301"
    mends = (
        "As `task-fix` in the settings says: `set` keeps the task in a set of the module until it is done (safe), "
        "`taskgroup` makes it in the task group around the statement, `await` awaits the coroutine at once (both "
        "unsafe)."
    )
    fate = Fate.DISCARDED

    def message(self, callee: str, names: tuple[str, ...]) -> str:
        return (
            f"nobody keeps the task of `{callee}(...)`: the loop holds it only weakly, so it may be collected half-way, and its "
            "errors are lost; keep it in a set until it is done, use asyncio.TaskGroup, or await it"
        )


class TaskInDeadLocal(_TaskRule):
    """A task is bound to a local name that nothing reads, in a function that ends before the task does.

    ## What it does

    Finds tasks from `create_task` or `ensure_future` that are assigned to a local which is never read again.

    ## Why is this bad

    The name keeps the task only until the function returns or the name is bound anew. From then on it is as if the task had
    been thrown away (ASL301): it may be collected half-way, and its errors are lost.

    ## Example

    ```python
    import asyncio

    async def audit(user: str) -> None:
        await asyncio.sleep(1)

    async def log_in(user: str) -> str:
        task = asyncio.create_task(audit(user))
        return f"welcome {user}"
    ```

    ## Use instead

    ```python
    import asyncio

    async def audit(user: str) -> None:
        await asyncio.sleep(1)

    async def log_in(user: str) -> str:
        async with asyncio.TaskGroup() as group:
            group.create_task(audit(user))
        return f"welcome {user}"
    ```

    ## When it is fine

    A function that awaits something afterwards keeps the task in its frame meanwhile: then it is a *possible* finding, and none
    when the function goes on for ever.

    ## Settings

    `severity = { ASL302 = "error" }` makes it stricter.

    ## References

    - [asyncio.create_task](https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task) ("Important: Save a reference")
    """

    code = "ASL302"
    mends = "As for ASL301."
    fate = Fate.BOUND

    def message(self, callee: str, names: tuple[str, ...]) -> str:
        bound = " and ".join(f"`{name}`" for name in names)
        return (
            f"the task of `{callee}(...)` is bound to {bound}, which nothing reads: once the function ends, nobody keeps the task "
            "and it may be collected half-way; keep it where it outlives the function, use asyncio.TaskGroup, or await it"
        )
