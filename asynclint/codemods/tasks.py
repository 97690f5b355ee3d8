"""A task that nobody keeps is kept: in a set of the module until it is done, in the task group around it, or awaited at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.codemods.awaiting import check_await
from asynclint.codemods.patch import CannotFix, Patch
from asynclint.findings import Applicability, Fix

if TYPE_CHECKING:
    from asynclint.rules.unit import Unit

_SET = "background_tasks"
# A set whose tasks remove themselves: the one to use again.
_DISCARD = re.compile(r"\.add_done_callback\((\w+)\.discard\)")
_GROUPS = frozenset({"asyncio.TaskGroup", "asyncio.taskgroups.TaskGroup"})


def keep_task(call: cst.Call, unit: Unit, applicability: Applicability) -> Fix:
    """Keep the task that ``call`` makes, as the settings want it."""
    match unit.task_fix:
        case "set":
            return _in_set(call, unit, applicability)
        case "taskgroup":
            return _in_group(call, unit)
        case "await":
            return _awaited(call, unit)


def _in_set(call: cst.Call, unit: Unit, applicability: Applicability) -> Fix:
    """``task = …; background_tasks.add(task); task.add_done_callback(background_tasks.discard)``."""
    statement = unit.parent(call)
    target = unit.parent(statement) if statement is not None else None
    patch = Patch(unit)
    if isinstance(statement, cst.Expr):
        task = patch.fresh("task", call)
        patch.insert(unit.span(statement)[0], f"{task} = ")
    elif isinstance(statement, (cst.Assign, cst.AnnAssign)):
        target = statement.targets[0].target if isinstance(statement, cst.Assign) else statement.target
        if not isinstance(target, cst.Name):
            raise CannotFix("the task is bound to more than a name")
        task = target.value
        if task == "_":
            task = patch.fresh("task", call)
            patch.replace(*unit.span(target), task)
    else:
        raise CannotFix("the task is made inside an expression")
    line = unit.parent(statement)
    if not isinstance(line, (cst.SimpleStatementLine, cst.SimpleStatementSuite)):
        raise CannotFix("the task is made inside an expression")
    tasks = _set_of(unit) or _new_set(call, patch)
    following = (f"{tasks}.add({task})", f"{task}.add_done_callback({tasks}.discard)")
    end = unit.span(statement)[1]
    text = unit.text
    newline = "\r\n" if "\r\n" in text else "\n"
    begin = text.rfind("\n", 0, unit.span(line)[0]) + 1
    indent = text[begin : unit.span(line)[0]]
    if len(line.body) == 1 and isinstance(line, cst.SimpleStatementLine) and not indent.strip():
        stop = text.find("\n", end)
        stop = len(text) if stop < 0 else stop + 1
        lines = "".join(f"{indent}{each}{newline}" for each in following)
        missing = "" if text.endswith("\n") or stop < len(text) else newline
        patch.insert(stop, missing + lines.removesuffix(newline) if missing else lines)
    else:
        patch.insert(end, "".join(f"; {each}" for each in following))
    return patch.fix("keep the task in a set until it is done", applicability)


def _set_of(unit: Unit) -> str | None:
    """A set of the module that keeps tasks until they are done."""
    module = unit.module.facts.scopes[0].bindings
    return next((name for name in _DISCARD.findall(unit.text) if name in module), None)


def _new_set(call: cst.Call, patch: Patch) -> str:
    name = next(name for name in (_SET, f"_{_SET}", f"{_SET}_of_module") if patch.fresh(name, call) == name)
    patch.define(f"{name}: set[{patch.name('asyncio', 'Task', call)}] = set()")
    return name


def _in_group(call: cst.Call, unit: Unit) -> Fix:
    """``group.create_task(…)``, where the statement stands in the body of ``async with TaskGroup() as group``."""
    inner: cst.CSTNode = call
    for outer in unit.ancestors(call):
        if isinstance(outer, (cst.FunctionDef, cst.Lambda)):
            break
        if isinstance(outer, cst.With) and outer.asynchronous is not None and inner is outer.body:
            for item in outer.items:
                if isinstance(item.item, cst.Call) and unit.names(item.item) & _GROUPS and item.asname is not None:
                    if not call.args or call.args[0].star:
                        break
                    patch = Patch(unit)
                    patch.replace(*unit.span(call.func), f"{unit.code(item.asname.name)}.create_task")
                    return patch.fix("make the task in the task group", Applicability.UNSAFE)
        inner = outer
    raise CannotFix("there is no task group around it")


def _awaited(call: cst.Call, unit: Unit) -> Fix:
    """``create_task(f())`` → ``await f()``."""
    check_await(call, unit)
    if (
        len(call.args) != 1
        or call.args[0].star
        or not isinstance(call.args[0].value, (cst.Call, cst.Name, cst.Attribute))
    ):
        raise CannotFix("the coroutine is not in sight")
    patch = Patch(unit)
    start, end = unit.span(call)
    from_, to = unit.span(call.args[0].value)
    patch.replace(start, from_, "await ")
    patch.replace(to, end, "")
    return patch.fix("await it at once", Applicability.UNSAFE)
