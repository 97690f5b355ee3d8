"""The edits of one fix, gathered from the nodes of a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from asynclint.codemods.imports import file_imports
from asynclint.findings import Applicability, Edit, Fix, ImportName
from asynclint.program.facts import Import, ScopeKind

if TYPE_CHECKING:
    from asynclint.rules.unit import Unit


# Importing these does nothing but import them.
_QUIET = frozenset({"asyncio", "anyio", "trio", "uvloop", "functools", "contextlib"})


def indentation(offset: int, text: str) -> str:
    """The blanks before the line in which the offset lies."""
    line = text[text.rfind("\n", 0, offset) + 1 :].lstrip("\f")
    return line[: len(line) - len(line.lstrip(" \t"))]


def step(node: cst.CSTNode, unit: Unit) -> str:
    """One step of indentation, as the body of ``node`` has it, or else a body around it."""
    for outer in (node, *unit.ancestors(node)):
        body = getattr(outer, "body", None)
        if isinstance(body, cst.IndentedBlock) and body.body:
            around, inner = (indentation(unit.span(each)[0], unit.text) for each in (outer, body.body[0]))
            if inner.startswith(around) and len(inner) > len(around):
                return inner[len(around) :]
    return "\t" if indentation(unit.span(node)[0], unit.text).startswith("\t") else "    "


def tail(node: cst.CSTNode) -> str:
    """The last name of a dotted name; empty for any other expression."""
    if isinstance(node, cst.Attribute):
        return node.attr.value
    return node.value if isinstance(node, cst.Name) else ""


class CannotFix(Exception):
    """The code at hand has no fix that keeps its meaning; the message says why."""


class Patch:
    """Collects edits and what they need; :meth:`fix` gives the whole. Raises ``CannotFix`` where something stands in the way."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self._edits: list[Edit] = []
        self._imports: list[ImportName] = []
        self._definitions: list[str] = []
        self._freed: list[str] = []

    def insert(self, offset: int, text: str) -> None:
        """Put ``text`` at the offset; what is inserted later at the same place stands behind it."""
        self.replace(offset, offset, text)

    def replace(self, start: int, end: int, text: str) -> None:
        """Put ``text`` in place of what stands between the offsets. A comment that stands there has to be in it."""
        if self.unit.text.count("#", start, end) > text.count("#"):
            raise CannotFix("a comment would be lost")
        self._edits.append(Edit(start, end, text))

    def wrap(self, node: cst.CSTNode, before: str, after: str) -> None:
        """Put text around a node (inside its own parentheses)."""
        start, end = self.unit.span(node)
        self.insert(start, before)
        self.insert(end, after)

    def define(self, statement: str) -> None:
        """Have the statement at module level."""
        self._definitions.append(statement)

    def free(self, name: str) -> None:
        """The import of the name may be unused now."""
        self._freed.append(name)

    def free_imports_in(self, node: cst.CSTNode) -> None:
        """The file may have no other use for what it imported to write ``node``, if importing that does nothing else.

        In a notebook a later cell, or a magic, may have one.
        """
        if self.unit.module.is_notebook:
            return
        imports = file_imports(self.unit.text)
        known = {name for module, name in imports.modules.items() if module.partition(".")[0] in _QUIET}
        known |= {name for (module, _), name in imports.names.items() if module.partition(".")[0] in _QUIET}
        for each in self.unit.below(node):
            if isinstance(each, cst.Name) and each.value in known:
                self.free(each.value)

    @property
    def newline(self) -> str:
        """The line end of the file. Raises ``CannotFix`` where it has several kinds."""
        text = self.unit.text
        if "\r" in text.replace("\r\n", ""):
            raise CannotFix("the file has line ends of several kinds")
        return "\r\n" if "\r\n" in text else "\n"

    def name(self, module: str, path: str, node: cst.CSTNode) -> str:
        """How the code at ``node`` writes ``module.path``: through an import of the file that nothing hides, or a new one."""
        near = self._imported_nearby(module, node)
        if near is not None:
            return f"{near}.{path}"
        imports = file_imports(self.unit.text)
        first, _, rest = path.partition(".")
        direct = imports.names.get((module, first))
        if direct is not None and not self.is_hidden(direct, node) and self._is_only(direct, module, first):
            return f"{direct}.{rest}" if rest else direct
        alias = imports.modules.get(module)
        if alias is not None and not self.is_hidden(alias, node) and self._is_only(alias, module, None):
            return f"{alias}.{path}"
        if alias is None and direct is None and imports.has_from(module) and self._is_free(first, node):
            self._imports.append(ImportName(module, first))
            return path
        if alias is None and self._is_free(module, node):
            self._imports.append(ImportName(module))
            return f"{module}.{path}"
        raise CannotFix(f"the name `{module}` means something else here")

    def is_hidden(self, name: str, node: cst.CSTNode, above: int = 0) -> bool:
        """Whether a scope between ``node`` and the scope ``above`` binds the name, so that the one from there is not in sight."""
        scopes = self.unit.module.facts.scopes
        index = self.unit.scope(node)
        if scopes[above].kind is ScopeKind.CLASS and index != above:
            return True  # methods do not see what their class binds
        while index > above:
            if name in scopes[index].bindings:
                return True
            index = scopes[index].parent
        return False

    def fresh(self, wanted: str, node: cst.CSTNode) -> str:
        """A name like ``wanted`` that means nothing yet where ``node`` stands."""
        used = {name.value for name in self.unit.of_kind(cst.Name)}
        candidates = (wanted, *(f"{wanted}_{number}" for number in range(2, 100)))
        return next(name for name in candidates if name not in used and self._is_free(name, node))

    def fix(self, title: str, applicability: Applicability) -> Fix:
        """The fix as it stands now."""
        edits: list[Edit] = []
        for edit in sorted(self._edits, key=lambda edit: (edit.start, edit.end)):
            if edits and edits[-1].end == edit.start and (edits[-1].start < edits[-1].end or edit.start < edit.end):
                edits[-1] = Edit(edits[-1].start, edit.end, edits[-1].text + edit.text)
            elif edits and edits[-1].start == edit.start == edit.end:
                edits[-1] = Edit(edit.start, edit.end, edits[-1].text + edit.text)
            elif edits and edit.start < edits[-1].end:
                raise CannotFix("the changes overlap")
            else:
                edits.append(edit)
        return Fix(
            applicability,
            title,
            tuple(edits),
            tuple(dict.fromkeys(self._imports)),
            tuple(self._definitions),
            tuple(self._freed),
            self.unit.digest,
        )

    def _imported_nearby(self, module: str, node: cst.CSTNode) -> str | None:
        """The name that an ``import`` above ``node``, in a block around it, gives the module."""
        scopes = self.unit.module.facts.scopes
        around = self.unit.ancestors(node)
        for alias in self.unit.of_kind(cst.ImportAlias):
            statement = self.unit.parent(alias)
            line = self.unit.parent(statement) if isinstance(statement, cst.Import) else None
            if line is None or self.unit.code(alias.name) != module or (alias.asname is None and "." in module):
                continue
            name = alias.evaluated_alias or module
            scope = self.unit.scope(alias)
            bindings = scopes[scope].bindings.get(name, ())
            if (
                self.unit.parent(line) in around
                and self.unit.span(line) < self.unit.span(node)
                and all(isinstance(binding, Import) for binding in bindings)
                and not self.is_hidden(name, node, scope)
            ):
                return name
        return None

    def _is_only(self, name: str, module: str, part: str | None) -> bool:
        """Whether nothing but that import ever binds the name at module level."""
        bindings = self.unit.module.facts.scopes[0].bindings.get(name, ())
        return all(
            isinstance(binding, Import) and (binding.module, binding.name) == (module, part) for binding in bindings
        )

    def _is_free(self, name: str, node: cst.CSTNode) -> bool:
        """Whether neither the module nor any scope around ``node`` binds the name."""
        return not self.is_hidden(name, node) and name not in self.unit.module.facts.scopes[0].bindings
