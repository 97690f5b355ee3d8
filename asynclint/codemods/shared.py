"""What was asked before an ``await`` may not hold behind it: other tasks run meanwhile.

``if key not in CACHE: CACHE[key] = load(key)`` is one step of the event loop, and nobody gets between the question and what is
stored for its answer. With an ``await`` in the middle, or in a thread, somebody may. Where the code asked and stored across an
``await`` before, or holds a lock, one more changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.codemods.binding import is_read, stored
from asynclint.codemods.patch import CannotFix, tail

if TYPE_CHECKING:
    from asynclint.program.modules import Definition
    from asynclint.rules.flow import Flow
    from asynclint.rules.unit import Unit

_LOCK = re.compile(r"(?:\A|_)(?:r?w?lock|locks|locked|filelock|mutex|sem|semaphore|cond|condition)(?:\Z|_|\d)")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CHANGING = frozenset({
    "append", "appendleft", "add", "insert", "extend", "update", "setdefault", "pop", "popitem", "popleft", "remove", "discard",
    "clear", "sort", "reverse",
})  # fmt: skip
_ASKING_OF_FILES = frozenset({
    "exists", "lexists", "is_file", "is_dir", "isfile", "isdir", "stat", "getmtime", "getsize", "access", "read_text",
    "read_bytes", "listdir", "iterdir", "glob",
})  # fmt: skip
_OF_OS_PATH = frozenset({"exists", "lexists", "isfile", "isdir", "getmtime", "getsize"})
_CHANGING_FILES = frozenset({
    "write_text", "write_bytes", "unlink", "remove", "rename", "replace", "rmtree", "rmdir", "mkdir", "makedirs", "symlink",
    "symlink_to",
})  # fmt: skip


def is_lock(node: cst.BaseExpression, unit: Unit) -> bool:
    """Whether a name in the expression says that it is a lock."""
    return any(
        isinstance(each, cst.Name) and _LOCK.search(_HUMP.sub("_", each.value).lower()) for each in unit.below(node)
    )


def check_nothing_asked(node: cst.CSTNode, unit: Unit) -> None:
    """Raise ``CannotFix`` where an ``await`` at ``node`` comes between a question about shared state and what is stored then."""
    function = unit.function(node)
    if not isinstance(function, cst.FunctionDef):
        return
    around = unit.ancestors(node)
    if any(
        isinstance(outer, cst.With)
        and outer.asynchronous is not None
        and any(is_lock(i.item, unit) for i in outer.items)
        for outer in around[: around.index(function)]
    ):
        return
    state = _State.of(function, unit)
    flow = unit.flow(function)
    here = flow.place(node, around)
    if here is None:
        return
    for name, stores in state.stores.items():
        asked = state.asked.get(name, [])
        if any(_leads(flow, question, here, state) for question in asked) and any(
            _comes_to(flow, here, store, state, asked) for store in stores
        ):
            raise CannotFix(f"another task may change {name} between the question and what is stored")


def check_asks_nothing(function: Definition, unit: Unit) -> None:
    """Raise ``CannotFix`` where the function asks for shared state and then changes it: threads would do so at the same time."""
    other = unit.unit_of(function)
    node = other.node_of(function) if other is not None else None
    if other is None or not isinstance(node, cst.FunctionDef):
        return
    state = _State.of(node, other)
    flow = other.flow(node)
    for name, stores in state.stores.items():
        for question in state.asked.get(name, ()):
            if any(question is store or flow.reaches(question, store) for store in stores):
                raise CannotFix(
                    f"`{function.fact.name}` asks for {name} and changes it, which another thread may do meanwhile"
                )


@dataclass(slots=True)
class _State:
    """Where a function asks for shared state and where it changes it, by what it is; and where it awaits: places of the flow."""

    asked: dict[str, list[cst.CSTNode]] = field(default_factory=dict)
    stores: dict[str, list[cst.CSTNode]] = field(default_factory=dict)
    awaits: list[cst.CSTNode] = field(default_factory=list)

    @classmethod
    def of(cls, function: cst.FunctionDef, unit: Unit) -> _State:
        found = cls()
        flow = unit.flow(function)
        own = _own_names(function, unit)
        for node in unit.below(function.body):
            if unit.function(node) is not function:
                continue
            place = flow.place(node, unit.ancestors(node))
            if place is None:
                continue
            is_async = isinstance(node, (cst.With, cst.For, cst.CompFor)) and node.asynchronous is not None
            if isinstance(node, cst.Await) or is_async:
                found.awaits.append(place)
            for name in _changed(node, own, unit):
                found.stores.setdefault(name, []).append(place)
            for name in _asked(node, own, unit):
                found.asked.setdefault(name, []).append(place)
        return found


def _leads(flow: Flow, question: cst.CSTNode, here: cst.CSTNode, state: _State) -> bool:
    return question is here or flow.reaches(question, here, avoiding=state.awaits, errors=True)


def _comes_to(flow: Flow, here: cst.CSTNode, store: cst.CSTNode, state: _State, questions: list[cst.CSTNode]) -> bool:
    if store is here:
        return True
    return store not in state.awaits and flow.reaches(here, store, avoiding=[*state.awaits, *questions])


def _own_names(function: cst.FunctionDef, unit: Unit) -> frozenset[str]:
    """The local names for what the function has made itself: nobody else knows of it."""
    made: dict[str, bool] = {}
    for node in unit.below(function.body):
        if isinstance(node, (cst.Assign, cst.AnnAssign)):
            is_own = not isinstance(node.value, (cst.Attribute, cst.Subscript, cst.Name))
            for name in stored(node, unit):
                made[name] = made.get(name, True) and is_own
    outer = {each.name.value for each in unit.below(function.body) if isinstance(each, cst.NameItem)}
    return frozenset(name for name, is_own in made.items() if is_own and name not in outer)


def _dotted(node: cst.CSTNode, own: frozenset[str]) -> str | None:
    """The dotted name of something that others know, too; of a plain local name, that of what it names is not known."""
    if isinstance(node, cst.Attribute):
        base = _dotted(node.value, own)
        return None if base is None else f"{base}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) and node.value not in own else None


def _changed(node: cst.CSTNode, own: frozenset[str], unit: Unit) -> Iterator[str]:
    """The shared things that the node changes."""
    target: cst.CSTNode | None = None
    match node:
        case cst.AssignTarget() | cst.AnnAssign() | cst.AugAssign():
            target = node.target
        case cst.Del():
            target = node.target
        case cst.Call(func=cst.Attribute(value=value, attr=cst.Name(name))) if name in _CHANGING:
            dotted = _dotted(value, own)
            if dotted is not None:
                yield dotted
    if isinstance(target, cst.Subscript):
        dotted = _dotted(target.value, own)
        if dotted is not None:
            yield dotted
    elif isinstance(target, cst.Attribute) or (isinstance(target, cst.Name) and _is_outer(target, unit)):
        dotted = _dotted(target, own)
        if dotted is not None:
            yield dotted
    if isinstance(node, cst.Call):
        path = _path(node, _CHANGING_FILES, unit)
        if path is not None and not any(_is_tolerant(argument) for argument in node.args):
            yield path


def _is_outer(name: cst.Name, unit: Unit) -> bool:
    """Whether ``global`` or ``nonlocal`` says that the name is not the function's own."""
    function = unit.function(name)
    return function is not None and any(
        isinstance(each, cst.NameItem) and each.name.value == name.value for each in unit.below(function.body)
    )


def _asked(node: cst.CSTNode, own: frozenset[str], unit: Unit) -> Iterator[str]:
    """The shared things that the node asks for: in a test, or to remember what they are."""
    part: cst.CSTNode | None = None
    match node:
        case cst.If() | cst.While() | cst.IfExp() | cst.Assert() | cst.CompIf():
            part = node.test
        case cst.BooleanOperation():
            part = node.left
        case cst.Match():
            part = node.subject
        case cst.Assign() | cst.NamedExpr():
            part = node.value
        case cst.Return(value=cst.Subscript()):
            part = node.value
        case cst.Call():
            path = _path(node, _ASKING_OF_FILES, unit)
            if path is not None:
                yield path
    if part is None:
        return
    for each in unit.below(part):
        if isinstance(each, cst.Attribute) or (isinstance(each, cst.Name) and is_read(each, unit)):
            dotted = _dotted(each, own)
            if dotted is not None:
                yield dotted


def _path(call: cst.Call, names: frozenset[str], unit: Unit) -> str | None:
    """What the call works on, if it is a function on files of one of the names: ``open(p, "w")`` counts among all of them."""
    name = tail(call.func)
    if name == "open" and isinstance(call.func, cst.Name) and call.args:
        mode = next((unit.code(each.value).strip("\"'") for each in call.args[1:] if _is_mode(each)), "r")
        is_change = not set(mode).isdisjoint("wax+")
        return f"the file {unit.code(call.args[0].value)}" if is_change is (names is _CHANGING_FILES) else None
    if name not in names:
        return None
    if isinstance(call.func, cst.Attribute):
        receiver = unit.code(call.func.value)
        if receiver not in ("os", "os.path", "shutil") and not (
            receiver == "path" and name in _OF_OS_PATH and call.args
        ):
            return f"the file {receiver}"
    return f"the file {unit.code(call.args[0].value)}" if call.args else None


def _is_mode(argument: cst.Arg) -> bool:
    return (argument.keyword is None or argument.keyword.value == "mode") and isinstance(
        argument.value, cst.SimpleString
    )


def _is_tolerant(argument: cst.Arg) -> bool:
    return argument.keyword is not None and argument.keyword.value in ("exist_ok", "missing_ok", "ignore_errors")
