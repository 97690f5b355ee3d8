"""A task that nobody keeps is kept: in a set of the module until it is done, in the task group around it, or awaited at once."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.codemods.awaiting import await_before, check_await, moved_left
from asynclint.codemods.frameworks import oldest_python
from asynclint.codemods.imports import file_imports
from asynclint.codemods.patch import CannotFix, Patch
from asynclint.findings import Applicability, Fix
from asynclint.knowledge.roles import Role
from asynclint.program.facts import ScopeKind

if TYPE_CHECKING:
    from asynclint.rules.unit import Unit

_Line = cst.SimpleStatementLine | cst.SimpleStatementSuite

# A set whose tasks remove themselves: the one to use again.
_GENERIC = (3, 9)  # the first Python in which `set[...]` can be written
_DISCARD = re.compile(r"\.add_done_callback\((\w+)\.discard\)")
_GROUPS = frozenset({"asyncio.TaskGroup", "asyncio.taskgroups.TaskGroup"})
_OF_GROUPS = frozenset({"name", "context"})  # the keywords that `TaskGroup.create_task` takes


def keep_task(call: cst.Call, unit: Unit, applicability: Applicability) -> Fix:
    """Keep the task that ``call`` makes, as the settings want it."""
    match unit.task_fix:
        case "set":
            return _in_set(call, unit, applicability)
        case "taskgroup":
            return _in_group(call, unit)
        case "await":
            return _awaited(call, unit)


# -- a set of the module


def _in_set(call: cst.Call, unit: Unit, applicability: Applicability) -> Fix:
    """``task = …; background_tasks.add(task); task.add_done_callback(background_tasks.discard)``."""
    statement = unit.parent(call)
    line = unit.parent(statement) if isinstance(statement, (cst.Expr, cst.Assign, cst.AnnAssign)) else None
    if not isinstance(line, _Line):
        raise CannotFix("the task is made inside an expression")
    if unit.module.facts.scopes[unit.scope(call)].kind is ScopeKind.CLASS:
        raise CannotFix("the class would get the task as an attribute")
    patch = Patch(unit)
    # What `gather` and `shield` give is a future, and no task.
    kind = "future" if Role.GATHER in unit.roles(call) else "task"
    task = _bound(call, kind, patch)
    tasks = _set_of(call, patch) or _new_set(call, kind, patch)
    _add_behind(line, (f"{tasks}.add({task})", f"{task}.add_done_callback({tasks}.discard)"), call, patch)
    return patch.fix("keep the task in a set until it is done", applicability)


def _bound(call: cst.Call, kind: str, patch: Patch) -> str:
    """The name that the task is bound to, or will be."""
    unit = patch.unit
    statement = unit.parent(call)
    if isinstance(statement, cst.Expr):
        name = patch.fresh(kind, call)
        patch.insert(unit.span(statement)[0], f"{name} = ")
        return name
    targets = [statement.target] if isinstance(statement, cst.AnnAssign) else []
    targets += [each.target for each in statement.targets] if isinstance(statement, cst.Assign) else []
    names = [target.value for target in targets if isinstance(target, cst.Name)]
    kept = next((name for name in names if name != "_"), None)
    if kept is not None:
        return kept
    if names != ["_"]:
        raise CannotFix("the task is bound to more than a name")
    if any(name.value == "_" and not _is_target(name, unit) for name in unit.of_kind(cst.Name)):
        raise CannotFix("`_` is read, too")
    name = patch.fresh(kind, call)
    patch.replace(*unit.span(targets[0]), name)
    return name


def _is_target(name: cst.Name, unit: Unit) -> bool:
    parent = unit.parent(name)
    return isinstance(parent, (cst.AssignTarget, cst.For, cst.CompFor, cst.Element, cst.Param, cst.AsName)) or (
        isinstance(parent, cst.AnnAssign) and parent.target is name
    )


def _set_of(call: cst.Call, patch: Patch) -> str | None:
    """A set of the module that keeps tasks until they are done, and that can be seen from here."""
    unit = patch.unit
    body = file_imports(unit.text).body
    if unit.function(call) is None:  # what runs at once has only what stands above
        line = unit.location(call).line
        body = tuple(statement for statement in body if statement.lineno < line)
    for name in _DISCARD.findall(unit.text):
        if any(_makes_set(statement, name) for statement in body) and not patch.is_hidden(name, call):
            return str(name)
    return None


def _makes_set(statement: ast.stmt, name: str) -> bool:
    """Whether it is ``name = set()``; a ``WeakSet`` keeps nothing."""
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id=target)], value=ast.Call(func=ast.Name(id="set")))
            | ast.AnnAssign(target=ast.Name(id=target), value=ast.Call(func=ast.Name(id="set")))
        ):
            return target == name
    return False


def _new_set(call: cst.Call, kind: str, patch: Patch) -> str:
    """A set under a name that nothing in the file has, so that all its functions can use the same."""
    unit = patch.unit
    taken = {name for scope in unit.module.facts.scopes for name in scope.bindings}
    wanted = f"background_{kind}s"
    name = next((each for each in (wanted, f"_{wanted}") if each not in taken), None)
    if name is None or patch.fresh(name, call) != name:
        raise CannotFix(f"the name `{wanted}` means something else here")
    # The set stands at module level, where nothing is in sight that the function imports or binds.
    if (oldest_python(unit) or _GENERIC) < _GENERIC:
        patch.define(f"{name} = set()")
    else:
        type_ = patch.name("asyncio", kind.capitalize(), unit.roots[0])
        patch.define(f"{name}: set[{type_}] = set()")
    return name


def _add_behind(line: _Line, following: tuple[str, ...], call: cst.Call, patch: Patch) -> None:
    """Lines of their own below the line of ``call``; between semicolons where it shares its line."""
    unit, text = patch.unit, patch.unit.text
    newline = patch.newline
    statement = unit.parent(call)
    assert statement is not None
    start, end = unit.span(line)[0], unit.span(statement)[1]
    indent = text[text.rfind("\n", 0, start) + 1 : start].lstrip("\f")
    if len(line.body) > 1 or isinstance(line, cst.SimpleStatementSuite) or indent.strip():
        patch.insert(end, "".join(f"; {each}" for each in following))
        return
    stop = text.find("\n", end) + 1
    if text[end:stop].strip() == "\\":
        raise CannotFix("the line goes on below")
    if stop:
        patch.insert(stop, "".join(f"{indent}{each}{newline}" for each in following))
    else:  # the file ends without a line end, and keeps to that
        patch.insert(len(text), "".join(f"{newline}{indent}{each}" for each in following))


# -- the task group around it


def _in_group(call: cst.Call, unit: Unit) -> Fix:
    """``group.create_task(…)``, where the statement stands in the body of ``async with TaskGroup() as group``."""
    group = _group_around(call, unit)
    if group is None:
        raise CannotFix("there is no task group around it")
    first, *others = call.args or (None,)
    if (
        Role.SPAWN not in unit.roles(call)
        or not unit.code(call.func).endswith(("create_task", "ensure_future"))
        or first is None
        or first.star
        or first.keyword is not None
        or any(each.keyword is None or each.keyword.value not in _OF_GROUPS for each in others)
    ):
        raise CannotFix("the task group cannot make the same of it")
    patch = Patch(unit)
    patch.replace(*unit.span(call.func), f"{group}.create_task")
    patch.free_imports_in(call.func)
    return patch.fix("make the task in the task group", Applicability.UNSAFE)


def _group_around(call: cst.Call, unit: Unit) -> str | None:
    inner: cst.CSTNode = call
    for outer in unit.ancestors(call):
        if isinstance(outer, (cst.FunctionDef, cst.Lambda)):
            return None
        if isinstance(outer, cst.With) and outer.asynchronous is not None and inner is outer.body:
            for item in reversed(outer.items):
                if isinstance(item.item, cst.Call) and unit.names(item.item) & _GROUPS and item.asname is not None:
                    return unit.code(item.asname.name)
        inner = outer
    return None


# -- awaited at once


def _awaited(call: cst.Call, unit: Unit) -> Fix:
    """``create_task(f())`` → ``await f()``; what ``gather`` gives, or a function of the program, is awaited as it is."""
    check_await(call, unit)
    if Role.SPAWN not in unit.roles(call):
        return await_before(call, unit, Applicability.UNSAFE)
    first, *others = call.args
    if first.star or not isinstance(first.value, (cst.Call, cst.Name, cst.Attribute)):
        raise CannotFix("the coroutine is not in sight")
    if not all(_is_a_name(each) for each in others):
        raise CannotFix("it is not only the coroutine that the task is made of")
    patch = Patch(unit)
    patch.replace(*unit.span(call), f"await {moved_left(first.value, call, unit)}")
    patch.free_imports_in(call.func)
    return patch.fix("await it at once", Applicability.UNSAFE)


def _is_a_name(argument: cst.Arg) -> bool:
    """``name="…"``, which what is awaited has no use for."""
    return (
        argument.keyword is not None
        and argument.keyword.value == "name"
        and isinstance(argument.value, (cst.SimpleString, cst.FormattedString))
    )
