"""What may happen in between: an ``await``, or a thread, between a test and what is done because of its outcome.

``if key not in cache: cache[key] = connect()`` is one step on an event loop, as long as nothing in it awaits. With an ``await`` in
``connect``'s place two tasks may both find the key missing; in a thread two calls may. What is tested and then changed is
looked for by name: attributes, names of modules and of functions around, and files by the expression that names them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.codemods.awaiting import is_lock
from asynclint.codemods.binding import is_read
from asynclint.codemods.patch import CannotFix, tail
from asynclint.program.facts import Flag, Import, ScopeKind, last_name

if TYPE_CHECKING:
    from asynclint.program.modules import Definition
    from asynclint.rules.unit import Unit

_MUTATORS = frozenset({
    "add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem", "popleft", "remove", "setdefault",
    "update",
})  # fmt: skip
_FILE_TESTS = frozenset({"exists", "is_file", "is_dir", "isfile", "isdir", "islink", "is_symlink", "lexists"})
_FILE_READS = frozenset({"read_text", "read_bytes", "open"})
# Names of functions that change the file they are given, or whose method they are.
_FILE_CHANGES = re.compile(
    r"(?:^|_)(?:write|save|dump|delete|remove|unlink|rename|replace|rmtree|rmdir|mkdir|makedirs|touch|copy|copyfile|copytree|"
    r"move|download|extractall)(?:_|$)"
)
# Methods of a file or path that are given what it is to hold.
_WRITES = frozenset({"write", "writelines", "write_text", "write_bytes"})
_TESTING: frozenset[type] = frozenset({cst.If, cst.IfExp, cst.BooleanOperation, cst.Try, cst.Call})
_NAMING: frozenset[type] = frozenset({cst.Assign, cst.AnnAssign, cst.NamedExpr})
_CHANGING: frozenset[type] = frozenset({cst.AssignTarget, cst.AugAssign, cst.Del, cst.AnnAssign, cst.Call})
_MISSING = frozenset({"KeyError", "AttributeError", "LookupError", "IndexError", "FileNotFoundError", "OSError"})


@dataclass(frozen=True, slots=True)
class _Event:
    """Something is asked of, or done to, what ``key`` names, at a place of the flow.

    ``is_read`` is for tests that decide by their value, wherever that is looked at: what a file holds, what is missing.
    """

    key: str
    place: cst.CSTNode
    node: cst.CSTNode
    is_read: bool = False


def check_in_between(node: cst.CSTNode, unit: Unit) -> None:
    """Raise ``CannotFix`` where an ``await`` at ``node`` would come between a test of shared state and what depends on it."""
    function = unit.function(node)
    if not isinstance(function, cst.FunctionDef):
        return
    found = _function(function, unit)
    place = found.place(node)
    if place is None:
        return
    for test in found.tests:
        changes = [each for each in found.changes if _is_about(each, test)]
        places = [each.place for each in changes]
        # What has been changed between the test and here is claimed: nobody else finds it as the test did.
        if test.place is not place and not found.flow.reaches(test.place, place, avoiding=places, errors=test.is_read):
            continue
        if test.place is place and not test.is_read and unit.span(test.node) > unit.span(node):
            continue
        if any(lock in unit.ancestors(test.node) for lock in _locks_around(node, unit)):
            continue
        for change in changes:
            is_later = change.place is place or found.flow.reaches(place, change.place, avoiding=[test.place])
            if is_later and (found.hangs_on(place, test) or found.hangs_on(change.place, test)):
                raise CannotFix(
                    f"another task may change `{_shown(test.key)}` between the test and what follows from it"
                )


def check_races(function: cst.FunctionDef, unit: Unit) -> None:
    """Raise ``CannotFix`` where the function tests shared state or files and changes them, with no lock held: two threads may.

    Whether it comes to the change is not always decided by the test: ``if (wait := free_at - now()) > 0: sleep(wait)``, and then
    ``free_at`` is set.
    """
    found = _function(function, unit)
    for test in found.tests:
        for change in found.changes:
            if (
                _is_about(change, test)
                and (change.place is test.place or found.flow.reaches(test.place, change.place, errors=test.is_read))
                and not _locks_around(change.node, unit)
            ):
                raise CannotFix(f"two threads may test and change `{_shown(test.key)}` at once")


def may_race(function: Definition) -> bool:
    """Whether :func:`check_races` can raise of the function: it is cheap to ask, of the facts alone."""
    fact, facts = function.fact, function.module.facts
    return (
        bool(fact.flags & Flag.STORES or fact.globals or fact.nonlocals)
        or any(_may_change(last_name(facts.calls[call].func)) for call in function.module.calls_in(function.scope))
        or _holds_class(function)
    )


def _holds_class(function: Definition) -> bool:
    scopes = function.module.facts.scopes
    for scope in range(function.scope + 1, len(scopes)):
        if scopes[scope].line > function.fact.end_line:
            break
        if scopes[scope].parent == function.scope and scopes[scope].kind is ScopeKind.CLASS:
            return True
    return False


def _may_change(called: str) -> bool:
    return called in _MUTATORS or called == "open" or _FILE_CHANGES.search(called) is not None


def _is_about(change: _Event, test: _Event) -> bool:
    """Whether the change can make the test come out otherwise: it is of the same thing, or of what that belongs to."""
    return change.key == test.key or test.key.startswith(f"{change.key}.")


def _shown(key: str) -> str:
    return key.removeprefix("file ")


def _locks_around(node: cst.CSTNode, unit: Unit) -> list[cst.With]:
    """The blocks around ``node`` in which a lock is held."""
    return [
        outer
        for outer in unit.ancestors(node)
        if isinstance(outer, cst.With) and any(is_lock(item.item, unit) for item in outer.items)
    ]


@functools.lru_cache(maxsize=4)  # a few, as a helper may be in another function, and many fixes in one
def _function(function: cst.FunctionDef, unit: Unit) -> _Function:
    return _Function(function, unit)


class _Function:
    """The tests and changes of shared state in a function."""

    def __init__(self, function: cst.FunctionDef, unit: Unit) -> None:
        from asynclint.rules.flow import executed  # the rules import the codemods

        self.unit = unit
        self.flow = unit.flow(function)
        self._scope = unit.module.facts.scopes[unit.scope(function.body)]
        self._parameters = {each.name for each in self._scope.parameters}
        self._nodes = list(executed(function.body))
        self._declared = {
            item.name.value
            for node in self._nodes
            if isinstance(node, (cst.Global, cst.Nonlocal))
            for item in node.names
        }
        self.changes = list(self._changes())
        # Without a change nobody asks what is tested.
        self._reads = self._reads_by_name() if self.changes else {}
        self.tests = list(self._tests()) if self.changes else []

    def _of_kinds(self, kinds: frozenset[type]) -> Iterator[cst.CSTNode]:
        """The nodes of these kinds: patterns take their time, and most nodes are of others."""
        return (node for node in self._nodes if type(node) in kinds)

    def place(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """Where the node runs in the flow."""
        return self.flow.place(node, self.unit.ancestors(node))

    def hangs_on(self, place: cst.CSTNode, test: _Event) -> bool:
        """Whether it is decided by the test that control comes to the place."""
        if test.is_read or place is test.place:
            return True
        if not isinstance(test.place, cst.If):
            return False
        condition = test.place.test
        either = [
            self.flow.reached(
                test.place,
                avoiding=[test.place],
                assume=lambda asked, outcome=outcome: outcome if asked is condition else None,  # type: ignore[misc]
            )
            for outcome in (True, False)
        ]
        return (place in either[0]) != (place in either[1])

    # -- What is tested

    def _tests(self) -> Iterator[_Event]:
        for node in self._of_kinds(_TESTING):
            match node:
                case cst.If() | cst.IfExp():
                    yield from self._asked(node.test)
                case cst.BooleanOperation():
                    yield from self._asked(node.left)
                case cst.Try() if any(self._is_for_missing(each) for each in node.handlers):
                    for inner in self.unit.below(node.body):
                        if isinstance(inner, cst.Subscript) and not isinstance(
                            self.unit.parent(inner), cst.AssignTarget
                        ):
                            yield from self._event(self._key(inner.value), inner, is_read=True)
                case cst.Call():
                    yield from self._event(self._file_read(node), node, is_read=True)

    def _asked(self, test: cst.CSTNode) -> Iterator[_Event]:
        for node in self.unit.below(test):
            if isinstance(node, cst.Name):
                if not is_read(node, self.unit):
                    continue
                for key in self._reads.get(node.value, ()):
                    yield from self._event(key, node)
            if isinstance(node, (cst.Name, cst.Attribute)) and not self._is_part(node):
                yield from self._event(self._key(node), node)
            if isinstance(node, cst.Call):
                yield from self._event(self._file_test(node), node)

    def _is_part(self, node: cst.CSTNode) -> bool:
        """Whether it is part of a longer dotted name, or the method that is called: then the whole, or the object, counts."""
        parent = self.unit.parent(node)
        if isinstance(parent, cst.Attribute):
            outer = self.unit.parent(parent)
            return not (isinstance(outer, cst.Call) and outer.func is parent)
        return isinstance(parent, cst.Call) and parent.func is node

    def _reads_by_name(self) -> dict[str, set[str]]:
        """The names of the function that are bound to something shared, or to what was found out of it."""
        found: dict[str, set[str]] = {}
        for node in self._of_kinds(_NAMING):
            targets: list[cst.BaseExpression] = []
            match node:
                case cst.Assign(targets=several, value=value):
                    targets = [each.target for each in several]
                case cst.AnnAssign(target=target, value=value) | cst.NamedExpr(target=target, value=value):
                    targets = [target]
            for target in targets:
                if not isinstance(target, cst.Name) or target.value in self._declared:
                    continue
                if isinstance(value, cst.BaseExpression):
                    found.setdefault(target.value, set()).update(self._read(value))
        return found

    def _read(self, value: cst.BaseExpression) -> Iterator[str]:
        """What is shared and has a part in the value: ``wait`` is as old as ``_free_at`` in ``wait = _free_at - now()``."""
        for node in self.unit.below(value):
            if isinstance(node, cst.Call):
                yield self._file_test(node) or self._file_read(node)
            elif isinstance(node, (cst.Name, cst.Attribute)) and not self._is_part(node):
                yield self._key(node)

    def _is_for_missing(self, handler: cst.ExceptHandler) -> bool:
        return handler.type is not None and any(
            isinstance(node, cst.Name) and node.value in _MISSING for node in self.unit.below(handler.type)
        )

    # -- What is changed

    def _changes(self) -> Iterator[_Event]:
        for node in self._of_kinds(_CHANGING):
            match node:
                case cst.AssignTarget(target=target) | cst.AugAssign(target=target) | cst.Del(target=target):
                    yield from self._stored(target, node)
                case cst.AnnAssign(target=target, value=cst.BaseExpression()):
                    yield from self._stored(target, node)
                case cst.Call(func=cst.Attribute(value=receiver, attr=cst.Name(name))) if name in _MUTATORS:
                    yield from self._event(self._key(receiver), node)
            if isinstance(node, cst.Call):
                for key in self._files_changed(node):
                    yield from self._event(key, node)

    def _stored(self, target: cst.BaseExpression, node: cst.CSTNode) -> Iterator[_Event]:
        match target:
            case cst.Tuple() | cst.List():
                for element in target.elements:
                    yield from self._stored(element.value, node)
            case cst.Subscript():
                yield from self._event(self._key(target.value), node)
            case cst.Attribute():
                yield from self._event(self._key(target), node)
            case cst.Name() if target.value in self._declared:
                yield from self._event(target.value, node)

    # -- What it is called

    def _event(self, key: str, node: cst.CSTNode, *, is_read: bool = False) -> Iterator[_Event]:
        place = self.place(node) if key else None
        if place is not None:
            yield _Event(key, place, node, is_read)

    def _key(self, node: cst.BaseExpression) -> str:
        """The dotted name of what others may see, too; empty for what is the function's own."""
        while isinstance(node, cst.Subscript):
            node = node.value
        names = _dotted(node)
        root = names[0] if names else ""
        is_own = root in self._scope.bindings and root not in self._declared
        if not root or (is_own and (root not in self._parameters or len(names) == 1)):
            return ""
        return ".".join(names)

    def _file_test(self, call: cst.Call) -> str:
        return self._file(call) if tail(call.func) in _FILE_TESTS else ""

    def _file_read(self, call: cst.Call) -> str:
        if tail(call.func) not in _FILE_READS or _writes(call):
            return ""
        return self._file(call)

    def _file(self, call: cst.Call) -> str:
        """The file that the call is about: its first argument, or of a path the path itself."""
        func = call.func
        if isinstance(func, cst.Attribute) and not self._is_module(func.value):
            return self._named(func.value)
        return self._named(call.args[0].value) if call.args else ""

    def _is_module(self, node: cst.BaseExpression) -> bool:
        """``os.path``, ``shutil``: what is imported, and hidden by nothing."""
        root = (_dotted(node) or [""])[0]
        bindings = self.unit.module.facts.scopes[0].bindings.get(root, ())
        return root not in self._scope.bindings and any(isinstance(each, Import) for each in bindings)

    def _named(self, node: cst.BaseExpression) -> str:
        if isinstance(node, cst.Call) and tail(node.func) in ("Path", "str") and len(node.args) == 1:
            node = node.args[0].value
        return f"file {'.'.join(names)}" if (names := _dotted(node)) else ""

    def _files_changed(self, call: cst.Call) -> Iterator[str]:
        name = tail(call.func)
        if name == "open":
            if _writes(call):
                yield self._file(call)
        elif _FILE_CHANGES.search(name) and not (name == "replace" and len(call.args) == 2):  # of a string
            if isinstance(call.func, cst.Attribute) and not self._is_module(call.func.value):
                yield self._named(call.func.value)
            if name not in _WRITES:
                for argument in call.args["copy" in name :]:  # what is copied stays as it is
                    yield self._named(argument.value)


def _dotted(node: cst.BaseExpression) -> list[str]:
    names: list[str] = []
    while isinstance(node, cst.Attribute):
        names.append(node.attr.value)
        node = node.value
    return [*names, node.value][::-1] if isinstance(node, cst.Name) else []


def _writes(call: cst.Call) -> bool:
    """Whether the mode of an ``open`` is for writing."""
    return any(
        isinstance(each.value, cst.SimpleString) and re.fullmatch(r"""["'][rbt]*[wax+][bt+]*["']""", each.value.value)
        for each in call.args
    )
